"""A photo that was sent becomes one that can be shown: cleaned, brought into its ticket, and judged where it proves."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.events import Event
from chalicelib.domain.photos.proof_check import EarlierUse, judge
from chalicelib.domain.photos.proof_review import flag
from chalicelib.domain.tickets.photo import PROVES, Photo, PhotoState, named_photos
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
"""Why a photo is refused that another ticket had first."""


@dataclass(frozen=True, slots=True)
class PhotoProcessing:
    """Idempotent by state: the raw file is there until all is done, and a ticket's photo is written once.

    Killed anywhere and run again, it ends as if nothing had happened; so does the other order of file and event.
    """

    city: CityPack
    tickets: Tickets
    photo_index: PhotoIndex
    photo_files: PhotoFiles
    clean: Callable[[], Cleaner]
    clock: Clock

    def take(self, told: Arrival | Event) -> None:
        """What the queue brings."""
        if isinstance(told, Arrival):
            self.on_arrival(told)
        else:
            self.on_event(told)

    def on_arrival(self, arrival: Arrival) -> None:
        """A file lies in the bucket: clean it, once. One that was put in its place later is thrown away."""
        raw = self.photo_files.raw(arrival.photo)
        if raw is None:
            return
        digest = hashlib.sha256(raw.content).hexdigest()
        if self.photo_index.claim(arrival.photo, digest, self.clock()) == digest:
            finding = self._look_at(arrival.photo, raw, digest)
            self._join(self.photo_index.found(arrival.photo, finding))
        self.photo_files.drop_raw(arrival.photo)

    def on_event(self, event: Event) -> None:
        """An event names photos: they belong to its ticket, unless another had them first."""
        for photo in named_photos(event):
            half = Attachment(event.ticket, event.sequence, event.type, event.at, event.data.opd, event.correlation)
            sheet = self.photo_index.attached(photo, half)
            if sheet.attachment and sheet.attachment.ticket != event.ticket:
                self.tickets.add_photo(event.ticket, _taken(photo, half))
            else:
                self._join(sheet)

    def _look_at(self, photo: str, raw: RawPhoto, digest: str) -> Finding:
        try:
            made = self.clean()(raw)
        except NotAPicture as refused:
            return Finding(digest, raw.arrived_at, refused.reason)
        self.photo_files.put_print(photo, made)
        return Finding(digest, raw.arrived_at, "", made.width, made.height, made.look, made.trace)

    def _join(self, sheet: PhotoRecord) -> None:
        """Bring the photo into its ticket once both halves are there."""
        if not (sheet.finding and sheet.attachment):
            return
        if not sheet.finding.reason:
            self.photo_files.keep(sheet.id)  # also what a repeat has stored anew
        if sheet.is_settled:
            return
        if sheet.finding.reason:
            self.tickets.add_photo(sheet.attachment.ticket, _photo(sheet.id, sheet.finding, sheet.attachment))
        else:
            self.photo_index.remember(sheet)
            self._add(sheet, sheet.finding, sheet.attachment)
        self.photo_index.settle(sheet.id)

    def _add(self, sheet: PhotoRecord, finding: Finding, to: Attachment) -> None:
        photo = _photo(sheet.id, finding, to)
        if to.event not in PROVES:
            self.tickets.add_photo(to.ticket, photo)
            return
        earlier = self.photo_index.earlier(sheet)
        retry_on_conflict(
            lambda: self.tickets.get(to.ticket, internal=True),
            lambda case: self._judged(case, photo, finding, earlier, to),
            self.tickets.save,
        )

    def _judged(
        self, case: Case, photo: Photo, finding: Finding, earlier: tuple[EarlierUse, ...], to: Attachment
    ) -> Change | None:
        """A doubtful proof goes to the coordinator; one that is not is simply added."""
        if any(each.id == photo.id for each in case.photos):
            return None
        catalogue = self.city.catalogue
        flags = judge(finding.trace, earlier, case.ticket, catalogue, finding.arrived_at)
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
