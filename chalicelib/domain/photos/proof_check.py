"""The proof check: judges by its metadata and earlier uses whether a photo can be believed as proof of work."""

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
"""Why a proof is doubtful: used before, taken elsewhere or at another time, or without place and time."""

MAX_DISTANCE_METRES = 1000
"""Metres that may lie between the report and the picture: a road is long, and a citizen's pin is not exact."""

EARLY_TOLERANCE = timedelta(hours=1)
LATE_TOLERANCE = timedelta(days=1)
"""Tolerance for a wrong camera clock: work is not done before it was reported, nor after the photo arrived."""


@value
class Trace:
    """Place and time that the camera wrote into a picture: WGS84 degrees, and an instant, naive if it knew no zone."""

    lat: float | None = None
    long: float | None = None
    taken: datetime | None = None


@value
class EarlierUse:
    """An earlier use of the same picture (`is_same`) or of one that looks nearly the same."""

    photo: str
    ticket: str
    sequence: int
    is_same: bool


def proof_flags(
    trace: Trace, earlier: Iterable[EarlierUse], ticket: Ticket, catalogue: Catalogue, arrived_at: datetime
) -> tuple[str, ...]:
    """The flags of a proof, in the order of FLAGS; empty if nothing speaks against it."""
    return tuple(dict.fromkeys((*_reuse_flags(earlier), *_origin_flags(trace, ticket, catalogue, arrived_at))))


def _reuse_flags(earlier: Iterable[EarlierUse]) -> Iterator[str]:
    uses = list(earlier)
    if any(use.is_same for use in uses):
        yield SAME
    elif uses:
        yield SIMILAR


def _origin_flags(trace: Trace, ticket: Ticket, catalogue: Catalogue, arrived_at: datetime) -> Iterator[str]:
    has_place = trace.lat is not None and trace.long is not None
    if trace.lat is not None and trace.long is not None and _is_elsewhere(trace.lat, trace.long, ticket, catalogue):
        yield OTHER_PLACE
    if trace.taken is not None and _is_another_time(trace.taken, ticket, catalogue, arrived_at):
        yield OTHER_TIME
    if not has_place and trace.taken is None:
        yield NO_ORIGIN


def _is_elsewhere(lat: float, long: float, ticket: Ticket, catalogue: Catalogue) -> bool:
    """Whether the picture was taken away from the report's place.

    The place is the report's pin; without one its kecamatan, if boundaries are known; else the city's bounding box.
    """
    place = ticket.report.place
    if place.lat is not None and place.long is not None:
        return distance_metres(lat, long, place.lat, place.long) > MAX_DISTANCE_METRES
    kecamatan_at = catalogue.area_at(lat, long)
    if kecamatan_at and place.area:
        return not _is_within(place, kecamatan_at)
    return not catalogue.city.box.contains(lat, long)


def _is_within(place: Place, kecamatan: str) -> bool:
    return f"{place.area}.".startswith(f"{kecamatan}.")


def _is_another_time(taken: datetime, ticket: Ticket, catalogue: Catalogue, arrived_at: datetime) -> bool:
    if taken.tzinfo is None:
        taken = taken.replace(tzinfo=ZONES[catalogue.city.zone])
    return not ticket.received_at - EARLY_TOLERANCE <= taken <= arrived_at + LATE_TOLERANCE


def distance_metres(lat: float, long: float, other_lat: float, other_long: float) -> float:
    """Great-circle distance between two points, in metres."""
    north, other_north = radians(lat), radians(other_lat)
    height, width = other_north - north, radians(other_long - long)
    chord = sin(height / 2) ** 2 + cos(north) * cos(other_north) * sin(width / 2) ** 2
    return 2 * 6_371_000 * asin(sqrt(min(1.0, chord)))
