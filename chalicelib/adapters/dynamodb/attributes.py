"""How values are stored in the table: PynamoDB attributes, and plain values to and from DynamoDB JSON."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pynamodb import attributes
from pynamodb.attributes import Attribute
from pynamodb.constants import MAP, STRING

from chalicelib.adapters.dynamodb import keys
from chalicelib.domain.tickets.inbox import PauseKind
from chalicelib.domain.values import value


class NumberAttribute(attributes.NumberAttribute):
    """A number as Python's `repr` writes it. PynamoDB's own attribute runs a JSON encoder for each number."""

    def serialize(self, value: float) -> str:
        return repr(value)

    def deserialize(self, value: str) -> float:
        return _number(value)


class InstantAttribute(Attribute[datetime]):
    """An aware instant, stored as sortable UTC text."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        return keys.instant(value)

    def deserialize(self, value: str) -> datetime:
        return datetime.fromisoformat(value).astimezone(UTC)


@value
class Rank:
    """The sort key of an inbox line: its deadline; lines whose clock is paused come after all others."""

    due: datetime
    pause: PauseKind = PauseKind.NONE


class RankAttribute(Attribute[Rank]):
    """The deadline as sortable UTC text, after the letter of the pause if the clock is paused."""

    attr_type = STRING

    def serialize(self, value: Rank) -> str:
        return rank_text(value)

    def deserialize(self, value: str) -> Rank:
        return rank_of(value)


def rank_text(rank: Rank) -> str:
    """The rank as `RankAttribute` stores it."""
    return f"{rank.pause}{keys.instant(rank.due)}"


def rank_of(text: str) -> Rank:
    """The rank in a text of `rank_text`."""
    return Rank(due_of(text), PauseKind(text[0]) if text[0].isalpha() else PauseKind.NONE)


def due_of(text: str) -> datetime:
    """The deadline in a text of `rank_text`."""
    return datetime.fromisoformat(text[1:] if text[0].isalpha() else text).astimezone(UTC)


class DataAttribute(Attribute[Mapping[str, Any]]):
    """JSON-like data as a map: text, numbers, booleans, None, lists and mappings of these."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return raw(value)

    def deserialize(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return plain(value)


def raw(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """An item in DynamoDB JSON from plain values by attribute name."""
    return {str(name): serialized(value) for name, value in values.items()}


def plain(item: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Plain values by attribute name from an item in DynamoDB JSON."""
    return {name: deserialized(value) for name, value in item.items()}


def serialized(value: Any) -> dict[str, Any]:
    """A value in DynamoDB JSON."""
    if isinstance(value, str):
        return {"S": str(value)}
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, int | float):
        return {"N": repr(value)}
    if isinstance(value, Mapping):
        return {"M": raw(value)}
    return {"L": [serialized(each) for each in value]}


def deserialized(value: Mapping[str, Any]) -> Any:
    """The plain value of a value in DynamoDB JSON."""
    ((kind, inner),) = value.items()
    match kind:
        case "S":
            return inner
        case "N":
            return _number(inner)
        case "M":
            return plain(inner)
        case "L":
            return [deserialized(each) for each in inner]
        case "NULL":
            return None
    return inner


def _number(text: str) -> float:
    return float(text) if set(text) & set(".eE") else int(text)
