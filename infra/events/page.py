"""`docs/events.md`: every type of event for people who write systems that read them."""

import json
from collections.abc import Iterator
from typing import Any, get_args

from chalicelib.domain.events import TYPES, EventData
from chalicelib.domain.events.record import Field, Record
from infra.events.schema import PROJECT, examples, fields_of, meanings, summary

PAGE = PROJECT / "docs" / "events.md"

_HEAD = """# Events

What happens to a ticket, in the order in which it happens. Each event is one JSON object on the topic
`sedulur-<stage>-events`, written in the transaction of the change that it tells of: none is lost and none is invented,
but one may arrive twice or late. `ticket` and `sequence` together name it; `sequence` counts a ticket's events from 1
without gaps.

No event says who reported or what was written. Who needs the text reads the ticket.

Types and fields are added, never dropped or renamed: ignore what you do not know. A field that is "not always there"
is absent where it would say nothing, or in events of older releases. A JSON Schema of each type:
[events.schema.json](events.schema.json), served at `GET /v1/events/schema`.

This page is made of `chalicelib/domain/events` by `make docs`.
"""
_NAMES = {"str": "text", "int": "whole number", "float": "number", "bool": "true or false", "datetime": "instant"}


def text() -> str:
    """The page in Markdown."""
    kinds = [kind for _, kind in sorted(TYPES.items())]
    lines = [_HEAD, "| type | what it tells | who may read it |", "|---|---|---|"]
    lines += [f"| [`{kind.type}`](#{_anchor(kind)}) | {summary(kind)} | {_readers(kind)} |" for kind in kinds]
    for kind in kinds:
        lines += ["", *_section(kind)]
    lines += ["", "## What stands within them", *_records(kinds)]
    return "\n".join(lines) + "\n"


def _section(kind: type[EventData]) -> Iterator[str]:
    yield f"## {kind.type}"
    yield ""
    yield f"{summary(kind)} Who may read it: {_readers(kind)}. Version {kind.version}, class `{kind.__name__}`."
    yield ""
    yield from _table(dict(fields_of(kind)))
    yield ""
    yield "```json"
    yield json.dumps(examples()[kind.type], ensure_ascii=False, indent=1)
    yield "```"


def _table(fields: dict[Field, str]) -> Iterator[str]:
    yield "| field of `data` | type | meaning |"
    yield "|---|---|---|"
    for field, meaning in fields.items():
        sometimes = "" if field.is_required else ", not always there"
        yield f"| `{field.key}` | {_type(field.kind)}{sometimes} | {meaning} |"


def _records(kinds: list[type[EventData]]) -> Iterator[str]:
    records = {each.__name__: each for kind in kinds for field in kind.fields.values() for each in _inner(field.kind)}
    for name, record in sorted(records.items()):
        field_meanings = meanings(record)
        yield from ("", f"### {name}", "", summary(record), "")
        yield from _table({field: field_meanings[each] for each, field in record.fields.items()})


def _inner(kind: Any) -> Iterator[type[Record]]:
    if isinstance(kind, type) and issubclass(kind, Record):
        yield kind
    for each in get_args(kind):
        yield from _inner(each)


def _type(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, Record):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    inner: tuple[Any, ...] = get_args(kind)
    if type(None) in inner:
        return " or ".join([*(_type(each) for each in inner if each is not type(None)), "null"])
    if Ellipsis in inner:
        return f"list of {_type(inner[0])}"
    if inner:
        return f"{_type(inner[1])} by {_type(inner[0])}"
    return _NAMES[kind.__name__]


def _readers(kind: type[EventData]) -> str:
    return "the OPDs" if kind.is_internal else "everybody"


def _anchor(kind: type[EventData]) -> str:
    return kind.type.replace(".", "")
