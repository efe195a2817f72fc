"""Reads one page of a list from its index, and the cursors between pages.

A cursor is an opaque text that tells where the next page begins. It is valid for its own list only.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import plain, raw
from chalicelib.adapters.dynamodb.table import Raw, query_items
from chalicelib.domain.errors import Invalid, Problem
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
    start = read_cursor(cursor, listing, partition, ends) if cursor else None
    items = query_items(
        partition, within, plain, index_name=index, scan_index_forward=not newest_first, exclusive_start_key=start,
        limit=size + 1,  # one more tells whether there is a next page
    )  # fmt: skip
    lines: list[Line] = list(items)
    next_cursor = write_cursor(lines[size - 1], listing) if len(lines) > size else None
    return lines[:size], next_cursor


_POSITION = re.compile(
    r"(?P<at>(?:[co]|[\d.]{5,20}@)?(?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z))/(?P<pk>[A-Za-z0-9#-]{1,80})/(?P<sk>.{1,80})"
)
_LONGEST = 300


def write_cursor(last: Mapping[str, Any], listing: Listing) -> str:
    """The cursor of the page that follows this line of the index."""
    *_, order = keys.INDEXES[listing.by]
    position = f"{last[order]}/{last['pk']}/{last['sk']}"
    return base64.urlsafe_b64encode(_seal(position, listing) + position.encode()).decode().rstrip("=")


def read_cursor(cursor: str, listing: Listing, value: str, ends: Sequence[str] = ()) -> Raw | None:
    """The exclusive start key of the next page; None if the cursor lies before the range, so that all of it follows.

    `ends` are the first and the last sort key of the range that is read. DynamoDB accepts no start key outside of it.
    A cursor can lie before the range when the range has moved with the time. The seal has no secret, because nothing
    needs protection: any position that passes is a position in this very list.

    Raises:
        Invalid: of the field `cursor`, if `write_cursor` did not make it for this list or it lies behind the range.
    """
    try:
        sealed = base64.b64decode(cursor[:_LONGEST].encode() + b"===", altchars=b"-_")
        position = sealed[_SEAL:].decode("ascii")
        match = _POSITION.fullmatch(position)
        datetime.fromisoformat(match["instant"] if match else "")
    except ValueError as error:
        raise _invalid() from error
    if not match or sealed[:_SEAL] != _seal(position, listing):
        raise _invalid()
    first, last = ends or ("", "~")
    if match["at"] > last:
        raise _invalid()
    if match["at"] < first:
        return None
    _, partition, order = keys.INDEXES[listing.by]
    return raw({"pk": match["pk"], "sk": match["sk"], partition: value, order: match["at"]})


_SEAL = 6
"""Bytes."""


def _seal(position: str, listing: Listing) -> bytes:
    return hashlib.blake2s(f"{listing.by}/{listing.value}/{position}".encode(), digest_size=_SEAL).digest()


def _invalid() -> Invalid:
    return Invalid((Problem("cursor", "cursor"),))
