"""What photos need from the outside: a bucket for their files, somebody who cleans them, and an album of what is known.

An album's sheet has two halves. One is filled when the file was looked at, the other when an event names the photo;
either may come first, and whoever fills the second brings the photo into its ticket.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.photos.proof_check import EarlierUse, Trace
from chalicelib.domain.tickets.photo import Photo
from chalicelib.domain.values import value


@value
class Upload:
    """Where one photo is posted, as `multipart/form-data`: `fields` first, the file last, as `file`. UTC."""

    id: str
    url: str
    fields: Mapping[str, str]
    expires: datetime


class PhotoStore(Protocol):
    """The bucket as pages and API need it. Nothing here but `put_raw` calls AWS: addresses are signed on the spot."""

    @property
    def origin(self) -> str:
        """Scheme and host of every address below: what a page's content security policy must let through."""
        ...

    def upload(self, photo: str, content_type: str) -> Upload:
        """The right to send this photo: of this content type, at most `domain.tickets.photo.LARGEST` bytes."""
        ...

    def put_raw(self, photo: str, content: bytes, content_type: str) -> None:
        """Store what came with a form, as if it had been posted to `upload`; a repeat changes nothing."""
        ...

    def url(self, photo: str, size: str = "clean", lifetime: timedelta = timedelta(hours=1)) -> str:
        """Where a browser gets the clean copy (`clean`, at most 2048 pixels a side) or the small one (`thumb`, 400).

        It works for at least `lifetime`, and is the same for a while so that browsers keep the picture.
        """
        ...


@value
class RawPhoto:
    """A photo as it was sent; `arrived_at` is the server's time, aware, UTC."""

    content: bytes
    content_type: str
    arrived_at: datetime


@value
class CleanedPhoto:
    """A photo's cleaned copies, JPEG without any metadata, and what the original told before that was left behind.

    `look` as `domain.photos.image_similarity` has it.
    """

    clean: bytes
    thumb: bytes
    width: int
    height: int
    look: str
    trace: Trace


class NotAPicture(Exception):
    """The file cannot be shown; `reason` as in `domain.tickets.photo.Photo`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Cleaner(Protocol):
    def __call__(self, raw: RawPhoto) -> CleanedPhoto:
        """The same bytes give the same print. NotAPicture."""
        ...


class PhotoFiles(Protocol):
    """The bucket as whoever cleans photos needs it. Every step may be repeated."""

    def raw(self, photo: str) -> RawPhoto | None:
        """None if it is gone: cleaned already, or never there."""
        ...

    def put_print(self, photo: str, made: CleanedPhoto) -> None:
        """Store the copies; until `keep` they are removed after some days."""
        ...

    def keep(self, photo: str) -> None:
        """The copies belong to a ticket now."""
        ...

    def drop_raw(self, photo: str) -> None:
        """Remove what was sent; that it is gone already is no error."""
        ...


@value
class Finding:
    """The half that looking at the file fills. `reason`: why it was refused, else empty. `digest` is that of the bytes
    as they were sent.
    """

    digest: str
    arrived_at: datetime
    reason: str = ""
    width: int = 0
    height: int = 0
    look: str = ""
    trace: Trace = Trace()


@value
class Attachment:
    """The half that an event fills: the first one that names the photo."""

    ticket: str
    sequence: int
    event: str
    at: datetime
    opd: str = ""
    correlation: str = ""


@value
class PhotoRecord:
    """What is known of one photo. `is_settled`: its ticket has it."""

    id: str
    finding: Finding | None = None
    attachment: Attachment | None = None
    is_settled: bool = False


class PhotoIndex(Protocol):
    """The sheets, and which pictures are alike. Each call is one or a bounded number of calls to the table, and may be
    repeated.
    """

    def claim(self, photo: str, digest: str, at: datetime) -> str:
        """The digest of the bytes that this photo stands for: the first ever seen under its id."""
        ...

    def found(self, photo: str, finding: Finding) -> PhotoRecord:
        """Fill the first half; what it holds already stays."""
        ...

    def attached(self, photo: str, attachment: Attachment) -> PhotoRecord:
        """Fill the second half; what it holds already stays."""
        ...

    def remember(self, sheet: PhotoRecord) -> None:
        """From now on `earlier` finds it."""
        ...

    def earlier(self, sheet: PhotoRecord) -> tuple[EarlierUse, ...]:
        """The pictures with the same bytes or nearly the same look, those of the same event left out."""
        ...

    def settle(self, photo: str) -> None:
        """Its ticket has it: the camera's time and place are forgotten, and the sheet stays for good."""
        ...


@value
class Arrival:
    """The bucket tells that a photo was sent."""

    photo: str


__all__ = [
    "Arrival",
    "Attachment",
    "CleanedPhoto",
    "Cleaner",
    "Finding",
    "NotAPicture",
    "Photo",
    "PhotoFiles",
    "PhotoIndex",
    "PhotoRecord",
    "PhotoStore",
    "RawPhoto",
    "Upload",
]  # fmt: skip
