"""Photos for tests, and forms that carry them."""

import io
import secrets

from PIL import Image

from chalicelib.domain.tickets.photo import new_id

BOUNDARY = "----WebKitFormBoundaryx7Kq"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"


def an_id():
    """The id of a photo that no other ticket names: the first that does has it."""
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
