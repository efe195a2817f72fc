"""Finds reports that may be about the same thing (same service, close by) in cells of a grid.

A ticket lies in one cell, made of its service and a square of about 200 m; a ticket without coordinates lies in the
cell of its village. A search reads the cells within its radius: at most four squares, since a square is no smaller than
twice the radius, and the village.
"""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Place, Ticket
from chalicelib.domain.values import value

RADIUS = 100.0  # metres
MAX_AGE = timedelta(days=14)
MOST = 10
"""The most neighbours that are shown, and the most that are read of each cell, newest first."""

_CELL_DEGREES = 0.002  # degrees: 222 m from south to north, and in Indonesia no less than 218 m from west to east
_METRES_PER_DEGREE = 111_195.0  # of latitude


@value
class Neighbour:
    """An open ticket as the index of cells stores it."""

    id: str
    received_at: datetime
    lat: float | None = None
    long: float | None = None


@value
class Likely:
    """A likely duplicate, `metres` away; None if only the village is the same, for lack of coordinates."""

    id: str
    received_at: datetime
    metres: int | None


def cell_of(ticket: Ticket) -> str | None:
    """The cell of a ticket; None if it is over or not public, or has no place."""
    service, place = ticket.report.service, ticket.report.place
    if ticket.status not in GROUPS["open"] or not ticket.is_public:
        return None
    if place.lat is not None and place.long is not None:
        return _cell(service, _index(place.lat), _index(place.long))
    return f"{service}#{place.area}" if place.area else None


def cells_around(service: str, place: Place, metres: float = RADIUS) -> tuple[str, ...]:
    """The cells within `metres`, and that of the village, which holds tickets without coordinates."""
    village = (f"{service}#{place.area}",) if place.area else ()
    if place.lat is None or place.long is None:
        return village
    lat_reach = metres / _METRES_PER_DEGREE
    long_reach = lat_reach / max(math.cos(math.radians(place.lat)), 0.01)
    rows = range(_index(place.lat - lat_reach), _index(place.lat + lat_reach) + 1)
    columns = range(_index(place.long - long_reach), _index(place.long + long_reach) + 1)
    return (*(_cell(service, row, column) for row in rows for column in columns), *village)


def likely_duplicates(ticket: Ticket, neighbours: Iterable[Neighbour], metres: float = RADIUS) -> tuple[Likely, ...]:
    """Neighbours that may be about the same thing: nearest first, then those known by village only."""
    place = ticket.report.place
    others = {
        neighbour.id: neighbour for neighbour in neighbours if neighbour.id not in (ticket.id, *ticket.duplicates)
    }
    candidates = [
        Likely(neighbour.id, neighbour.received_at, _distance(place, neighbour)) for neighbour in others.values()
    ]
    near = [candidate for candidate in candidates if candidate.metres is None or candidate.metres <= metres]
    return tuple(sorted(near, key=_nearest_first)[:MOST])


def _nearest_first(candidate: Likely) -> tuple[float, str]:
    return (math.inf if candidate.metres is None else candidate.metres, candidate.id)


def _distance(place: Place, neighbour: Neighbour) -> int | None:
    if place.lat is None or place.long is None or neighbour.lat is None or neighbour.long is None:
        return None
    north = (neighbour.lat - place.lat) * _METRES_PER_DEGREE
    east = (neighbour.long - place.long) * _METRES_PER_DEGREE * math.cos(math.radians(place.lat))
    return round(math.hypot(north, east))


def _cell(service: str, row: int, column: int) -> str:
    return f"{service}#{row},{column}"


def _index(degrees: float) -> int:
    return math.floor(degrees / _CELL_DEGREES)
