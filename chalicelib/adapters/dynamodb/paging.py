"""Reads one page of a list from its index."""

from collections.abc import Sequence
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamodb import cursor as cursors
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import plain
from chalicelib.adapters.dynamodb.table import find
from chalicelib.flow.ports.tickets import Listing

Line = dict[str, Any]
"""What a list's index projects of an item: plain values by attribute name."""


def query_page(
    listing: Listing, partition: str = "", *, cursor: str | None, size: int, within: Condition | None = None,
    ends: Sequence[str] = (), newest_first: bool = False,
) -> tuple[list[Line], str | None]:  # fmt: skip
    """Up to `size` lines of the list from the start or from `cursor`, and the cursor of the next page if there is one.

    It costs one query. `partition` is the partition of the list's index if that is not the listing's own value.
    `within` is a condition on the sort key, and `ends` are the first and the last sort key that satisfy it.

    Raises:
        Invalid: of the field `cursor`.
    """
    index, *_ = keys.INDEXES[listing.by]
    partition = partition or listing.value
    start = cursors.read(cursor, listing, partition, ends) if cursor else None
    items = find(
        partition, within, plain, index_name=index, scan_index_forward=not newest_first, exclusive_start_key=start,
        limit=size + 1,  # one more tells whether there is a next page
    )  # fmt: skip
    lines: list[Line] = list(items)
    next_cursor = cursors.write(lines[size - 1], listing) if len(lines) > size else None
    return lines[:size], next_cursor
