"""One page of a list, as DynamoDB keeps it."""

from collections.abc import Sequence
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamodb import cursor as cursors
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import plain
from chalicelib.adapters.dynamodb.table import find
from chalicelib.flow.ports.tickets import Listing

Line = dict[str, Any]
"""What a list's index projects of an item, as plain values by their names in the table."""


def query_page(
    listing: Listing, partition: str = "", *, cursor: str | None, size: int, within: Condition | None = None,
    ends: Sequence[str] = (), newest_first: bool = False,
) -> tuple[list[Line], str | None]:  # fmt: skip
    """The first `size` lines of the list, or those after `cursor`, and the cursor of the next page if there is one.

    One query. `partition` of the list's index, unless it is the listing's own value; `within` it only what this holds
    of, which begins and ends at `ends`. Invalid(cursor).
    """
    index, *_ = keys.INDEXES[listing.by]
    partition = partition or listing.value
    start = cursors.read(cursor, listing, partition, ends) if cursor else None
    asked = find(
        partition, within, plain, index_name=index, scan_index_forward=not newest_first, exclusive_start_key=start,
        limit=size + 1,  # whether there is a next page
    )  # fmt: skip
    found: list[Line] = list(asked)
    following = cursors.write(found[size - 1], listing) if len(found) > size else None
    return found[:size], following
