"""What staff do beside the work: writing to each other, judging photos, reading who reported, sending notices again."""

from datetime import datetime

from chalicelib.domain.events.event import EventData
from chalicelib.domain.events.record import sparse


class RoomWritten(EventData):
    """Somebody has written to the OPDs of the ticket.

    Attributes:
        opd: Who wrote; empty for the coordinator.
        mentions: The OPDs that are told of it.
    """

    type = "room.written"
    is_internal = True

    opd: str
    mentions: tuple[str, ...]


class IdentityRead(EventData):
    """Somebody reads who reported, and has left a reason.

    Attributes:
        opd: Whose member of staff; empty for the coordinator.
    """

    type = "identity.read"
    is_internal = True

    opd: str


class NoticeRequested(EventData):
    """A notice that did not arrive is sent once more.

    Attributes:
        of: Sequence of the event that the notice tells of.
        audience: Whom the notice is for: OPD code, `coordinator`, `leaders` or `reporter`; behind `/` more of how.
    """

    type = "notice.requested"
    is_internal = True
    is_incidental = True

    of: int
    audience: str


class NoticeDropped(EventData):
    """A notice that did not arrive need not be sent any more.

    Attributes:
        of: Sequence of the event that the notice tells of.
        audience: Whom the notice is for: OPD code, `coordinator`, `leaders` or `reporter`; behind `/` more of how.
    """

    type = "notice.dropped"
    is_internal = True
    is_incidental = True

    of: int
    audience: str


class AboutPhoto(EventData):
    """Something about one photo."""

    opd: str
    photo: str


class ProofFlagged(AboutPhoto):
    """A photo that is to prove the work is doubtful; the coordinator looks at it.

    Attributes:
        opd: Whose work it is to prove.
        photo: Id of the photo.
        reasons: Why it is doubtful, as codes of `domain.photos.proof_check.FLAGS`.
        due: By when the coordinator looks.
    """

    type = "proof.flagged"
    is_internal = True
    is_incidental = True

    opd: str
    photo: str
    reasons: tuple[str, ...]
    due: datetime | None = None


class ProofAccepted(AboutPhoto):
    """A doubtful photo is good all the same.

    Attributes:
        opd: Whose work it proves.
        photo: Id of the photo.
    """

    type = "proof.accepted"
    is_internal = True

    opd: str
    photo: str


class ProofRejected(AboutPhoto):
    """A photo is no proof.

    Attributes:
        opd: Whose work it was to prove.
        photo: Id of the photo.
        due: By when the work is done, where it is open again; else absent.
    """

    type = "proof.rejected"

    opd: str
    photo: str
    due: datetime | None = sparse(None)


class PhotoHidden(AboutPhoto):
    """A photo is out of public sight.

    Attributes:
        opd: Who took it; empty for the reporter.
        photo: Id of the photo.
    """

    type = "photo.hidden"

    opd: str
    photo: str
