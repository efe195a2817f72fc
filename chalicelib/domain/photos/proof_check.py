"""Whether a photo can be believed as proof of work: pure judgement of what was found in it."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import ZONES
from chalicelib.domain.tickets.ticket import Place, Ticket
from chalicelib.domain.values import value

SAME, SIMILAR = "same_picture", "similar_picture"
OTHER_PLACE, OTHER_TIME, NO_ORIGIN = "other_place", "other_time", "no_origin"
FLAGS = (SAME, SIMILAR, OTHER_PLACE, OTHER_TIME, NO_ORIGIN)
"""Why a proof is doubtful: used before, not taken there or then, or the camera told neither place nor time.
"""

FAR = 1000
"""Metres between the report and the picture: a road is long, and a citizen's pin is not exact."""

BEFORE = timedelta(hours=1)
AFTER = timedelta(days=1)
"""A camera's clock may go wrong by so much: work is not done before it was reported, nor in the future."""


@value
class Trace:
    """What the camera wrote into a picture: WGS84 degrees, and an instant, without a zone where it knew none."""

    lat: float | None = None
    long: float | None = None
    taken: datetime | None = None


@value
class EarlierUse:
    """A picture that is the same, or nearly."""

    photo: str
    ticket: str
    sequence: int
    is_same: bool


def judge(
    trace: Trace, earlier: Iterable[EarlierUse], ticket: Ticket, catalogue: Catalogue, arrived_at: datetime
) -> tuple[str, ...]:
    """The flags of a proof, in the order of FLAGS; none if nothing speaks against it."""
    return tuple(dict.fromkeys((*_used(earlier), *_origin(trace, ticket, catalogue, arrived_at))))


def _used(earlier: Iterable[EarlierUse]) -> Iterator[str]:
    found = list(earlier)
    if any(each.is_same for each in found):
        yield SAME
    elif found:
        yield SIMILAR


def _origin(trace: Trace, ticket: Ticket, catalogue: Catalogue, arrived_at: datetime) -> Iterator[str]:
    placed = trace.lat is not None and trace.long is not None
    if trace.lat is not None and trace.long is not None and _is_elsewhere(trace.lat, trace.long, ticket, catalogue):
        yield OTHER_PLACE
    if trace.taken is not None and _is_another_time(trace.taken, ticket, catalogue, arrived_at):
        yield OTHER_TIME
    if not placed and trace.taken is None:
        yield NO_ORIGIN


def _is_elsewhere(lat: float, long: float, ticket: Ticket, catalogue: Catalogue) -> bool:
    """By the report's pin; without one by its kecamatan, where boundaries are known; else by the city's box."""
    place = ticket.report.place
    if place.lat is not None and place.long is not None:
        return metres(lat, long, place.lat, place.long) > FAR
    around = catalogue.area_at(lat, long)
    if around and place.area:
        return not _is_within(place, around)
    return not catalogue.city.box.holds(lat, long)


def _is_within(place: Place, kecamatan: str) -> bool:
    return f"{place.area}.".startswith(f"{kecamatan}.")


def _is_another_time(taken: datetime, ticket: Ticket, catalogue: Catalogue, arrived_at: datetime) -> bool:
    if taken.tzinfo is None:
        taken = taken.replace(tzinfo=ZONES[catalogue.city.zone])
    return not ticket.received_at - BEFORE <= taken <= arrived_at + AFTER


def metres(lat: float, long: float, other_lat: float, other_long: float) -> float:
    """Between two points on the sphere."""
    north, other_north = radians(lat), radians(other_lat)
    height, width = other_north - north, radians(other_long - long)
    chord = sin(height / 2) ** 2 + cos(north) * cos(other_north) * sin(width / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(min(1.0, chord)))
