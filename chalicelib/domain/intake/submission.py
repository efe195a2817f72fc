"""What a citizen sends, checked once for page and API alike: all problems are told at once, by field."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.city.catalogue import Catalogue, Question, Service
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.notifications.message import CHANNELS
from chalicelib.domain.text import is_unreadable, tidy
from chalicelib.domain.tickets.ticket import Contact, Place, Report, Visibility
from chalicelib.domain.transitions.step_input import photo_problems
from chalicelib.domain.values import value

DESCRIPTION = (10, 4000)  # characters
ADDRESS = 300
NAME = 100
EMAIL = 254  # RFC 5321
ANSWER = 500

PhoneParser = Callable[[str], str | None]
"""E.164 of an Indonesian mobile number in any spelling, or None."""

_VISIBILITIES = frozenset(Visibility)
_EMAIL = re.compile(r"[^@\s<>\"(),:;\[\]\\]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,63}")


@value
class Submission:
    """`photos` are the ids of what was uploaded for it."""

    report: Report
    contact: Contact
    photos: tuple[str, ...] = ()


@dataclass(slots=True)
class _Form:
    """Reads fields one by one and collects what is wrong with them."""

    values: Mapping[str, Any]
    problems: dict[str, Problem] = field(default_factory=dict)

    def wrong(self, name: str, code: str, **params: object) -> None:
        """Note what is wrong with a field; the first problem of a field is the one to correct first."""
        self.problems.setdefault(name, Problem(name, code, params))

    def text(self, name: str, most: int, *, path: str = "") -> str:
        """Text without control characters, trimmed and in one spelling of its letters (NFC)."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(path or name, "text")
            return ""
        text = tidy(value)
        if is_unreadable(text):
            self.wrong(path or name, "control_characters")
        elif len(text) > most:
            self.wrong(path or name, "too_long", most=most, given=len(text))
        return text

    def part(self, name: str) -> "_Form":
        """A nested object; its problems are collected here too."""
        value = self.values.get(name)
        if value is None:
            value = {}
        elif not isinstance(value, Mapping):
            self.wrong(name, "object")
            value = {}
        return _Form(value, self.problems)


def read_submission(
    values: Mapping[str, Any], catalogue: Catalogue, parse_phone: PhoneParser, channel: str, language: str = ""
) -> Submission:
    """The submission in the shape of `POST /v1/tickets` (DESIGN section 5), or Invalid with every problem.

    `language`: in which the person wants to be told, if that is known.

    Field names in problems are dotted paths: `location.area`, `contact.phone`, `attributes.<question>`.
    """
    form = _Form(values)
    service = _service(form, catalogue)
    report = Report(
        service=service.code if service else "",
        description=_description(form),
        place=_place(form, catalogue),
        visibility=_visibility(form),
        attributes=_attributes(form, service),
        channel=channel,
    )
    contact = _contact(form, parse_phone, language)
    photos = _photos(form)
    if form.problems:
        raise Invalid(tuple(form.problems.values()))
    return Submission(report, contact, photos)


def _service(form: _Form, catalogue: Catalogue) -> Service | None:
    code = form.text("service", 64)
    if not code:
        form.wrong("service", "service_missing")
    elif code not in catalogue.services:
        form.wrong("service", "service_unknown")
    return catalogue.services.get(code)


def _description(form: _Form) -> str:
    least, most = DESCRIPTION
    text = form.text("description", most)
    if len(text) < least:
        form.wrong("description", "too_short", least=least, given=len(text))
    return text


def _visibility(form: _Form) -> Visibility:
    given = form.text("visibility", 20) or Visibility.PUBLIC
    if given not in _VISIBILITIES:
        form.wrong("visibility", "visibility_unknown")
        return Visibility.PUBLIC
    return Visibility(given)


