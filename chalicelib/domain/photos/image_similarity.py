"""Which pictures are the same or nearly the same: by digest, and by what they look like.

A look is 128 bits: whether each of 8 by 8 fields is brighter than its neighbour, to the right and below. Re-encoded,
resized, brightened or trimmed by 1 % a picture differs from itself in at most 11 bits; different photos
in 38 and more. Trimmed by 2 % at each side nine in ten are still found, by 5 % one in three, mirrored or turned none.
"""

from collections.abc import Sequence

BITS = 128
BANDS = 8
"""A look is cut into so many bands; whatever differs in fewer bits than that shares at least one of them."""

NEAR = 18
"""Bits in which two looks of one picture may differ."""

PER_BAND = 100
"""So many of those that share a band are compared, the newest; a larger band would say nothing anyway."""

FLAT = 12
"""Of 256 shades; a picture whose fields differ less has no look: all black ones would be the same."""


def image_hash(across: Sequence[int], down: Sequence[int]) -> str:
    """The look as 32 hexadecimal digits, or empty for a flat picture.

    `across` are the shades of the picture in 8 rows of 9 fields, `down` in 9 rows of 8.
    """
    if max(across) - min(across) < FLAT:
        return ""
    bits = [across[9 * y + x] > across[9 * y + x + 1] for y in range(8) for x in range(8)]
    bits += [down[8 * y + x] > down[8 * y + x + 8] for y in range(8) for x in range(8)]
    return f"{sum(bit << n for n, bit in enumerate(bits)):032x}"


def hash_bands(look: str) -> tuple[str, ...]:
    """The bands of a look, by place: every eighth bit, so that an even sky fills none of them."""
    number = int(look, 16)
    return tuple(f"{_every(number, first):04x}" for first in range(BANDS))


def is_near(one: str, other: str) -> bool:
    """Whether two looks are those of one picture."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= NEAR


def _every(number: int, first: int) -> int:
    return sum((number >> bit & 1) << n for n, bit in enumerate(range(first, BITS, BANDS)))
