"""Fields that many answers share, problem details, and notes on a field for the OpenAPI document.

Instants are ISO 8601 in UTC; `…_text` is the same in words and in the city's zone.
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

from typing_extensions import TypedDict

Json = dict[str, Any]


class Doc:
    """A description and further keywords of JSON Schema (2020-12), for `Annotated`."""

    def __init__(self, description: str = "", **keywords: Any) -> None:
        self.keywords: Json = ({"description": description} if description else {}) | keywords

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Callable[[Any], Json]) -> Json:
        """Pydantic's hook: the schema of the type, with these keywords."""
        return {**handler(core_schema), **self.keywords}


def one_of(values: Iterable[str], description: str = "") -> Doc:
    """A text that is one of these, where the code has it as `str`."""
    return Doc(description, enum=[str(value) for value in values])


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


class FieldError(TypedDict):
    field: Annotated[str, Doc(example="contact.phone")]
    message: str
    code: str


class ProblemMore(TypedDict, total=False):
    rule: Annotated[str, Doc("Of a forbidden step: the rule that says no.")]
    changes: Annotated[list[Change], Doc("Of an outdated one: what happened since, oldest first.")]
    version: Annotated[int | None, Doc("Of an outdated one: the version that made.")]


class ProblemBody(ProblemMore):
    type: Annotated[str, Doc("`urn:sedulur:problem:` and the code.")]
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldError]


class Problem(ProblemBody):
    """Problem details (RFC 9457)."""

    correlation: Annotated[str, Doc("Tell it to whoever runs this, to find what happened.")]


class Health(TypedDict):
    status: Literal["ok"]
    version: str
    stage: str
    city: str
