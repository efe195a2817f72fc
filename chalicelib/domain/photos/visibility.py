"""Which photos belong to which event, and who may see them."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.photo import PROCESSING_PATIENCE, Photo, PhotoState, named_photos
from chalicelib.domain.tickets.ticket import Case, Readers

PHOTO_READERS: Mapping[str, Readers] = {
    events.TicketReceived.type: Readers.PUBLIC,
    events.AssignmentAnswered.type: Readers.PUBLIC,
    events.AssignmentDone.type: Readers.PUBLIC,
    events.AssignmentFinished.type: Readers.STAFF,
    events.TicketMessage.type: Readers.REPORTER,
    events.TicketCompleted.type: Readers.REPORTER,
    events.TicketDisputed.type: Readers.REPORTER,
}
"""The events that may have photos, and who may see them: the same as may read the event's text."""


def visible_photos(case: Case, reader_groups: AbstractSet[Readers], now: datetime) -> Mapping[int, tuple[Photo, ...]]:
    """By event sequence, the photos that these readers may see, in the order in which they were chosen.

    A photo not processed yet is `waiting`, or `missing` once `PROCESSING_PATIENCE` is over. `Photo.is_shown` tells
    whether there is a picture to show. Flags and verdicts are for staff only.
    """
    by_sequence = {
        event.sequence: tuple(_photos_of(case, event, now))
        for event in case.events
        if PHOTO_READERS.get(event.type) in reader_groups
    }
    return {sequence: photos for sequence, photos in by_sequence.items() if photos}


def _photos_of(case: Case, event: Event, now: datetime) -> Iterator[Photo]:
    photos_by_id = {photo.id: photo for photo in case.photos}
    for photo_id in named_photos(event):
        yield photos_by_id.get(photo_id) or _unprocessed(photo_id, event, now)


def _unprocessed(photo_id: str, event: Event, now: datetime) -> Photo:
    state = PhotoState.MISSING if now - event.at > PROCESSING_PATIENCE else PhotoState.WAITING
    return Photo(photo_id, event.sequence, state, event.at, event.data.opd)
