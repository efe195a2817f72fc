"""The report form: from the browser's flat fields to the nested values that the domain checks.

For some choices the form shows emergency numbers, or the institution outside the regency, at once.
"""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.domain.city.catalogue import Catalogue, Opd, Service
from chalicelib.domain.errors import Problem
from chalicelib.domain.notifications.message import CHANNELS
from chalicelib.domain.tickets.ticket import Report
from chalicelib.domain.values import value
from chalicelib.texts import say

BODY = 64 * 1024  # bytes
FIELDS = 100

PATHS = {
    "service": "service",
    "description": "description",
    "area": "location.area",
    "lat": "location.lat",
    "long": "location.long",
    "address": "location.address",
    "visibility": "visibility",
    "name": "contact.name",
    "phone": "contact.phone",
    "email": "contact.email",
}
"""Field of the form to field of the submission; `q_<question>` is `attributes.<question>`."""

NOTIFY = "notify_"
"""Prefix of the checkboxes for channels of messages."""

_QUESTION = "q_"
_NAMES = {path: name for name, path in PATHS.items()}
_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")


def read_fields(text: str) -> dict[str, str]:
    """Fields of an `application/x-www-form-urlencoded` body.

    Raises:
        ValueError: it is not UTF-8, or has more than `FIELDS` fields.
    """
    return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS))


def sound_key(fields: Mapping[str, str]) -> str | None:
    """The idempotency key if we can have made it, else None. A short one could be guessed."""
    key = fields.get("key", "")
    return key if _KEY.fullmatch(key) else None


def as_submission(
    fields: Mapping[str, str], service: Service | None, channels: AbstractSet[str] = frozenset()
) -> dict[str, Any]:
    """The nested values that `read_submission` expects.

    Answers to questions of a service chosen before are left out, and so are channels that are not offered.
    """
    nested: dict[str, Any] = {"location": {}, "contact": {}, "attributes": {}}
    for name, path in PATHS.items():
        section, _, key = path.rpartition(".")
        (nested[section] if section else nested)[key] = fields.get(name, "")
    nested["contact"]["notify"] = [each for each in channel_choices(channels) if fields.get(NOTIFY + each)]
    nested["photos"] = fields.get("photos", "").split()
    for question in service.questions if service else ():
        nested["attributes"][question.code] = fields.get(_QUESTION + question.code, "")
    return nested


def channel_choices(channels: AbstractSet[str]) -> list[str]:
    """These channels in the order of the form."""
    return [channel for channel in CHANNELS if channel in channels]


def field_of(path: str) -> str:
    """Field of the form for the field of a problem."""
    if path.startswith("photos"):
        return "photos"
    return _NAMES.get(path) or _QUESTION + path.removeprefix("attributes.")


@value
class Form:
    """The form as shown: the chosen service, what was typed, and the messages about it."""

    service: Service
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)  # form field to message, in the form's order

    def value(self, name: str) -> str:
        return self.values.get(name, "")

    def error(self, name: str) -> str:
        return self.errors.get(name, "")


def messages(problems: Iterable[Problem], language: str) -> dict[str, str]:
    """The first message for each field."""
    messages_by_field: dict[str, str] = {}
    for problem in problems:
        messages_by_field.setdefault(
            field_of(problem.field), say(language, f"problem.{problem.code}", **problem.params)
        )
    return messages_by_field


def calls(service: Service, report: Report) -> list[tuple[str, ...]]:
    """Emergency numbers for the receipt: those of the service, then those of the answers."""
    answered = [
        choice.call
        for question in service.questions
        for choice in question.choices
        if report.attributes.get(question.code) == choice.code
    ]
    return [numbers for numbers in (service.call, *answered) if numbers]


def elsewhere(service: Service, catalogue: Catalogue) -> dict[str, Opd]:
    """Institutions outside the regency that are responsible for the whole service (key ""), or for one answer (key
    `<question>=<choice>`).
    """
    opds = {"": service.refer} if service.refer else {}
    for rule in service.rules:
        if rule.refer and len(rule.answers) == 1 and not rule.words and not rule.areas:
            opds |= dict.fromkeys(_answers(rule.answers), rule.refer)
    return {key: catalogue.opds[opd] for key, opd in opds.items()}


def _answers(conditions: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"{question}={choice}" for question, choices in conditions.items() for choice in choices if choice]
