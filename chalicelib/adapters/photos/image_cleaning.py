"""Makes a clean JPEG of an uploaded photo, or refuses it. The uploaded file itself is never shown.

Malicious files attack decoders. So only four kinds are decoded, after a check of the size that the file claims; only
pixels are copied; and this runs in a function that has few other permissions.
"""

import re
from contextlib import suppress
from io import BytesIO
from typing import Any

import pi_heif
from PIL import Image, ImageCms, UnidentifiedImageError

from chalicelib.adapters.photos.exif import trace_of
from chalicelib.domain.photos.image_similarity import image_hash
from chalicelib.domain.tickets.photo import FILE_FORMATS, MAX_BYTES
from chalicelib.flow.ports.photos import CleanedPhoto, NotAPicture, RawPhoto

PIXELS = 65_000_000
"""What fits into the function's memory (a test measures it): photos of 64 megapixels, as phones take them."""

SCANS = 100
"""A progressive JPEG has about ten scans; thousands, each over the whole picture, would take hours to decode."""

CLEAN, THUMB = 2048, 400
"""Pixels of the longer side."""

_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""A marker of a JPEG. The data after a scan's header contains none except restart markers, which are left out."""

_SCAN, _END = 0xDA, 0xD9

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""By Exif orientation: the operation that puts the picture upright."""

_SRGB = ImageCms.createProfile("sRGB")

pi_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # Pillow would only warn up to twice as many; `_opened` refuses


def clean(raw: RawPhoto) -> CleanedPhoto:
    """Implements `flow.ports.photos.Cleaner`."""
    _check_before_opening(raw)
    try:
        return _cleaned(raw)
    except MemoryError:
        raise  # not the file's fault: it is tried again, and ends in the dead-letter queue
    except NotAPicture:
        raise
    except Exception as error:
        # Any error of a decoder (OSError, ValueError, struct.error, KeyError…) means that the file is broken.
        raise NotAPicture("broken") from error


def _check_before_opening(raw: RawPhoto) -> None:
    if not raw.content:
        raise NotAPicture("empty")
    if len(raw.content) > MAX_BYTES or _count_scans(raw.content) > SCANS:
        raise NotAPicture("too_large")


def _count_scans(content: bytes) -> int:
    """The number of scans in a JPEG up to its end marker; 0 for other kinds."""
    at, scans = 2, 0
    while content.startswith(b"\xff\xd8") and (marker := _MARKER.search(content, at)):
        kind, at = content[marker.end() - 1], marker.end()
        if kind == _END:
            break
        scans += kind == _SCAN
        at += int.from_bytes(content[at : at + 2], "big")
    return scans


def _cleaned(raw: RawPhoto) -> CleanedPhoto:
    with _opened(raw) as image:
        image.draft("RGB", (CLEAN, CLEAN))  # a large JPEG is decoded at 1/2, 1/4 or 1/8 of its size
        image.load()
        trace = trace_of(image)
        picture = _upright(image)
    clean_copy, thumb = _within(picture, CLEAN), _within(picture, THUMB)
    return CleanedPhoto(
        _jpeg(clean_copy, 85), _jpeg(thumb, 80), clean_copy.width, clean_copy.height, _hash(thumb), trace
    )


def _opened(raw: RawPhoto) -> Any:
    """The file as an image of an accepted kind, not decoded yet.

    Raises:
        NotAPicture: it is of another kind, mislabelled, or has too many pixels.
    """
    try:
        image = Image.open(BytesIO(raw.content), formats=("JPEG", "PNG", "WEBP", "HEIF"))
    except UnidentifiedImageError as error:
        raise NotAPicture(_reason_unidentified(raw.content)) from error
    # MPO is several JPEGs in one file; the first of them is the photo.
    kind = "JPEG" if image.format == "MPO" else image.format
    if kind != FILE_FORMATS.get(raw.content_type, kind):
        raise NotAPicture("mislabelled")
    if image.width * image.height > PIXELS:
        raise NotAPicture("too_large")
    return image


def _reason_unidentified(content: bytes) -> str:
    """`kind` for images of another kind, `broken` for an accepted kind that ends early, `not_image` for the rest."""
    other_kinds = {b"GIF8": "kind", b"BM": "kind", b"II*\0": "kind", b"MM\0*": "kind", b"8BPS": "kind"}
    accepted = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
    if content.startswith(accepted) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return "broken"
    if content[4:8] == b"ftyp":
        return "kind" if content[8:12] in (b"avif", b"avis") else "broken"
    return next((reason for start, reason in other_kinds.items() if content.startswith(start)), "not_image")


def _upright(image: Any) -> Any:
    """The first frame in sRGB, upright, on white where it is transparent; scaled down as early as possible."""
    profile = image.info.get("icc_profile")
    turn = _TURNS.get(image.getexif().get(_ORIENTATION))
    small = _within(_plain(image), CLEAN)
    turned = small.transpose(turn) if turn is not None else small
    return _on_white(_in_srgb(turned, profile))


def _plain(image: Any) -> Any:
    """The image with eight bits a channel and without a palette."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda shade: shade / 256).convert("L")
    if image.mode in ("P", "PA", "LA"):
        return image.convert("RGBA")
    return image.convert("L") if image.mode in ("1", "F") else image


def _in_srgb(image: Any, profile: bytes | None) -> Any:
    """The image converted from its colour profile; a profile that is broken or of another mode is ignored."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image.convert("RGB") if alpha else image
    if profile and plain.mode in ("RGB", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError):
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            plain = ImageCms.profileToProfile(plain, source, _SRGB, outputMode="RGB")
    plain = plain.convert("RGB")
    if alpha:
        plain.putalpha(alpha)
    return plain


def _on_white(image: Any) -> Any:
    """A new image of the pixels alone, without comments, profiles and Exif data."""
    canvas = Image.new("RGB", image.size, "white")
    canvas.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return canvas


def _within(image: Any, longest: int) -> Any:
    scale = longest / max(image.size)
    if scale >= 1:
        return image
    size = [max(1, round(side * scale)) for side in image.size]
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


def _jpeg(image: Any, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _hash(image: Any) -> str:
    shades = image.convert("L")
    across, down = (shades.resize(size, Image.Resampling.LANCZOS).tobytes() for size in ((9, 8), (8, 9)))
    return image_hash(across, down)
