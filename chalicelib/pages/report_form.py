"""The report form between the browser's flat fields and the shape that the domain checks."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import field
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.domain.city.catalogue import Service
from chalicelib.domain.errors import Problem
from chalicelib.domain.notifications.message import CHANNELS
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
"""Before a channel: whether this person wants to hear of the report by it."""

_QUESTION = "q_"
_NAMES = {path: name for name, path in PATHS.items()}
_KEY = re.compile(r"[A-Za-z0-9_-]{22,64}")


def read_fields(text: str) -> dict[str, str]:
    """Fields of an `application/x-www-form-urlencoded` body; ValueError if it is none in UTF-8."""
    return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS))


def sound_key(fields: Mapping[str, str]) -> str | None:
    """The idempotency key if it can be one of ours. The secret follows from it: a short key could be guessed."""
    key = fields.get("key", "")
    return key if _KEY.fullmatch(key) else None


def as_submission(
    fields: Mapping[str, str], service: Service | None, channels: AbstractSet[str] = frozenset()
) -> dict[str, Any]:
    """The nested values that `read_submission` expects. Answers of a service chosen before are left behind, and
    channels other than these that are offered now.
    """
    nested: dict[str, Any] = {"location": {}, "contact": {}, "attributes": {}}
    for name, path in PATHS.items():
        part, _, leaf = path.rpartition(".")
        (nested[part] if part else nested)[leaf] = fields.get(name, "")
    nested["contact"]["notify"] = [each for each in offered(channels) if fields.get(NOTIFY + each)]
    nested["photos"] = fields.get("photos", "").split()
    for question in service.questions if service else ():
        nested["attributes"][question.code] = fields.get(_QUESTION + question.code, "")
    return nested


def offered(channels: AbstractSet[str]) -> list[str]:
    """The channels in the form's order."""
    return [channel for channel in CHANNELS if channel in channels]


def field_of(path: str) -> str:
    """The form's name of a problem's field."""
    if path.startswith("photos"):
        return "photos"
    return _NAMES.get(path) or _QUESTION + path.removeprefix("attributes.")


@value
class Form:
    """What the form shows: the chosen service, what was typed, and what is wrong with it."""

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
    told: dict[str, str] = {}
    for problem in problems:
        told.setdefault(field_of(problem.field), say(language, f"problem.{problem.code}", **problem.params))
    return told
