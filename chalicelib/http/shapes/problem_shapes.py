"""Problem details, and the health of the installation."""

from typing import Annotated, Literal

from typing_extensions import TypedDict

from chalicelib.http.shapes.field_shapes import Change
from chalicelib.http.shapes.schema_notes import Doc


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
