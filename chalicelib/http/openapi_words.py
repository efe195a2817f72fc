"""What every schema of the OpenAPI document is said with: JSON Schema 2020-12, as OpenAPI 3.1 has it."""

from collections.abc import Iterable
from typing import Any

Json = dict[str, Any]

TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
COUNT: Json = {"type": "integer"}
INSTANT: Json = {"type": "string", "format": "date-time"}


def object_of(required: dict[str, Json], **optional: Json) -> Json:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


def listed(items: Json) -> Json:
    return {"type": "array", "items": items}


def one_of(values: Iterable[str]) -> Json:
    return {"type": "string", "enum": [str(value) for value in values]}


def maybe(schema: Json) -> Json:
    return {"anyOf": [schema, {"type": "null"}]}


def at_most(characters: int, description: str = "") -> Json:
    return {"type": "string", "maxLength": characters} | ({"description": description} if description else {})


def ref(name: str) -> Json:
    """A schema of the document, by its name there."""
    return {"$ref": f"#/components/schemas/{name}"}


LINKS: Json = object_of({"self": TEXT, "page": TEXT})
"""Where something is: in the API, and as a page."""
