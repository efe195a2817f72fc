"""Recognises pictures that look nearly the same by an image hash (a difference hash).

A hash has 128 bits: whether each of 8 by 8 fields is brighter than its neighbour to the right and below. Measured:
re-encoded, resized, brightened or trimmed by 1 %, a picture differs from itself in at most 11 bits; different photos
differ in 38 and more. Trimmed by 2 % at each side, nine in ten are still found, by 5 % one in three; mirrored or
rotated, none.
"""

from collections.abc import Sequence

BITS = 128
BANDS = 8
"""The bands of a hash; two hashes that differ in fewer bits than that have at least one band in common."""

MAX_DISTANCE = 18
"""The most bits in which two hashes of one picture may differ."""

MAX_PER_BAND = 100
"""The most pictures of one band that are compared, newest first; a band with more of them says nothing anyway."""

MIN_CONTRAST = 12
"""The least contrast, in 256 shades, of a picture with a hash: all black pictures would be the same."""


def image_hash(across: Sequence[int], down: Sequence[int]) -> str:
    """The image hash as 32 hexadecimal digits, or empty for a picture with too little contrast.

    `across` are the shades of the picture in 8 rows of 9 fields, `down` in 9 rows of 8.
    """
    if max(across) - min(across) < MIN_CONTRAST:
        return ""
    bits = [across[9 * y + x] > across[9 * y + x + 1] for y in range(8) for x in range(8)]
    bits += [down[8 * y + x] > down[8 * y + x + 8] for y in range(8) for x in range(8)]
    return f"{sum(bit << n for n, bit in enumerate(bits)):032x}"


def hash_bands(digits: str) -> tuple[str, ...]:
    """The bands of a hash, in order. Each takes every eighth bit, so that an even sky does not fill a whole band."""
    number = int(digits, 16)
    return tuple(f"{_every_eighth_bit(number, first):04x}" for first in range(BANDS))


def is_near(one: str, other: str) -> bool:
    """Whether two hashes are those of one picture; never for an empty one."""
    return bool(one and other) and (int(one, 16) ^ int(other, 16)).bit_count() <= MAX_DISTANCE


def _every_eighth_bit(number: int, first: int) -> int:
    return sum((number >> bit & 1) << n for n, bit in enumerate(range(first, BITS, BANDS)))
