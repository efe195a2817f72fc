"""Fields that many answers share. Instants are ISO 8601 in UTC; `…_text`: the same in words and the city's zone."""

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.http.shapes.schema_notes import Doc

Instant = Annotated[str, Doc(format="date-time")]
LateBy = Annotated[
    Annotated[int, Doc(minimum=0)] | None,
    Doc("Working days since it was due (0: the same day); null while it is not late."),
]


class Links(TypedDict):
    """Where it is: in the API, and as a page."""

    self: str
    page: str


class Linked(TypedDict):
    links: Links


class At(TypedDict):
    at: Instant
    at_text: str


class Due(TypedDict):
    due: Instant
    due_text: str


class ReceivedAt(TypedDict):
    received_at: Instant
    received_at_text: str


class WhatAndWhere(TypedDict):
    service: str
    service_name: str
    area: str | None
    place: str


class Change(At):
    """An event of a ticket's history."""

    sequence: int
    type: str
    text: str
