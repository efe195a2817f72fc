"""Events of staff beside the work itself: the room, photos, identities and notices."""

from datetime import datetime

from chalicelib.domain.events.event import EventData
from chalicelib.domain.events.record import sparse


class RoomWritten(EventData):
    """Somebody has written in the room of the ticket's OPDs.

    Attributes:
        opd: Code of the OPD that wrote; empty for the coordinator.
        mentions: Codes of the OPDs that are notified.
    """

    type = "room.written"
    is_internal = True

    opd: str
    mentions: tuple[str, ...]


class IdentityRead(EventData):
    """Somebody reads the reporter's identity and has left a reason. The reporter learns of it.

    Attributes:
        opd: Code of that person's OPD; empty for the coordinator.
        purpose: Why, as a code of `domain.access.identity_access.PURPOSES`; empty in events of release 0.1.
    """

    type = "identity.read"
    is_internal = True
    is_for_reporter = True

    opd: str
    purpose: str = sparse("")


class IdentityAllowed(EventData):
    """The coordinator agrees that an OPD opens who reported in confidence.

    Attributes:
        opd: Code of the OPD.
    """

    type = "identity.allowed"
    is_internal = True
    is_for_reporter = True

    opd: str


class AboutNotice(EventData):
    """An event of one notice that did not arrive.

    Attributes:
        of: Sequence of the event that the notice is about.
        audience: Whom the notice is for: OPD code, `coordinator`, `leaders` or `reporter`; behind `/` more of how.
    """

    is_internal = True
    is_incidental = True

    of: int
    audience: str


class NoticeRequested(AboutNotice):
    """A notice that did not arrive is sent again."""

    type = "notice.requested"


class NoticeDropped(AboutNotice):
    """A notice that did not arrive is not sent again."""

    type = "notice.dropped"


class AboutPhoto(EventData):
    """An event of one photo.

    Attributes:
        opd: Code of an OPD; each type says which.
        photo: Id of the photo.
    """

    opd: str
    photo: str


class ProofFlagged(AboutPhoto):
    """A photo that should prove the work is doubtful; the coordinator judges it.

    Attributes:
        opd: Code of the OPD whose work it should prove.
        reasons: Why it is doubtful, as codes of `domain.photos.proof_check.FLAGS`.
        due: Deadline of the coordinator's judgement.
    """

    type = "proof.flagged"
    is_internal = True
    is_incidental = True

    reasons: tuple[str, ...]
    due: datetime | None = None


class ProofAccepted(AboutPhoto):
    """The coordinator accepts a doubtful photo as proof.

    Attributes:
        opd: Code of the OPD whose work it proves.
    """

    type = "proof.accepted"
    is_internal = True


class ProofRejected(AboutPhoto):
    """The coordinator rejects a photo as proof.

    Attributes:
        opd: Code of the OPD whose work it should have proved.
        due: New deadline of the work, if it is reopened; else absent.
    """

    type = "proof.rejected"

    due: datetime | None = sparse(None)


class PhotoHidden(AboutPhoto):
    """A photo is hidden from the public.

    Attributes:
        opd: Code of the OPD that took it; empty for the reporter.
    """

    type = "photo.hidden"


class PhotoShown(AboutPhoto):
    """A hidden photo is shown to the public again.

    Attributes:
        opd: Code of the OPD that took it; empty for the reporter.
    """

    type = "photo.shown"
