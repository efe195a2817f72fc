"""Ports of photos: the bucket for files, the cleaner, and the index of photo records.

A photo record has two halves: the finding of cleaning the file, and the attachment by the event that names the photo.
Either may come first; whoever adds the second half brings the photo into its ticket.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.photos.proof_check import EarlierUse, Trace
from chalicelib.domain.tickets.photo import Photo
from chalicelib.domain.values import value


@value
class Upload:
    """Where to post one photo, as `multipart/form-data`: `fields` first, then the file as `file`. `expires` in UTC."""

    id: str
    url: str
    fields: Mapping[str, str]
    expires: datetime


class PhotoStore(Protocol):
    """The bucket for pages and API. Only `put_raw` calls AWS: URLs are signed locally."""

    @property
    def origin(self) -> str:
        """Scheme and host of every URL below, which a page's content security policy must allow."""
        ...

    def upload(self, photo: str, content_type: str) -> Upload:
        """The upload of this photo, of this content type and at most `domain.tickets.photo.MAX_BYTES` bytes."""
        ...

    def put_raw(self, photo: str, content: bytes, content_type: str) -> None:
        """Store a file that came with a form, as if it had been posted to `upload`; a repeat changes nothing."""
        ...

    def url(self, photo: str, size: str = "clean", lifetime: timedelta = timedelta(hours=1)) -> str:
        """URL of the clean copy (`clean`, at most 2048 pixels a side) or the small one (`thumb`, at most 400).

        It is valid for at least `lifetime`, and stays the same for a while so that browsers can cache the picture.
        """
        ...


@value
class RawPhoto:
    """A photo as it was sent; `arrived_at` is the server's time, aware, in UTC."""

    content: bytes
    content_type: str
    arrived_at: datetime


@value
class CleanedPhoto:
    """A photo's cleaned copies, JPEG without metadata, and the time and place in the original's metadata (`trace`).

    `image_hash` is that of `domain.photos.image_similarity`.
    """

    clean: bytes
    thumb: bytes
    width: int
    height: int
    image_hash: str
    trace: Trace


class NotAPicture(Exception):
    """The file cannot be shown; `reason` as in `domain.tickets.photo.Photo`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Cleaner(Protocol):
    """Makes the cleaned copies of a photo."""

    def __call__(self, raw: RawPhoto) -> CleanedPhoto:
        """The cleaned copies of a photo, a pure function of its bytes.

        Raises:
            NotAPicture: it cannot be shown.
        """
        ...


class PhotoFiles(Protocol):
    """The bucket for cleaning photos. Every call may be repeated."""

    def raw(self, photo: str) -> RawPhoto | None:
        """The photo as it was sent; None if it was cleaned already, or never sent."""
        ...

    def put_cleaned(self, photo: str, cleaned: CleanedPhoto) -> None:
        """Store the cleaned copies; they expire after some days unless `keep` is called."""
        ...

    def keep(self, photo: str) -> None:
        """Keep the copies for good, since they belong to a ticket now."""
        ...

    def drop_raw(self, photo: str) -> None:
        """Delete the photo as it was sent; nothing happens if it is gone already."""
        ...


@value
class Finding:
    """Result of cleaning the file.

    `digest`: SHA-256 of the bytes as they were sent; `reason`: why the file was refused, else empty.
    """

    digest: str
    arrived_at: datetime
    reason: str = ""
    width: int = 0
    height: int = 0
    image_hash: str = ""
    trace: Trace = Trace()


@value
class Attachment:
    """The first event that names the photo."""

    ticket: str
    sequence: int
    event: str
    at: datetime
    opd: str = ""
    correlation: str = ""


@value
class PhotoRecord:
    """What is known of one photo. `is_settled`: the photo was added to its ticket."""

    id: str
    finding: Finding | None = None
    attachment: Attachment | None = None
    is_settled: bool = False


class PhotoIndex(Protocol):
    """The photo records, and the index of similar pictures.

    Each method makes one or a bounded number of calls to the table, and may be repeated.
    """

    def find(self, photo: str) -> PhotoRecord:
        """The record, which is empty for a photo that nothing is known of, by one query."""
        ...

    def claim(self, photo: str, digest: str, at: datetime) -> str:
        """The digest of the first file seen under this id; `digest` itself if there was none before."""
        ...

    def add_finding(self, photo: str, finding: Finding) -> PhotoRecord:
        """Add the finding, unless the record has one already; the record after it."""
        ...

    def add_attachment(self, photo: str, attachment: Attachment) -> PhotoRecord:
        """Add the attachment, unless the record has one already; the record after it."""
        ...

    def add_picture(self, record: PhotoRecord) -> None:
        """Index the picture, so that `earlier` finds it."""
        ...

    def earlier(self, record: PhotoRecord) -> tuple[EarlierUse, ...]:
        """The earlier pictures with the same bytes or a similar image hash, without those of the same event."""
        ...

    def settle(self, photo: str) -> None:
        """Record that the ticket has the photo: its camera's time and place are deleted, the record stays for good."""
        ...


@value
class Arrival:
    """The bucket's notification that a photo was sent."""

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
