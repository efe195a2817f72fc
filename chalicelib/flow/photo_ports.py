"""What photos need from the outside: a bucket for their files and an album of what is known of them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from chalicelib.domain.value import value


@value
class Upload:
    """Where one photo is posted, as `multipart/form-data`: `fields` first, the file last, as `file`. UTC."""

    id: str
    url: str
    fields: Mapping[str, str]
    expires: datetime


class Photos(Protocol):
    """The bucket as pages and API need it. Nothing here but `put_raw` calls AWS: addresses are signed on the spot."""

    @property
    def origin(self) -> str:
        """Scheme and host of every address below: what a page's content security policy must let through."""
        ...

    def upload(self, photo: str, content_type: str) -> Upload:
        """The right to send this photo: of this content type, at most `domain.photo.LARGEST` bytes."""
        ...

    def put_raw(self, photo: str, content: bytes, content_type: str) -> None:
        """Store what came with a form, as if it had been posted to `upload`; a repeat changes nothing."""
        ...

    def url(self, photo: str, size: str = "clean", lifetime: timedelta = timedelta(hours=1)) -> str:
        """Where a browser gets the clean copy (`clean`, at most 2048 pixels a side) or the small one (`thumb`, 400).

        It works for at least `lifetime`, and is the same for a while so that browsers keep the picture.
        """
        ...


__all__ = ["Photos", "Upload"]
