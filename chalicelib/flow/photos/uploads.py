"""Uploads of photos: a presigned upload straight to the bucket, or a file that came with a form."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.tickets.photo import FILE_FORMATS, MAX_BYTES, derived_id, new_id
from chalicelib.flow.ports.photos import PhotoStore, Upload

LARGEST_IN_FORM = 4_000_000
"""Bytes of the one photo in a form. A function's request is limited to 6 MB, and base64 takes a third more."""


@dataclass(frozen=True, slots=True)
class PhotoUploads:
    """Checks kind and size of a photo before it is sent or stored. `random` returns that many random bytes."""

    photos: PhotoStore
    random: Callable[[int], bytes]

    def begin(self, content_type: str, size: int | None = None) -> Upload:
        """The upload of a new photo; `size` in bytes, None if it is not known.

        Raises:
            Invalid: the kind or size would be refused.
        """
        return self.photos.upload(new_id(self.random(16)), self.check(content_type, size))

    def check(self, content_type: str, size: int | None = None) -> str:
        """The content type in its plain form; `size` as for `begin`.

        Raises:
            Invalid: the kind or size would be refused.
        """
        kind = content_type.partition(";")[0].strip().lower()
        problems = [*_kind_problems(kind), *_size_problems(size, MAX_BYTES)]
        if problems:
            raise Invalid(tuple(problems))
        return kind

    def receive(self, content: bytes, content_type: str, key: str, place: int = 0) -> str:
        """Store a photo that came with a form; its id, which is the same when the form comes again.

        `key` is the form's idempotency key, `place` the photo's index. Cleaning checks the content later.

        Raises:
            Invalid: the kind or size is refused (field `photos`).
        """
        kind = content_type.partition(";")[0].strip().lower()
        problems = [*_kind_problems(kind), *_size_problems(len(content), LARGEST_IN_FORM)]
        if problems:
            raise Invalid(tuple(Problem("photos", problem.code, problem.params) for problem in problems))
        photo = derived_id(key, place)
        self.photos.put_raw(photo, content, kind)
        return photo


def _kind_problems(kind: str) -> list[Problem]:
    return [] if kind in FILE_FORMATS else [Problem("content_type", "photo_kind")]


def _size_problems(size: int | None, most: int) -> list[Problem]:
    """`size` in bytes, None if it is not known."""
    if size is None:
        return []
    if size <= 0:
        return [Problem("size", "photo_empty")]
    return [Problem("size", "photo_large", {"most": most // 1_000_000})] if size > most else []
