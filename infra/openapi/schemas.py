"""JSON Schemas of types, by pydantic, as components of the document."""

import json
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import TypeAdapter

Json = dict[str, Any]
Shape = Any
"""The type of an answer's or a request's body."""

_TEMPLATE = "#/components/schemas/{model}"

_RELEASED_NAMES = {"Readers": "Circle"}
"""Schemas that clients know by another name than the code's since release 0.1."""


class Schemas:
    """The schemas of types, which may refer to each other."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        mode: Literal["serialization"] = "serialization"
        adapters = [(shape, mode, TypeAdapter(shape)) for shape in dict.fromkeys(shapes)]
        schemas, together = TypeAdapter.json_schemas(adapters, ref_template=_TEMPLATE)
        self._of = {shape: _untitled(schema) for (shape, _), schema in schemas.items()}
        components = {_RELEASED_NAMES.get(name, name): _untitled(each) for name, each in together["$defs"].items()}
        self.components: Json = dict(sorted(components.items()))

    def of(self, shape: Shape) -> Json:
        """The schema of one of the types, mostly a reference."""
        schema: Json = self._of[shape]
        return schema

    def inline(self, shape: Shape) -> Json:
        """The schema itself of a type whose schema is a reference."""
        schema: Json = self.components[self.of(shape)["$ref"].rpartition("/")[2]]
        return schema


def _as_released(schemas: Json) -> Json:
    """With references to the names that clients know."""
    text = json.dumps(schemas)
    for name, released in _RELEASED_NAMES.items():
        text = text.replace(f'"{_TEMPLATE.format(model=name)}"', f'"{_TEMPLATE.format(model=released)}"')
    changed: Json = json.loads(text)
    return changed


def _untitled(schema: Any) -> Any:
    """The schema without the titles that pydantic makes of the names."""
    if isinstance(schema, list):
        return [_untitled(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _untitled(each) for name, each in schema.items() if name != "title" or not isinstance(each, str)}
