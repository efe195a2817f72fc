"""Cursors: opaque texts that tell where the next page of a list begins. A cursor is valid for its own list only."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import raw
from chalicelib.adapters.dynamodb.table import Raw
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.flow.ports.tickets import Listing

_POSITION = re.compile(
    r"(?P<at>(?:[co]|[\d.]{5,20}@)?(?P<instant>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z))/(?P<pk>[A-Za-z0-9#-]{1,80})/(?P<sk>.{1,80})"
)
_LONGEST = 300


def write(last: Mapping[str, Any], listing: Listing) -> str:
    """The cursor of the page that follows this line of the index."""
    *_, order = keys.INDEXES[listing.by]
    position = f"{last[order]}/{last['pk']}/{last['sk']}"
    return base64.urlsafe_b64encode(_seal(position, listing) + position.encode()).decode().rstrip("=")


def read(cursor: str, listing: Listing, value: str, ends: Sequence[str] = ()) -> Raw | None:
    """The exclusive start key of the next page; None if the cursor lies before the range, so that all of it follows.

    `ends` are the first and the last sort key of the range that is read. DynamoDB accepts no start key outside of it.
    A cursor can lie before the range when the range has moved with the time. The seal has no secret, because nothing
    needs protection: any position that passes is a position in this very list.

    Raises:
        Invalid: of the field `cursor`, if `write` did not make it for this list or it lies behind the range.
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
