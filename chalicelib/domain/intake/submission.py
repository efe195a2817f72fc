"""What a citizen submits, checked in one place for page and API: all problems are reported at once, by field."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from chalicelib.domain.city.catalogue import Catalogue, Question, Service
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.notifications.message import CHANNELS
from chalicelib.domain.text import is_unreadable, tidy
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.ticket import Place, Report, Visibility
from chalicelib.domain.transitions.step_input import photo_problems
from chalicelib.domain.values import value

DESCRIPTION_LENGTH = (10, 4000)  # least and most; all in characters
MAX_ADDRESS = 300
MAX_NAME = 100
MAX_EMAIL = 254  # RFC 5321
MAX_ANSWER = 500

PhoneParser = Callable[[str], str | None]
"""Returns the E.164 form of an Indonesian mobile number in any spelling, or None if it is none."""

_VISIBILITIES = frozenset(Visibility)
_EMAIL = re.compile(r"[^@\s<>\"(),:;\[\]\\]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,63}")


@value
class Submission:
    """A valid report with its contact; `photos` are the ids of the photos that were uploaded for it."""

    report: Report
    contact: Contact
    photos: tuple[str, ...] = ()


@dataclass(slots=True)
class _Form:
    """Reads fields one by one and collects their problems."""

    values: Mapping[str, Any]
    problems: dict[str, Problem] = field(default_factory=dict)

    def add_problem(self, name: str, code: str, **params: object) -> None:
        """Notes a problem of a field; only the first one of each field is kept, as the one to correct first."""
        self.problems.setdefault(name, Problem(name, code, params))

    def text(self, name: str, most: int, *, path: str = "") -> str:
        """The text of a field, trimmed and in NFC; its problems are noted under `path`, if that is not `name`."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.add_problem(path or name, "text")
            return ""
        text = tidy(value)
        if is_unreadable(text):
            self.add_problem(path or name, "control_characters")
        elif len(text) > most:
            self.add_problem(path or name, "too_long", most=most, given=len(text))
        return text

    def nested(self, name: str) -> "_Form":
        """A nested object, whose problems are collected with those of this one."""
        value = self.values.get(name)
        if value is None:
            value = {}
        elif not isinstance(value, Mapping):
            self.add_problem(name, "object")
            value = {}
        return _Form(value, self.problems)


def read_submission(
    values: Mapping[str, Any], catalogue: Catalogue, parse_phone: PhoneParser, channel: str, language: str = ""
) -> Submission:
    """The submission in a body of `POST /v1/tickets`.

    Args:
        values: The body as JSON. Field names in problems are dotted paths: `location.area`, `attributes.<question>`.
        catalogue: The city's services, areas and boundaries.
        parse_phone: How a phone number is read.
        channel: How the report came in: `web`, `api`, ….
        language: In which the reporter wants messages, if that is known.

    Raises:
        Invalid: with every problem at once.
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
        form.add_problem("service", "service_missing")
    elif code not in catalogue.services:
        form.add_problem("service", "service_unknown")
    return catalogue.services.get(code)


def _description(form: _Form) -> str:
    least, most = DESCRIPTION_LENGTH
    text = form.text("description", most)
    if len(text) < least:
        form.add_problem("description", "too_short", least=least, given=len(text))
    return text


def _visibility(form: _Form) -> Visibility:
    visibility = form.text("visibility", 20) or Visibility.PUBLIC
    if visibility not in _VISIBILITIES:
        form.add_problem("visibility", "visibility_unknown")
        return Visibility.PUBLIC
    return Visibility(visibility)


def _place(form: _Form, catalogue: Catalogue) -> Place:
    location = form.nested("location")
    area = location.text("area", 20, path="location.area")
    lat = _degrees(location, "lat")
    long = _degrees(location, "long")
    if area and area not in catalogue.areas:
        form.add_problem("location.area", "area_unknown")
    if (lat is None) != (long is None):
        form.add_problem("location.lat" if lat is None else "location.long", "coordinates_incomplete")
    elif lat is not None and long is not None and not catalogue.city.box.contains(lat, long):
        form.add_problem("location.lat", "outside_city", city=catalogue.city.name)
    elif lat is None and not area and not _has_problem(form, "location"):
        form.add_problem("location.area", "place_missing")
    if not area and lat is not None and long is not None:
        area = catalogue.area_at(lat, long) or ""
    return Place(area or None, lat, long, location.text("address", MAX_ADDRESS, path="location.address"))


def _degrees(location: _Form, name: str) -> float | None:
    """A coordinate from a JSON number or from a form's text (decimal comma or point), rounded to 5 digits (1 m)."""
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
        location.add_problem(f"location.{name}", "coordinate")
        return None
    return round(degrees, 5)


