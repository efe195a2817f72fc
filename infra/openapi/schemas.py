"""JSON Schemas of types, by pydantic, as components of the document."""

from collections.abc import Iterable
from typing import Any, Literal

from pydantic import TypeAdapter

Json = dict[str, Any]
Shape = Any
"""The type of an answer's or a request's body."""

_TEMPLATE = "#/components/schemas/{model}"

_RELEASED_NAMES = {"Readers": "Circle"}
"""Schemas that clients know by another name than the code's since release 0.1."""

_RELEASED_REFERENCES = {
    _TEMPLATE.format(model=name): _TEMPLATE.format(model=released) for name, released in _RELEASED_NAMES.items()
}


class Schemas:
    """The schemas of types, which may refer to each other."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        mode: Literal["serialization"] = "serialization"
        adapters = [(shape, mode, TypeAdapter(shape)) for shape in dict.fromkeys(shapes)]
        schemas, together = TypeAdapter.json_schemas(adapters, ref_template=_TEMPLATE)
        self._of = {shape: _released(schema) for (shape, _), schema in schemas.items()}
        components = {_RELEASED_NAMES.get(name, name): _released(each) for name, each in together["$defs"].items()}
        self.components: Json = dict(sorted(components.items()))

    def of(self, shape: Shape) -> Json:
        """The schema of one of the types, mostly a reference."""
        schema: Json = self._of[shape]
        return schema

    def inline(self, shape: Shape) -> Json:
        """The schema itself of a type whose schema is a reference."""
        schema: Json = self.components[self.of(shape)["$ref"].rpartition("/")[2]]
        return schema


def _released(schema: Any) -> Any:
    """The schema with the names that clients know, and without the titles that pydantic makes of Python's names."""
    if isinstance(schema, list):
        return [_released(each) for each in schema]
    if isinstance(schema, dict):
        return {name: _released(each) for name, each in schema.items() if name != "title" or not isinstance(each, str)}
    return _RELEASED_REFERENCES.get(schema, schema) if isinstance(schema, str) else schema
