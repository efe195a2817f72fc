"""How photos come in: the right to send one straight to the bucket, or one that came with a form."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.tickets.photo import KINDS, LARGEST, derived_id, new_id
from chalicelib.flow.ports.photos import PhotoStore, Upload

LARGEST_IN_FORM = 4_000_000
"""Bytes of the one photo that comes with a form: a function's request has 6 MB, and base 64 takes a third of it."""


@dataclass(frozen=True, slots=True)
class PhotoUploads:
    """`random` gives so many random bytes."""

    photos: PhotoStore
    random: Callable[[int], bytes]

    def begin(self, content_type: str, size: int | None = None) -> Upload:
        """The right to send a new photo; Invalid for a kind or size that would be refused anyway."""
        kind = content_type.partition(";")[0].strip().lower()
        problems = [*_kind_problems(kind), *_size_problems(size, LARGEST)]
        if problems:
            raise Invalid(tuple(problems))
        return self.photos.upload(new_id(self.random(16)), kind)

    def receive(self, content: bytes, content_type: str, key: str, place: int = 0) -> str:
        """The id of a photo that came with the form of this idempotency key; the same when the form comes again.

        Invalid (field `photos`). What it really is shows when it is cleaned.
        """
        kind = content_type.partition(";")[0].strip().lower()
        problems = [*_kind_problems(kind), *_size_problems(len(content), LARGEST_IN_FORM)]
        if problems:
            raise Invalid(tuple(Problem("photos", problem.code, problem.params) for problem in problems))
        photo = derived_id(key, place)
        self.photos.put_raw(photo, content, kind)
        return photo


def _kind_problems(kind: str) -> list[Problem]:
    return [] if kind in KINDS else [Problem("content_type", "photo_kind")]


def _size_problems(size: int | None, most: int) -> list[Problem]:
    """`size` in bytes, None if it is not known."""
    if size is None:
        return []
    if size <= 0:
        return [Problem("size", "photo_empty")]
    return [Problem("size", "photo_large", {"most": most // 1_000_000})] if size > most else []
