"""How values stand in the table."""

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
    """A number as Python writes it, which is how JSON does: PynamoDB sets up JSON for each."""

    def serialize(self, value: float) -> str:
        return repr(value)

    def deserialize(self, value: str) -> float:
        return _number(value)


class InstantAttribute(Attribute[datetime]):
    """An aware instant, as UTC text that sorts."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        return keys.instant(value)

    def deserialize(self, value: str) -> datetime:
        return datetime.fromisoformat(value).astimezone(UTC)


@value
class Rank:
    """Where a line stands in an inbox: by its due date, and what waits behind everything that runs."""

    due: datetime
    pause: PauseKind = PauseKind.NONE


class RankAttribute(Attribute[Rank]):
    """The instant as UTC text that sorts; before it, where the clock stands, the letter that says for whose sake."""

    attr_type = STRING

    def serialize(self, value: Rank) -> str:
        return rank_text(value)

    def deserialize(self, value: str) -> Rank:
        return rank_of(value)


def rank_text(rank: Rank) -> str:
    """As `RankAttribute` writes it."""
    return f"{rank.pause}{keys.instant(rank.due)}"


def rank_of(text: str) -> Rank:
    """The rank that was written so."""
    return Rank(due_of(text), PauseKind(text[0]) if text[0].isalpha() else PauseKind.NONE)


def due_of(text: str) -> datetime:
    """The due date of the rank that was written so."""
    return datetime.fromisoformat(text[1:] if text[0].isalpha() else text).astimezone(UTC)


class DataAttribute(Attribute[Mapping[str, Any]]):
    """Plain JSON-like data as a map: text, numbers, truth values, None, lists and mappings of these."""

    attr_type = MAP

    def serialize(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return raw(value)

    def deserialize(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return plain(value)


def raw(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Plain values by their names in the table, as an item in DynamoDB JSON."""
    return {str(name): serialized(value) for name, value in values.items()}


def plain(item: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """An item in DynamoDB JSON as plain values by their names in the table."""
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
    """The value behind DynamoDB JSON."""
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
