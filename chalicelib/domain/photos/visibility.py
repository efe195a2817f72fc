"""Which photos stand beside which event, and who may see them."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.photo import PROCESSING_PATIENCE, Photo, PhotoState, named_photos
from chalicelib.domain.tickets.ticket import Case, Circle

CIRCLES: Mapping[str, Circle] = {
    events.TicketReceived.type: Circle.PUBLIC,
    events.AssignmentAnswered.type: Circle.PUBLIC,
    events.AssignmentDone.type: Circle.PUBLIC,
    events.AssignmentFinished.type: Circle.STAFF,
    events.TicketMessage.type: Circle.REPORTER,
    events.TicketCompleted.type: Circle.REPORTER,
    events.TicketDisputed.type: Circle.REPORTER,
}
"""Events that may have photos, and who may see those: the circle of the event's words."""


def visible_photos(case: Case, circles: AbstractSet[Circle], now: datetime) -> Mapping[int, tuple[Photo, ...]]:
    """By the event's sequence, the photos that these circles see, in the order in which they were chosen.

    A photo that nobody has looked at yet is `waiting`, or `missing` where it should have come long ago. Whether there
    is a picture to show says `Photo.is_shown`; flags and verdicts are for staff alone.
    """
    of = {event.sequence: tuple(_of(case, event, now)) for event in case.events if CIRCLES.get(event.type) in circles}
    return {sequence: photos for sequence, photos in of.items() if photos}


def _of(case: Case, event: Event, now: datetime) -> Iterator[Photo]:
    known = {photo.id: photo for photo in case.photos}
    for photo in named_photos(event):
        yield known.get(photo) or _on_its_way(photo, event, now)


def _on_its_way(photo: str, event: Event, now: datetime) -> Photo:
    state = PhotoState.MISSING if now - event.at > PROCESSING_PATIENCE else PhotoState.WAITING
    return Photo(photo, event.sequence, state, event.at, event.data.opd)
