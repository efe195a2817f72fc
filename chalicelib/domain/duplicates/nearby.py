"""Which reports may be about the same thing: of the same service, close by. Found by cells of a grid.

A ticket lies in one cell, which names its service and about 200 m of ground; one without coordinates lies in the cell
of its village. Whoever looks for neighbours reads the cells within reach: at most four, since a cell is as wide as the
reach is long in both directions.
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
"""So many lines are shown, and so many are read of each cell: the newest."""

_STEP = 0.002  # degrees: 222 m from south to north, and in Indonesia no less than 218 m from west to east
_METRES = 111_195.0  # one degree of latitude


@value
class Neighbour:
    """A ticket that goes on, as the index of cells has it: enough to tell how near it is."""

    id: str
    received_at: datetime
    lat: float | None = None
    long: float | None = None


@value
class Likely:
    """`metres`: how far away; None if one of the two has no coordinates, and only the village is the same."""

    id: str
    received_at: datetime
    metres: int | None


def cell(ticket: Ticket) -> str | None:
    """Where a ticket lies; None once it is over, if it is confidential, and without any place."""
    service, place = ticket.report.service, ticket.report.place
    if ticket.status not in GROUPS["open"] or not ticket.is_public:
        return None
    if place.lat is not None and place.long is not None:
        return _cell(service, _index(place.lat), _index(place.long))
    return f"{service}#{place.area}" if place.area else None


def cells_around(service: str, place: Place, metres: float = RADIUS) -> tuple[str, ...]:
    """The cells within reach, and that of the village, where those without coordinates lie."""
    village = (f"{service}#{place.area}",) if place.area else ()
    if place.lat is None or place.long is None:
        return village
    up = metres / _METRES
    along = up / max(math.cos(math.radians(place.lat)), 0.01)
    rows = range(_index(place.lat - up), _index(place.lat + up) + 1)
    columns = range(_index(place.long - along), _index(place.long + along) + 1)
    return (*(_cell(service, row, column) for row in rows for column in columns), *village)


def likely(ticket: Ticket, found: Iterable[Neighbour], metres: float = RADIUS) -> tuple[Likely, ...]:
    """Those that may be about the same: the nearest first, then those of which only the village is known."""
    here = ticket.report.place
    others = {each.id: each for each in found if each.id not in (ticket.id, *ticket.duplicates)}
    lines = [Likely(each.id, each.received_at, _apart(here, each)) for each in others.values()]
    near = [line for line in lines if line.metres is None or line.metres <= metres]
    return tuple(sorted(near, key=_nearest_first)[:MOST])


def _nearest_first(line: Likely) -> tuple[float, str]:
    return (math.inf if line.metres is None else line.metres, line.id)


def _apart(here: Place, there: Neighbour) -> int | None:
    if here.lat is None or here.long is None or there.lat is None or there.long is None:
        return None
    up = (there.lat - here.lat) * _METRES
    along = (there.long - here.long) * _METRES * math.cos(math.radians(here.lat))
    return round(math.hypot(up, along))


def _cell(service: str, row: int, column: int) -> str:
    return f"{service}#{row},{column}"


def _index(degrees: float) -> int:
    return math.floor(degrees / _STEP)
