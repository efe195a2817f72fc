"""Processing of uploaded photos: each is cleaned, added to its ticket, and checked if it proves work."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.events import Event
from chalicelib.domain.photos.proof_check import EarlierUse, proof_flags
from chalicelib.domain.photos.proof_review import flag
from chalicelib.domain.tickets.photo import PROOF_EVENTS, Photo, PhotoState, named_photos
from chalicelib.domain.tickets.ticket import Case, Change
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_on_conflict
from chalicelib.flow.ports.photos import (
    Arrival,
    Attachment,
    Cleaner,
    Finding,
    NotAPicture,
    PhotoFiles,
    PhotoIndex,
    PhotoRecord,
    RawPhoto,
)
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets

TAKEN = "taken"
"""Reason to refuse a photo that belongs to another ticket."""


@dataclass(frozen=True, slots=True)
class PhotoProcessing:
    """Idempotent by state: the raw file stays until everything is done, and a ticket's photo is written once.

    File and event may arrive in either order, and a run that was killed may be repeated: the result is the same.
    """

    city: CityPack
    tickets: Tickets
    photo_index: PhotoIndex
    photo_files: PhotoFiles
    clean: Callable[[], Cleaner]
    clock: Clock

    def take(self, message: Arrival | Event) -> None:
        """Handle one message of the queue."""
        if isinstance(message, Arrival):
            self.on_arrival(message)
        else:
            self.on_event(message)

    def on_arrival(self, arrival: Arrival) -> None:
        """A file has arrived in the bucket: clean it once. Another file stored later under the same id is dropped.

        An upload can be posted again as long as it is signed, so what was cleaned before is not even fetched.
        """
        record = self.photo_index.find(arrival.photo)
        if record.finding:
            self._join(record)
        elif not self._clean_first(arrival.photo):
            return
        self.photo_files.drop_raw(arrival.photo)

    def _clean_first(self, photo: str) -> bool:
        """Clean the file if it is the first under this id; False if it is gone already."""
        raw = self.photo_files.raw(photo)
        if raw is None:
            return False
        digest = hashlib.sha256(raw.content).hexdigest()
        if self.photo_index.claim(photo, digest, self.clock()) == digest:
            self._join(self.photo_index.add_finding(photo, self._clean(photo, raw, digest)))
        return True

    def on_event(self, event: Event) -> None:
        """Attach the photos that an event names to its ticket, unless they belong to another one already."""
        for photo in named_photos(event):
            attachment = Attachment(
                event.ticket, event.sequence, event.type, event.at, event.data.opd, event.correlation
            )
            record = self.photo_index.add_attachment(photo, attachment)
            if record.attachment and record.attachment.ticket != event.ticket:
                self.tickets.add_photo(event.ticket, _taken(photo, attachment))
            else:
                self._join(record)

    def _clean(self, photo: str, raw: RawPhoto, digest: str) -> Finding:
        try:
            cleaned = self.clean()(raw)
        except NotAPicture as refused:
            return Finding(digest, raw.arrived_at, refused.reason)
        self.photo_files.put_cleaned(photo, cleaned)
        return Finding(digest, raw.arrived_at, "", cleaned.width, cleaned.height, cleaned.image_hash, cleaned.trace)

    def _join(self, record: PhotoRecord) -> None:
        """Add the photo to its ticket once it has both a finding and an attachment."""
        if not (record.finding and record.attachment):
            return
        if not record.finding.reason:
            self.photo_files.keep(record.id)  # also the copies that a repeat has stored again
        if record.is_settled:
            return
        if record.finding.reason:
            self.tickets.add_photo(record.attachment.ticket, _photo(record.id, record.finding, record.attachment))
        else:
            self.photo_index.add_picture(record)
            self._add(record, record.finding, record.attachment)
        self.photo_index.settle(record.id)

    def _add(self, record: PhotoRecord, finding: Finding, to: Attachment) -> None:
        photo = _photo(record.id, finding, to)
        if to.event not in PROOF_EVENTS:
            self.tickets.add_photo(to.ticket, photo)
            return
        earlier = self.photo_index.earlier(record)
        retry_on_conflict(
            lambda: self.tickets.get(to.ticket, internal=True),
            lambda case: self._flagging_change(case, photo, finding, earlier, to),
            self.tickets.save,
        )

    def _flagging_change(
        self, case: Case, photo: Photo, finding: Finding, earlier: tuple[EarlierUse, ...], to: Attachment
    ) -> Change | None:
        """The change that flags a doubtful proof for the coordinator; None for a photo that was simply added."""
        if any(each.id == photo.id for each in case.photos):
            return None
        catalogue = self.city.catalogue
        flags = proof_flags(finding.trace, earlier, case.ticket, catalogue, finding.arrived_at)
        if not flags:
            self.tickets.add_photo(to.ticket, photo)
            return None
        now = self.clock()
        due = terms_of(case.ticket, catalogue, self.city.calendar).desk_due(now)
        doubtful = replace(photo, flags=flags, due=due)
        if earlier:
            doubtful = replace(doubtful, like=earlier[0].ticket, like_photo=earlier[0].photo)
        context = StepContext(events.SYSTEM, now, correlation=to.correlation)
        return with_next_check(self.city, case, flag(case.ticket, doubtful, context))


def _photo(photo: str, finding: Finding, to: Attachment) -> Photo:
    state = PhotoState.REFUSED if finding.reason else PhotoState.CLEAN
    return Photo(photo, to.sequence, state, finding.arrived_at, to.opd, finding.reason, finding.width, finding.height)


def _taken(photo: str, to: Attachment) -> Photo:
    return Photo(photo, to.sequence, PhotoState.REFUSED, to.at, to.opd, TAKEN)
