"""The catalogue of a city: services with their questions, OPDs, areas."""

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.http.shapes.field_shapes import Doc, one_of


class Group(TypedDict):
    code: str
    name: str


class Choice(TypedDict):
    code: str
    label: str
    call: list[str]


class Question(TypedDict):
    code: str
    label: str
    kind: Annotated[str, one_of(("choice", "text", "number"))]
    required: bool
    choices: list[Choice]


class Deadline(TypedDict):
    name: str
    working_days: Annotated[int, Doc("Until it is done.")]
    first_answer: int
    verification: int
    silence: Annotated[int, Doc("How long a reporter may say nothing.")]
    source: str
    note: str


class Service(TypedDict):
    code: str
    name: str
    description: str
    group: str
    dimension: str
    lead: str | None
    support: list[str]
    phase: Annotated[str, one_of(("planned", "pilot", "live"))]
    adopted_from: str | None
    refer: str | None
    call: list[str]
    deadline: Deadline
    questions: list[Question]


class Services(TypedDict):
    groups: list[Group]
    services: list[Service]


class Opd(TypedDict):
    code: str
    name: str
    kind: str
    external: bool
    confirmed: bool
    contact: str | None


class Opds(TypedDict):
    opds: list[Opd]


class Area(TypedDict):
    code: str
    name: str
    kind: str
    parent: str
    post_code: str


class Areas(TypedDict):
    areas: list[Area]