def _place(form: _Form, catalogue: Catalogue) -> Place:
    location = form.part("location")
    area = location.text("area", 20, path="location.area")
    lat = _degrees(location, "lat")
    long = _degrees(location, "long")
    if area and area not in catalogue.areas:
        form.wrong("location.area", "area_unknown")
    if (lat is None) != (long is None):
        form.wrong("location.lat" if lat is None else "location.long", "coordinates_incomplete")
    elif lat is not None and long is not None and not catalogue.city.box.contains(lat, long):
        form.wrong("location.lat", "outside_city", city=catalogue.city.name)
    elif lat is None and not area and not _has_problem(form, "location"):
        form.wrong("location.area", "place_missing")
    if not area and lat is not None and long is not None:
        area = catalogue.area_at(lat, long) or ""
    return Place(area or None, lat, long, location.text("address", ADDRESS, path="location.address"))


def _degrees(location: _Form, name: str) -> float | None:
    """A coordinate from a JSON number or a form's text (comma or point), rounded to 5 digits (about 1 m)."""
    value = location.values.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = value.strip().replace(",", ".")
    try:
        degrees = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        degrees = math.nan
    if not -180 <= degrees <= 180:
        location.wrong(f"location.{name}", "coordinate")
        return None
    return round(degrees, 5)


def _attributes(form: _Form, service: Service | None) -> dict[str, str]:
    answers = form.part("attributes")
    if service is None:
        return {}
    questions = {question.code: question for question in service.questions}
    for name in answers.values:
        if name not in questions:
            form.wrong(f"attributes.{name}", "attribute_unknown")
    given = {code: _answer(answers, question) for code, question in questions.items()}
    return {code: answer for code, answer in given.items() if answer}


def _answer(answers: _Form, question: Question) -> str:
    path = f"attributes.{question.code}"
    number = answers.values.get(question.code)
    is_number = question.kind == "number" and isinstance(number, int | float)
    answer = str(number) if is_number else answers.text(question.code, ANSWER, path=path)
    if not answer:
        if question.required:
            answers.wrong(path, "answer_missing")
    elif question.kind == "choice" and answer not in {choice.code for choice in question.choices}:
        answers.wrong(path, "answer_unknown")
    elif question.kind == "number" and not re.fullmatch(r"\d{1,9}([.,]\d{1,3})?", answer):
        answers.wrong(path, "answer_number")
    return answer


def _contact(form: _Form, parse_phone: PhoneParser, language: str) -> Contact:
    contact = form.part("contact")
    name = contact.text("name", NAME, path="contact.name")
    phone = contact.text("phone", 40, path="contact.phone")
    email = contact.text("email", EMAIL, path="contact.email")
    if phone and not (parsed := parse_phone(phone)):
        form.wrong("contact.phone", "phone")
    elif phone:
        phone = parsed or ""
    if email and not _EMAIL.fullmatch(email):
        form.wrong("contact.email", "email")
    notify = _notify(contact, {"sms": phone, "email": email})
    return Contact(name, phone, email.lower(), notify, language if notify else "")


def _notify(contact: _Form, addresses: Mapping[str, str]) -> tuple[str, ...]:
    """By which channels this person wants to hear of the report; each needs its address."""
    given = contact.values.get("notify") or []
    if not isinstance(given, list) or any(channel not in CHANNELS for channel in given):
        contact.wrong("contact.notify", "channel_unknown")
        return ()
    if "sms" in given and not addresses["sms"]:
        contact.wrong("contact.phone", "phone_for_sms")
    if "email" in given and not addresses["email"]:
        contact.wrong("contact.email", "email_for_letters")
    return tuple(channel for channel in CHANNELS if channel in given)


def _photos(form: _Form) -> tuple[str, ...]:
    given = form.values.get("photos") or []
    if not isinstance(given, list):
        form.wrong("photos", "photo_unknown")
        return ()
    photos = tuple(dict.fromkeys(str(each) for each in given))
    for problem in photo_problems(photos):
        form.wrong(problem.field, problem.code, **problem.params)
    return photos


def _has_problem(form: _Form, prefix: str) -> bool:
    return any(name.startswith(prefix) for name in form.problems)
