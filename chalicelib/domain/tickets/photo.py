"""Photos of a ticket: what is kept of each, and which of them a circle of people sees with an event.

An event names its photos in `data.photos`; what became of each stands in `Case.photos` once it was looked at.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.ticket_number import ALPHABET
from chalicelib.domain.values import value

MOST = 5
"""Photos of one report, message or proof."""

LARGEST = 10_000_000
"""Bytes of a photo that is sent straight to the bucket."""

KINDS: Mapping[str, str] = {
    "image/jpeg": "JPEG",
    "image/jpg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
"""Content types that a photo may be sent with, and the kind of file that it then must be."""

PROCESSING_PATIENCE = timedelta(hours=1)
"""So long a photo may be on its way after its event; then it is missing. It can still come."""

PROVES = frozenset({events.AssignmentFinished.type, events.AssignmentDone.type})
"""Events whose photos prove that work was done."""

_ID = 26  # characters of five bits, of which 128 bits are random


class PhotoState(StrEnum):
    """How far a photo has come."""

    WAITING = "waiting"  # on its way, or being looked at
    CLEAN = "clean"
    REFUSED = "refused"  # not a photo that can be shown: `reason`
    MISSING = "missing"  # named by an event, but never sent


class Verdict(StrEnum):
    """What the coordinator said of it."""

    ACCEPTED = "accepted"  # doubtful, and good all the same
    REJECTED = "rejected"  # no proof
    HIDDEN = "hidden"  # out of public sight


@value
class Photo:
    """What the OPDs may know of one photo; the public sees no `flags`.

    `sequence` and `opd` are those of the event that brought it (`opd` empty for the reporter's). `at` is the
    server's time of its arrival. `reason` says why it was refused: `not_image`, `kind`, `mislabelled`, `too_large`,
    `broken`, `empty`, or `taken` where another ticket had it first. `flags` are a proof's doubts, as
    `domain.photos.proof_check` knows them; while the coordinator has not looked at them yet, `due` says by when.
    `like` is the ticket on which the same picture was used before, `like_photo` its id there: for the coordinator
    alone.
    """

    id: str
    sequence: int
    state: PhotoState
    at: datetime
    opd: str = ""
    reason: str = ""
    width: int = 0
    height: int = 0
    flags: tuple[str, ...] = ()
    verdict: Verdict | None = None
    due: datetime | None = None
    like: str = ""
    like_photo: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether everybody who may read its event sees a picture; staff see also what was taken out of sight."""
        return self.state is PhotoState.CLEAN and self.verdict not in (Verdict.REJECTED, Verdict.HIDDEN)

    @property
    def is_doubtful(self) -> bool:
        """Whether the coordinator still has to look at it."""
        return self.due is not None


def new_id(randomness: bytes) -> str:
    """The id of a new photo, from 16 random bytes."""
    number = int.from_bytes(randomness, "big")
    return "".join(ALPHABET[number >> 5 * n & 31] for n in range(_ID))


def derived_id(key: str, place: int) -> str:
    """The id of a photo that comes with a form: the same one when the form is sent again with its key."""
    return new_id(hashlib.sha256(f"sedulur/photo/{place}/{key}".encode()).digest()[:16])


def is_id(text: object) -> bool:
    """Whether this could be the id of a photo."""
    return isinstance(text, str) and len(text) == _ID and set(text) <= set(ALPHABET)


def named_photos(event: Event) -> tuple[str, ...]:
    """The photos that an event names."""
    return event.data.photos
