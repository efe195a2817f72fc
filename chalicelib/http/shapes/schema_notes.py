"""Notes on a field for the OpenAPI document, beyond its type."""

from collections.abc import Callable, Iterable
from typing import Any

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
