"""What was sent as a photo becomes a JPEG of ours, or is refused. Nothing of the file itself is ever shown.

Decoders are the part of a program that files attack. So only four kinds are decoded, after a look at the size that
the file claims; only pixels get into the copy, and this runs in a function that may do little else.
"""

import re
from contextlib import suppress
from io import BytesIO
from typing import Any

import pi_heif
from PIL import Image, ImageCms, UnidentifiedImageError

from chalicelib.adapters.photos.exif import trace_of
from chalicelib.domain.photos.image_similarity import image_hash
from chalicelib.domain.tickets.photo import KINDS, LARGEST
from chalicelib.flow.ports.photos import CleanedPhoto, NotAPicture, RawPhoto

PIXELS = 65_000_000
"""What fits the function's memory at once (a test measures it): 64 megapixels, as phones have them."""

SCANS = 100
"""A progressive JPEG has about ten; one of thousands, each over the whole picture, would take hours."""

CLEAN, THUMB = 2048, 400
"""Pixels of the longer side."""

_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""Of a JPEG; what follows a scan's head holds none but those that begin it anew."""

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
"""How a camera held a picture (Exif), and what puts it upright."""

_SRGB = ImageCms.createProfile("sRGB")

pi_heif.register_heif_opener(thumbnails=False)
Image.MAX_IMAGE_PIXELS = None  # which only warns until twice as many; `_opened` refuses


def clean(raw: RawPhoto) -> CleanedPhoto:
    """As `flow.ports.photos.Cleaner` has it."""
    _check_before_opening(raw)
    try:
        return _print(raw)
    except MemoryError:
        raise  # the function's fault: it is tried again, and ends in the dead letters
    except NotAPicture:
        raise
    except Exception as error:
        # Whatever a decoder trips over (OSError, ValueError, SyntaxError, struct.error, KeyError…) is the file's fault.
        raise NotAPicture("broken") from error


def _check_before_opening(raw: RawPhoto) -> None:
    if not raw.content:
        raise NotAPicture("empty")
    if len(raw.content) > LARGEST or _scans(raw.content) > SCANS:
        raise NotAPicture("too_large")


def _scans(content: bytes) -> int:
    """How often a JPEG paints its picture over: the scans up to its end; 0 for other kinds."""
    at, found = 2, 0
    while content.startswith(b"\xff\xd8") and (marker := _MARKER.search(content, at)):
        kind, at = content[marker.end() - 1], marker.end()
        if kind == _END:
            break
        found += kind == _SCAN
        at += int.from_bytes(content[at : at + 2], "big")
    return found


def _print(raw: RawPhoto) -> CleanedPhoto:
    with _opened(raw) as image:
        image.draft("RGB", (CLEAN, CLEAN))  # a large JPEG is decoded at a half, quarter or eighth of its size
        image.load()
        trace = trace_of(image)
        picture = _upright(image)
    shown, small = _within(picture, CLEAN), _within(picture, THUMB)
    return CleanedPhoto(_jpeg(shown, 85), _jpeg(small, 80), shown.width, shown.height, _look(small), trace)


def _opened(raw: RawPhoto) -> Any:
    """The file as one of the kinds that are let in, not decoded yet."""
    try:
        image = Image.open(BytesIO(raw.content), formats=("JPEG", "PNG", "WEBP", "HEIF"))
    except UnidentifiedImageError as error:
        raise NotAPicture(_what_else(raw.content)) from error
    kind = (
        "JPEG" if image.format == "MPO" else image.format
    )  # several JPEGs in one file, the first of them is the photo
    if kind != KINDS.get(raw.content_type, kind):
        raise NotAPicture("mislabelled")
    if image.width * image.height > PIXELS:
        raise NotAPicture("too_large")
    return image


def _what_else(content: bytes) -> str:
    """`kind` for pictures of another kind, `not_image` for what is none, `broken` for one of ours that ends soon."""
    known = {b"GIF8": "kind", b"BM": "kind", b"II*\0": "kind", b"MM\0*": "kind", b"8BPS": "kind"}
    ours = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
    if content.startswith(ours) or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        return "broken"
    if content[4:8] == b"ftyp":
        return "kind" if content[8:12] in (b"avif", b"avis") else "broken"
    return next((reason for start, reason in known.items() if content.startswith(start)), "not_image")


def _upright(image: Any) -> Any:
    """The first frame as RGB in sRGB, the right way up, on white where it is transparent; shrunk as early as can be."""
    profile = image.info.get("icc_profile")
    turn = _TURNS.get(image.getexif().get(_ORIENTATION))
    small = _within(_plain(image), CLEAN)
    turned = small.transpose(turn) if turn is not None else small
    return _on_white(_in_srgb(turned, profile))


def _plain(image: Any) -> Any:
    """In eight bits, and without a palette."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda shade: shade / 256).convert("L")
    if image.mode in ("P", "PA", "LA"):
        return image.convert("RGBA")
    return image.convert("L") if image.mode in ("1", "F") else image


def _in_srgb(image: Any, profile: bytes | None) -> Any:
    """The colours as they were meant; a profile that is broken or of another kind of picture is left out."""
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
    """Only pixels: what came with them (comments, profiles, Exif) stays behind."""
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return page


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


def _look(image: Any) -> str:
    shades = image.convert("L")
    across, down = (shades.resize(size, Image.Resampling.LANCZOS).tobytes() for size in ((9, 8), (8, 9)))
    return image_hash(across, down)