def _attributes(form: _Form, service: Service | None) -> dict[str, str]:
    answers = form.nested("attributes")
    if service is None:
        return {}
    questions = {question.code: question for question in service.questions}
    for name in answers.values:
        if name not in questions:
            form.add_problem(f"attributes.{name}", "attribute_unknown")
    attributes = {code: _answer(answers, question) for code, question in questions.items()}
    return {code: answer for code, answer in attributes.items() if answer}


def _answer(answers: _Form, question: Question) -> str:
    path = f"attributes.{question.code}"
    number = answers.values.get(question.code)
    is_number = question.kind == "number" and isinstance(number, int | float)
    answer = str(number) if is_number else answers.text(question.code, MAX_ANSWER, path=path)
    if not answer:
        if question.required:
            answers.add_problem(path, "answer_missing")
    elif question.kind == "choice" and answer not in {choice.code for choice in question.choices}:
        answers.add_problem(path, "answer_unknown")
    elif question.kind == "number" and not re.fullmatch(r"\d{1,9}([.,]\d{1,3})?", answer):
        answers.add_problem(path, "answer_number")
    return answer


def _contact(form: _Form, parse_phone: PhoneParser, language: str) -> Contact:
    contact = form.nested("contact")
    name = contact.text("name", MAX_NAME, path="contact.name")
    phone = contact.text("phone", 40, path="contact.phone")
    email = contact.text("email", MAX_EMAIL, path="contact.email")
    if phone and not (parsed := parse_phone(phone)):
        form.add_problem("contact.phone", "phone")
    elif phone:
        phone = parsed or ""
    if email and not _EMAIL.fullmatch(email):
        form.add_problem("contact.email", "email")
    notify = _notify(contact, {"sms": phone, "email": email})
    return Contact(name, phone, email.lower(), notify, language if notify else "")


def _notify(contact: _Form, addresses: Mapping[str, str]) -> tuple[str, ...]:
    """The channels by which the reporter wants messages; each needs its address."""
    wanted = _given(contact, "notify")
    if not isinstance(wanted, list) or any(channel not in CHANNELS for channel in wanted):
        contact.add_problem("contact.notify", "channel_unknown")
        return ()
    if "sms" in wanted and not addresses["sms"]:
        contact.add_problem("contact.phone", "phone_for_sms")
    if "email" in wanted and not addresses["email"]:
        contact.add_problem("contact.email", "email_for_letters")
    return tuple(channel for channel in CHANNELS if channel in wanted)


def _photos(form: _Form) -> tuple[str, ...]:
    ids = _given(form, "photos")
    if not isinstance(ids, list):
        form.add_problem("photos", "photo_unknown")
        return ()
    photos = tuple(dict.fromkeys(map(str, ids)))
    for problem in photo_problems(photos):
        form.add_problem(problem.field, problem.code, **problem.params)
    return photos


def _given(form: _Form, name: str) -> Any:
    """What was given in place of a list; an empty list where nothing was."""
    value = form.values.get(name)
    return [] if value is None or value == "" else value


def _has_problem(form: _Form, prefix: str) -> bool:
    return any(name.startswith(prefix) for name in form.problems)
