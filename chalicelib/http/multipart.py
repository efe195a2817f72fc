"""A form that carries a file (`multipart/form-data`, RFC 7578): what a browser without scripts sends.

API Gateway hands the body over in base 64, in a payload of 6 MB at most, which leaves 4 MB for the file. The name that
the file has on the citizen's phone is not even read: it can tell who somebody is, and hold anything.
"""

import re

from chalicelib.domain.value import value
from chalicelib.http.requests import BodyTooLarge

TYPE = "multipart/form-data"
FIELDS = 100
TEXTS = 64 * 1024
"""Bytes of all text fields together, as in a form without a file."""

_BOUNDARY = re.compile(r';\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_NAME = re.compile(rb'^content-disposition:\s*form-data\s*;\s*name="([^"\r\n]{1,100})"', re.IGNORECASE | re.MULTILINE)
_FILE = re.compile(rb"^content-disposition:[^\r\n]*;\s*filename\*?=", re.IGNORECASE | re.MULTILINE)
_KIND = re.compile(rb"^content-type:\s*([\w.+-]+/[\w.+-]+)", re.IGNORECASE | re.MULTILINE)


@value
class File:
    """A file as it came: `kind` is the media type that the browser believes it to be."""

    content: bytes
    kind: str


def read(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, File]]:
    """Text fields and files by name; no file where none was chosen.

    ValueError if it is no such form in UTF-8; BodyTooLarge if its texts are longer than those of any form.
    """
    texts: dict[str, str] = {}
    files: dict[str, File] = {}
    left = TEXTS
    for head, content in _parts(content_type, body):
        named = _NAME.search(head)
        if named is None:
            raise ValueError("a part without a name")
        name = named[1].decode()
        if _FILE.search(head):
            files |= {name: File(content, _kind(head))} if content else {}
        else:
            left -= len(content)
            if left < 0:
                raise BodyTooLarge(TEXTS)
            texts[name] = content.decode()
    if len(texts) + len(files) > FIELDS:
        raise ValueError("too many fields")
    return texts, files


def _parts(content_type: str, body: bytes) -> list[tuple[bytes, bytes]]:
    """Head and content of each part."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise ValueError("no boundary")
    boundary = b"\r\n--" + (found[1] or found[2]).encode("ascii")
    first, *parts = (b"\r\n" + body).split(boundary, FIELDS + 2)
    if not parts or first or not parts[-1].startswith(b"--"):
        raise ValueError("not closed")
    return [_split(part) for part in parts[:-1]]


def _split(part: bytes) -> tuple[bytes, bytes]:
    start, empty, rest = part.partition(b"\r\n")
    if start.strip(b" \t") or not empty:
        raise ValueError("no part")
    head, blank, content = rest.partition(b"\r\n\r\n")
    if not blank:
        raise ValueError("a part without an end of its head")
    return head, content


def _kind(head: bytes) -> str:
    found = _KIND.search(head)
    return found[1].decode().lower() if found else ""
