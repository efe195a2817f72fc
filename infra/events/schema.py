"""A JSON Schema (draft 2020-12) of each type of event, generated from its class."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from inspect import cleandoc, getdoc
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from chalicelib.domain.events import TYPES, EventData
from chalicelib.domain.events.record import Field, Record

PROJECT = Path(__file__).parents[2]
SHIPPED = PROJECT / "chalicelib" / "events.schema.json"
EXAMPLES = Path(__file__).with_name("examples.json")

Json = dict[str, Any]

_SIMPLE: Mapping[Any, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
}
_ENVELOPE: Json = {
    "ticket": {"type": "string", "description": "Number of the ticket."},
    "sequence": {"type": "integer", "minimum": 1, "description": "Counts a ticket's events without gaps."},
    "at": {"type": "string", "format": "date-time", "description": "When it happened, UTC."},
    "actor": {"type": "string", "description": "`citizen`, `system`, `coordinator`, `leader`, … or code of an OPD."},
    "correlation": {"type": "string", "description": "Id of the request that started the chain."},
}
_SHARED = {
    "by": "User name of the member of staff who did it; absent where nobody of the staff did.",
    "photos": "Ids of the photos that came with it; absent where none did.",
}


def text() -> str:
    """The schema as the text of the file that ships."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


def document() -> Json:
    """The schema: below `$defs` every type by its name, and the records within their data."""
    records: dict[str, Json] = {}
    events = {name: _event(kind, records) for name, kind in sorted(TYPES.items())}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Events of Sedulur",
        "description": "One thing that happened to a ticket. Types and fields are added, never dropped or renamed.",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in events],
        "$defs": events | dict(sorted(records.items())),
    }


@cache
def examples() -> Mapping[str, Json]:
    """An invented event of each type, by the type's name."""
    events: Mapping[str, Json] = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return events


def summary(kind: type[Record]) -> str:
    """The first line of the type's docstring."""
    return (getdoc(kind) or "").partition("\n")[0]


def meanings(kind: type[Record]) -> Mapping[str, str]:
    """The meaning of each field, from the docstrings of the class and its bases; the most specific one counts."""
    lines = [line for each in reversed(kind.__mro__) for line in _attribute_lines(each)]
    return {name.strip(): meaning.strip() for name, _, meaning in (line.partition(":") for line in lines) if meaning}


def _attribute_lines(kind: type) -> list[str]:
    return cleandoc(kind.__doc__ or "").partition("Attributes:\n")[2].splitlines()


def fields_of(kind: type[EventData]) -> Iterator[tuple[Field, str]]:
    """Each field of the data with its meaning, those of all types included."""
    field_meanings = meanings(kind)
    yield from ((field, field_meanings[name]) for name, field in kind.fields.items())
    shared = ["photos", "by"] if kind.may_have_photos else ["by"]
    yield from ((vars(EventData)[name], _SHARED[name]) for name in shared)


def _event(kind: type[EventData], records: dict[str, Json]) -> Json:
    properties = {
        "type": {"const": kind.type},
        "version": {"const": kind.version},
        **_ENVELOPE,
        "data": _object(dict(fields_of(kind)), records),
    }
    return {
        "type": "object",
        "title": kind.__name__,
        "description": summary(kind),
        "properties": properties,
        "required": list(properties),
        "examples": [examples()[kind.type]],
    }


def _object(fields: Mapping[Field, str], records: dict[str, Json]) -> Json:
    return {
        "type": "object",
        "properties": {f.key: of(f.kind, records) | {"description": meaning} for f, meaning in fields.items()},
        "required": [field.key for field in fields if field.is_required],
    }


def of(kind: Any, records: dict[str, Json]) -> Json:
    """The schema of one type of value; `records` gets those of the records that it refers to."""
    if isinstance(kind, type) and issubclass(kind, Record):
        field_meanings = meanings(kind)
        records[kind.__name__] = {
            **_object({field: field_meanings[name] for name, field in kind.fields.items()}, records),
            "description": summary(kind),
        }
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, inner = get_origin(kind), get_args(kind)
    if origin is UnionType:
        return {"anyOf": [{"type": "null"} if each is type(None) else of(each, records) for each in inner]}
    if origin is tuple:
        return {"type": "array", "items": of(inner[0], records)}
    if origin is not None:
        return {"type": "object", "additionalProperties": of(inner[1], records)}
    return dict(_SIMPLE[kind])
