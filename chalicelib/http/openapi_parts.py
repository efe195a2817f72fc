"""What every operation of the OpenAPI document is said with."""

from collections.abc import Mapping

from chalicelib.http.errors import BUSY, UNEXPECTED
from chalicelib.http.openapi_words import Json

_LANGUAGE = {"$ref": "#/components/parameters/Accept-Language"}


def operation(name: str, summary: str, answers: Mapping[str, Json]) -> Json:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_LANGUAGE],
        "responses": {**answers, **refused(UNEXPECTED[0], BUSY[0])},
    }


def refused(*statuses: int) -> Json:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def ok(schema: Json, description: str = "What was asked for.") -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def header(description: str) -> Json:
    return {"description": description, "schema": {"type": "string"}}


def query(name: str, description: str) -> Json:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string"}}
