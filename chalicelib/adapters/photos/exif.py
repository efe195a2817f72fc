"""Reads place and time of a photo from its Exif data, which may be wrong in any way."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from PIL.Image import Image

from chalicelib.domain.photos.proof_check import Trace

_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_LAT_REF, _LAT, _LONG_REF, _LONG = 1, 2, 3, 4


def trace_of(image: Image) -> Trace:
    """The place and time that can be read; values that cannot be read or make no sense are left out."""
    exif = image.getexif()
    gps, details = exif.get_ifd(_GPS), exif.get_ifd(_EXIF)
    lat = _degrees(gps.get(_LAT), gps.get(_LAT_REF), "S", 90)
    long = _degrees(gps.get(_LONG), gps.get(_LONG_REF), "W", 180)
    if lat is None or long is None or lat == long == 0:  # cameras that do not know the place write 0, 0
        lat = long = None
    return Trace(lat, long, _taken(details.get(_TAKEN), details.get(_OFFSET)))


def _degrees(value: Any, reference: Any, negative: str, most: int) -> float | None:
    with suppress(TypeError, ValueError, ZeroDivisionError, OverflowError):
        degrees, minutes, seconds = (float(part) for part in _three(value))
        total = degrees + minutes / 60 + seconds / 3600
        if 0 <= total <= most:
            return round(-total if str(reference).strip("\0 ").upper() == negative else total, 5)
    return None


def _three(value: Any) -> Sequence[Any]:
    if isinstance(value, str | bytes):
        raise TypeError
    return (*value, 0, 0)[:3]


def _taken(value: Any, offset: Any) -> datetime | None:
    text = str(value or "").strip("\0 ")
    zone = str(offset or "").strip("\0 ")
    for candidate in (f"{text} {zone}", text):  # a zone that makes no sense is left out
        with suppress(ValueError):
            return datetime.fromisoformat(candidate.strip().replace(":", "-", 2).replace(" +", "+").replace(" -", "-"))
    return None
