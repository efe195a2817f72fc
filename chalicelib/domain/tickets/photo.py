"""Photos of a ticket: their ids, limits and states.

An event names its photos by id in `data.photos`; `Case.photos` holds what is known of each once it was processed.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.ticket_number import ALPHABET
from chalicelib.domain.values import value

MAX_PHOTOS = 5
"""Photos of one report, message or proof, at most."""

MAX_BYTES = 10_000_000
"""Bytes of a photo that is uploaded straight to the bucket, at most."""

FILE_FORMATS: Mapping[str, str] = {
    "image/jpeg": "JPEG",
    "image/jpg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
}
"""Accepted content types of an upload, and the file format that each stands for."""

PROCESSING_PATIENCE = timedelta(hours=1)
"""Time after its event from which a photo that has not arrived counts as missing. It can still arrive."""

PROOF_EVENTS = frozenset({events.AssignmentFinished.type, events.AssignmentDone.type})
"""Events whose photos prove that work was done."""

_ID = 26  # characters of five bits, of which 128 bits are random


class PhotoState(StrEnum):
    """How far the processing of a photo has come."""

    WAITING = "waiting"  # not uploaded yet, or being processed
    CLEAN = "clean"
    REFUSED = "refused"  # not a photo that can be shown: `reason`
    MISSING = "missing"  # named by an event, but not uploaded in time


class Verdict(StrEnum):
    """The coordinator's judgement of a photo."""

    ACCEPTED = "accepted"  # doubtful, and good all the same
    REJECTED = "rejected"  # no proof
    HIDDEN = "hidden"  # out of public sight


@value
class Photo:
    """What the OPDs may know of one photo; the public sees no `flags`.

    Attributes:
        id: 26 characters of Crockford's base 32.
        sequence: That of the event that names the photo.
        state: How far its processing has come.
        at: When the server received it; aware, UTC.
        opd: The OPD that took it; empty for the reporter.
        reason: Why it was refused: `not_image`, `kind`, `mislabelled`, `too_large`, `broken`, `empty`, or `taken`
            where another ticket had it first.
        width: In pixels; 0 while unknown.
        height: In pixels; 0 while unknown.
        flags: The doubts of the proof check, as codes of `domain.photos.proof_check.FLAGS`.
        verdict: The coordinator's judgement, if there is one.
        due: By when the coordinator judges a doubtful proof; None if nothing is to be judged.
        like: The ticket on which a similar picture was used before; shown to the coordinator only.
        like_photo: The id of that picture.
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
        """Whether everybody who may read its event sees the picture. Staff also see rejected and hidden ones."""
        return self.state is PhotoState.CLEAN and self.verdict not in (Verdict.REJECTED, Verdict.HIDDEN)

    @property
    def is_doubtful(self) -> bool:
        """Whether the coordinator still has to judge it."""
        return self.due is not None


def new_id(randomness: bytes) -> str:
    """The id of a new photo, from 16 random bytes."""
    number = int.from_bytes(randomness, "big")
    return "".join(ALPHABET[number >> 5 * n & 31] for n in range(_ID))


def derived_id(key: str, place: int) -> str:
    """The id of the photo at this place of a form, which stays the same when the form is sent again with its key."""
    return new_id(hashlib.sha256(f"sedulur/photo/{place}/{key}".encode()).digest()[:16])


def is_id(text: object) -> bool:
    """Whether this has the form of a photo's id."""
    return isinstance(text, str) and len(text) == _ID and set(text) <= set(ALPHABET)


def named_photos(event: Event) -> tuple[str, ...]:
    """Ids of the photos that an event names."""
    return event.data.photos
