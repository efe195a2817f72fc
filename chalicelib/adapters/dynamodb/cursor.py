"""Where the next page of a list begins: an opaque text that is good for that list alone."""

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
    """After this line of the index."""
    *_, order = keys.INDEXES[listing.by]
    position = f"{last[order]}/{last['pk']}/{last['sk']}"
    return base64.urlsafe_b64encode(_seal(position, listing) + position.encode()).decode().rstrip("=")


def read(cursor: str, listing: Listing, value: str, ends: Sequence[str] = ()) -> Raw | None:
    """Key of the item to go on after; Invalid(cursor) unless `write` made it for this list.

    The seal has no secret, since there is nothing to guard: whatever it says, the position is one in this very list.
    `ends` are the first and the last place of what is read of it. DynamoDB goes on from nowhere outside of them: before
    them (the range has moved with the time) is None, all of it follows; behind them nothing can have been shown.
    """
    try:
        told = base64.b64decode(cursor[:_LONGEST].encode() + b"===", altchars=b"-_")
        position = told[_SEAL:].decode("ascii")
        found = _POSITION.fullmatch(position)
        datetime.fromisoformat(found["instant"] if found else "")
    except ValueError as error:
        raise _invalid() from error
    if not found or told[:_SEAL] != _seal(position, listing):
        raise _invalid()
    first, last = ends or ("", "~")
    if found["at"] > last:
        raise _invalid()
    if found["at"] < first:
        return None
    _, partition, order = keys.INDEXES[listing.by]
    return raw({"pk": found["pk"], "sk": found["sk"], partition: value, order: found["at"]})


_SEAL = 6


def _seal(position: str, listing: Listing) -> bytes:
    return hashlib.blake2s(f"{listing.by}/{listing.value}/{position}".encode(), digest_size=_SEAL).digest()


def _invalid() -> Invalid:
    return Invalid((Problem("cursor", "cursor"),))
