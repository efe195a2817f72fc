"""Cursors of lists in memory: the place of the last line of a page, bound to its list."""

import base64
import binascii
from collections.abc import Callable, Iterable
from typing import TypeVar

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.flow.ports.tickets import Listing

Line = TypeVar("Line")
Place = tuple[str, str]


def page_of(
    lines: Iterable[Line],
    place: Callable[[Line], Place],
    listing: Listing,
    *,
    cursor: str | None,
    size: int,
    falling: bool = False,
) -> tuple[tuple[Line, ...], str | None]:
    """Return one page of these lines by place, rising or `falling`, and the cursor of the next page.

    Raises:
        Invalid: The cursor is damaged or belongs to another list.
    """
    ordered = sorted(lines, key=place, reverse=falling)
    if cursor:
        start = _open_cursor(listing, cursor)
        ordered = [line for line in ordered if (place(line) < start if falling else place(line) > start)]
    next_cursor = _cursor(listing, place(ordered[size - 1])) if len(ordered) > size else None
    return tuple(ordered[:size]), next_cursor


def _cursor(listing: Listing, place: Place) -> str:
    content = "|".join((listing.by, listing.value, *place))
    return base64.urlsafe_b64encode(content.encode()).decode()


def _open_cursor(listing: Listing, cursor: str) -> Place:
    """The place in a cursor.

    Raises:
        Invalid: The cursor is damaged or belongs to another list.
    """
    try:
        by, value, *place = base64.urlsafe_b64decode(cursor.encode()).decode().split("|")
    except (binascii.Error, ValueError):
        by, value, place = "", "", []
    if (by, value) != (listing.by, listing.value) or len(place) != 2:
        raise Invalid((Problem("cursor", "cursor"),))
    return place[0], place[1]
