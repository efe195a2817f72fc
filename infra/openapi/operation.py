"""The description of one operation, and its form in the document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from chalicelib.http.errors import BUSY, UNEXPECTED
from infra.openapi.actions import EVERY_STEP, Fields
from infra.openapi.bodies import StepFields
from infra.openapi.schemas import Json, Schemas, Shape

JSON = "application/json"
TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean", "default": False}
LANGUAGE: Json = {"$ref": "#/components/parameters/Accept-Language"}
KEY: Json = {"$ref": "#/components/parameters/Idempotency-Key"}
NEXT_PAGE = {"Link": "Address of the next page, `rel=next`; absent on the last."}
SECURITY: Mapping[str, Json] = {
    "public": {},
    "staff": {"security": [{"staff": []}]},
    "public or staff": {"security": [{}, {"staff": []}]},
}


@dataclass(frozen=True)
class Answer:
    """One answer of an operation. `shape` is the type of its body; None if it has none."""

    shape: Shape = None
    description: str = "What was asked for."
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = JSON

    def as_openapi(self, schemas: Schemas) -> Json:
        """The response object."""
        content = {} if self.shape is None else {self.media_type: {"schema": schemas.of(self.shape)}}
        headers = {name: {"description": text, "schema": TEXT} for name, text in self.headers.items()}
        return {"description": self.description, **_without_empty(content=content, headers=headers)}


@dataclass(frozen=True)
class Body:
    """A JSON body of a type."""

    shape: Shape
    description: str = ""
    example: Json | None = None
    required: bool = True

    def as_openapi(self, schemas: Schemas) -> Json:
        """The request body object."""
        content = {JSON: {"schema": schemas.of(self.shape), **_without_empty(example=self.example)}}
        return {"required": self.required, **_without_empty(description=self.description), "content": content}


@dataclass(frozen=True)
class StepBody:
    """The body of a step that takes these fields and those of every step."""

    fields: Fields = ()
    shape: Shape = StepFields

    def as_openapi(self, schemas: Schemas) -> Json:
        """The request body object; none of its fields is required."""
        every = schemas.inline(StepFields)["properties"]
        properties = {name: every[name] for name in (*self.fields, *EVERY_STEP)}
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return {"required": False, "content": {JSON: {"schema": schema}}}


@dataclass(frozen=True)
class Operation:
    """One method of one address. `refusals` are the statuses of the problems with which it may answer."""

    summary: str
    answers: Mapping[int, Answer]
    refusals: tuple[int, ...] = ()
    description: str = ""
    parameters: tuple[Json, ...] = ()
    body: Body | StepBody | None = None
    access: Literal["public", "staff", "public or staff"] = "public"

    @property
    def shapes(self) -> Iterator[Shape]:
        """The types of its body and of its answers."""
        yield from (answer.shape for answer in self.answers.values() if answer.shape is not None)
        if self.body:
            yield self.body.shape

    def as_openapi(self, name: str, path: tuple[Json, ...], schemas: Schemas) -> Json:
        """The operation object; `path` are the parameters of its address."""
        answers = {str(status): answer.as_openapi(schemas) for status, answer in self.answers.items()}
        refusals = {
            str(status): {"$ref": f"#/components/responses/{status}"}
            for status in (*self.refusals, UNEXPECTED[0], BUSY[0])
        }
        return {
            "operationId": name,
            "summary": self.summary,
            **_without_empty(description=self.description),
            **SECURITY[self.access],
            "parameters": [LANGUAGE, *path, *self.parameters],
            **_without_empty(requestBody=self.body and self.body.as_openapi(schemas)),
            "responses": answers | refusals,
        }


def query(name: str, description: str, schema: Json = TEXT) -> Json:
    """A parameter of the query string."""
    return {"name": name, "in": "query", "description": description, "schema": schema}


def secret(description: str) -> Json:
    """The header with the reporter's secret."""
    return {"name": "Ticket-Secret", "in": "header", "description": description, "schema": TEXT}


CURSOR = query("cursor", "`cursor` of the page before.")


def _without_empty(**keywords: Any) -> Json:
    """The keywords whose values are not empty."""
    return {name: value for name, value in keywords.items() if value}
