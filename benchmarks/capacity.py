"""DynamoDB's capacity units, computed from the bytes of items, because no emulator counts them correctly.

Rules: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

WRITE_BYTES = 1024
READ_BYTES = 4096
TRANSACTIONAL = 2

Item = Mapping[str, Mapping[str, Any]]


def item_size(item: Item) -> int:
    """Bytes of an item in DynamoDB JSON: names and values."""
    return sum(len(name.encode()) + value_size(value) for name, value in item.items())


def value_size(value: Mapping[str, Any]) -> int:
    """Bytes of a value in DynamoDB JSON.

    Raises:
        ValueError: The value is a set, which our items do not have.
    """
    ((kind, inner),) = value.items()
    match kind:
        case "S":
            return len(inner.encode())
        case "N":
            return number_size(inner)
        case "B":
            return len(inner) if isinstance(inner, bytes) else len(inner) * 3 // 4
        case "BOOL" | "NULL":
            return 1
        case "M":
            return 3 + item_size(inner) + len(inner)
        case "L":
            return 3 + sum(value_size(each) + 1 for each in inner)
    raise ValueError(kind)


def number_size(text: str) -> int:
    """Bytes of a number: about one for two significant digits, one more, and one for a negative sign."""
    digits = text.lstrip("-").partition("e")[0].replace(".", "").strip("0")
    return ceil(len(digits) / 2) + 1 + text.startswith("-")


def write_units(items: Iterable[Item], indexes: Iterable[Mapping[str, Any]], *, transactional: bool = True) -> int:
    """Write units of new items, in the table and in each index (as in the template) that holds them."""
    indexes = list(indexes)
    table = TRANSACTIONAL if transactional else 1
    return sum(
        table * ceil(item_size(item) / WRITE_BYTES)
        + sum(ceil(item_size(line) / WRITE_BYTES) for index in indexes if (line := projected(item, index)))
        for item in items
    )


def projected(item: Item, index: Mapping[str, Any]) -> dict[str, Any]:
    """The item as an index holds it; empty if it is not in the index."""
    keys = [key["AttributeName"] for key in index["KeySchema"]]
    if not all(key in item for key in keys):
        return {}
    names = {"pk", "sk", *keys, *index["Projection"].get("NonKeyAttributes", ())}
    return {name: value for name, value in item.items() if name in names}


def read_units(items: Iterable[Item], *, consistent: bool) -> float:
    """Read units of one query that reads these items."""
    whole = ceil(sum(item_size(item) for item in items) / READ_BYTES)
    return whole if consistent else whole / 2
