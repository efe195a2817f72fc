"""Photos for tests: plain ones, files that people and attackers send, and the forms that carry them."""

import io
import secrets
import struct
import zlib
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw, PngImagePlugin

from chalicelib.domain.tickets.photo import new_id
from chalicelib.flow.ports.photos import RawPhoto

HERE = Path(__file__).parents[1] / "data" / "photos"
AT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
BOUNDARY = "----WebKitFormBoundaryx7Kq"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def an_id():
    """A new id: a photo belongs to the first ticket that names it."""
    return new_id(secrets.token_bytes(16))


def a_photo(size=(800, 600), kind="JPEG", colour=(90, 120, 80), **options):
    """The bytes of a picture with something in it; `colour` makes it another one."""
    image = Image.new("RGB", size, colour)
    step = max(20, size[0] // 12)
    for n, x in enumerate(range(0, size[0], step)):
        image.paste(
            ((x + colour[0]) % 255, 60 + 12 * n % 190, colour[2]), (x, 0, x + step // 2, size[1] - n * 20 % size[1])
        )
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def a_form(texts=None, *, photo=None, kind="image/jpeg", name="IMG 1.jpg", boundary=BOUNDARY):
    """The body of a form with a file as a browser sends it; with empty bytes: no file was chosen."""
    parts = [
        f'Content-Disposition: form-data; name="{key}"\r\n\r\n'.encode() + value.encode()
        for key, value in (texts or {}).items()
    ]
    if photo is not None:
        head = f'Content-Disposition: form-data; name="photo"; filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'
        parts.append(head.encode() + photo)
    start = f"--{boundary}\r\n".encode()
    return b"".join(start + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()


def a_picture(size=(320, 240), mode="RGB", *, seed=0):
    """Something to recognise: red on the left above, blue on the right below, bars between; another one by seed."""
    image = Image.new("RGB", size, (200, 210, 190))
    pen = ImageDraw.Draw(image)
    width, height = size
    for n in range(9):
        left, top = (n * 37 + seed * 53) % 90 / 100 * width, (n * 61 + seed * 29) % 80 / 100 * height
        shade = (n * 31 + seed * 17) % 256
        pen.rectangle((left, top, left + width / 5, top + height / 6), fill=(shade, 255 - shade, (shade * 3) % 256))
    pen.rectangle((0, 0, width // 5, height // 5), fill=(230, 20, 20))
    pen.rectangle((width - width // 5, height - height // 5, width, height), fill=(20, 20, 230))
    return image.convert(mode)


def encoded(image, kind="JPEG", **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def raw(content, content_type="image/jpeg"):
    return RawPhoto(content, content_type, AT)


def a_file(name, content_type="image/heic"):
    return RawPhoto((HERE / name).read_bytes(), content_type, AT)


def exif(orientation=None, *, place=None, taken=None, offset=None):
    """EXIF data of a picture. `place` is latitude and longitude in degrees."""
    tags = Image.Exif()
    tags[0x0110] = "Kamera Uji"
    if orientation:
        tags[0x0112] = orientation
    if place:
        gps = tags.get_ifd(0x8825)
        gps[1], gps[2], gps[3], gps[4] = ("S" if place[0] < 0 else "N"), _dms(place[0]), "E", _dms(place[1])
    if taken:
        details = tags.get_ifd(0x8769)
        details[0x9003] = taken
        if offset:
            details[0x9011] = offset
    return tags


def an_icc_profile(*, swapped=False):
    """sRGB; `swapped`: what is red in it is blue in truth."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    if not swapped:
        return profile
    return profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")


def _dms(degrees):
    whole, rest = divmod(abs(degrees), 1)
    minutes, seconds = divmod(rest * 60, 1)
    return whole, minutes, seconds * 60


def a_png_with_words(**texts):
    info = PngImagePlugin.PngInfo()
    for name, text in texts.items():
        info.add_text(name, text)
    return encoded(a_picture(), "PNG", pnginfo=info)


def a_png_of(width, height, pixels=b""):
    """A PNG that claims this size, whatever it holds."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(pixels)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )


def a_jpeg_with(*segments):
    """A JPEG with these segments (marker, content) after its beginning."""
    plain = encoded(a_picture())
    joined = b"".join(
        b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content for marker, content in segments
    )
    return plain[:2] + joined + plain[2:]


def jpeg_markers(content):
    """The markers of a JPEG up to its first scan."""
    at, found = 2, []
    while content[at + 1] != 0xDA:
        found.append(content[at + 1])
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return found
