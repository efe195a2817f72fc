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
SHOWN = "What was asked for."
NEXT_PAGE = {"Link": "Address of the next page, `rel=next`; absent on the last."}
SECURITY: Mapping[str, Json] = {
    "public": {},
    "staff": {"security": [{"staff": []}]},
    "public or staff": {"security": [{}, {"staff": []}]},
}


@dataclass(frozen=True)
class Answer:
    """`shape` is None where there is no body."""

    shape: Shape = None
    description: str = SHOWN
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = JSON

    def described(self, schemas: Schemas) -> Json:
        """As a response object."""
        content = {} if self.shape is None else {self.media_type: {"schema": schemas.of(self.shape)}}
        headers = {name: {"description": text, "schema": TEXT} for name, text in self.headers.items()}
        return {"description": self.description, **_where_any(content=content, headers=headers)}


@dataclass(frozen=True)
class Body:
    """A JSON body of a type."""

    shape: Shape
    description: str = ""
    example: Json | None = None
    required: bool = True

    def described(self, schemas: Schemas) -> Json:
        """As a request body object."""
        content = {JSON: {"schema": schemas.of(self.shape), **_where_any(example=self.example)}}
        return {"required": self.required, **_where_any(description=self.description), "content": content}


@dataclass(frozen=True)
class StepBody:
    """The body of a step that takes these fields, beside those of every step."""

    fields: Fields = ()
    shape: Shape = StepFields

    def described(self, schemas: Schemas) -> Json:
        """As a request body object; nothing needs to be said in it."""
        every = schemas.inline(StepFields)["properties"]
        properties = {name: every[name] for name in (*self.fields, *EVERY_STEP)}
        schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return {"required": False, "content": {JSON: {"schema": schema}}}


@dataclass(frozen=True)
class Operation:
    """One method of one address. `refusals`: the statuses of the problems that it may answer with."""

    summary: str
    answers: Mapping[int, Answer]
    refusals: tuple[int, ...] = ()
    description: str = ""
    parameters: tuple[Json, ...] = ()
    body: Body | StepBody | None = None
    access: Literal["public", "staff", "public or staff"] = "public"

    @property
    def shapes(self) -> Iterator[Shape]:
        """Every type that it takes or answers with."""
        yield from (answer.shape for answer in self.answers.values() if answer.shape is not None)
        if self.body:
            yield self.body.shape

    def described(self, name: str, path: tuple[Json, ...], schemas: Schemas) -> Json:
        """As an operation object; `path` are the parameters of its address."""
        answers = {str(status): answer.described(schemas) for status, answer in self.answers.items()}
        refusals = {
            str(status): {"$ref": f"#/components/responses/{status}"}
            for status in (*self.refusals, UNEXPECTED[0], BUSY[0])
        }
        return {
            "operationId": name,
            "summary": self.summary,
            **_where_any(description=self.description),
            **SECURITY[self.access],
            "parameters": [LANGUAGE, *path, *self.parameters],
            **_where_any(requestBody=self.body and self.body.described(schemas)),
            "responses": answers | refusals,
        }


def query(name: str, description: str, schema: Json = TEXT) -> Json:
    """A parameter of the address, after the `?`."""
    return {"name": name, "in": "query", "description": description, "schema": schema}


def secret(description: str) -> Json:
    """The reporter's secret."""
    return {"name": "Ticket-Secret", "in": "header", "description": description, "schema": TEXT}


CURSOR = query("cursor", "`cursor` of the page before.")


def _where_any(**keywords: Any) -> Json:
    """Those that say something."""
    return {name: value for name, value in keywords.items() if value}
