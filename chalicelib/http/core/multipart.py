"""A form that carries a file (`multipart/form-data`, RFC 7578): what a browser without scripts sends.

API Gateway hands the body over in base 64, in a payload of 6 MB at most, which leaves 4 MB for the file. The name that
the file has on the citizen's phone is kept nowhere: it can tell who somebody is, and hold anything.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.domain.values import value
from chalicelib.http.core.requests import BodyTooLarge

TYPE = "multipart/form-data"
FIELDS = 100
TEXTS = 64 * 1024
"""Bytes of all text fields together, as in a form without a file."""

_LONGEST_BOUNDARY = 70  # RFC 2046, section 5.1.1
_LONGEST_NAME = 100


@value
class File:
    """A file as it came: `kind` is the media type that the browser believes it to be."""

    content: bytes
    kind: str


def read(content_type: str, body: bytes) -> tuple[dict[str, str], dict[str, File]]:
    """Text fields and files by name; no file where none was chosen.

    Raises:
        ValueError: it is no such form in UTF-8, or has more than `FIELDS` fields.
        BodyTooLarge: its texts are longer than those of any form.
    """
    from multipart import PushMultipartParser

    texts: dict[str, str] = {}
    files: dict[str, File] = {}
    left = TEXTS
    with PushMultipartParser(_boundary(content_type), max_segment_count=FIELDS, strict=True) as parser:
        for field, content in _fields(parser.parse(body)):
            if not 0 < len(field.name) <= _LONGEST_NAME:
                raise ValueError("a field without a name, or with an endless one")
            if field.filename is None:
                left -= len(content)
                if left < 0:
                    raise BodyTooLarge(TEXTS)
                texts[field.name] = content.decode()
            elif content:
                files[field.name] = File(content, field.content_type or "")
    return texts, files


def _boundary(content_type: str) -> str:
    from multipart import parse_options_header

    _, options = parse_options_header(content_type)
    boundary = str(options.get("boundary", ""))
    if not 0 < len(boundary) <= _LONGEST_BOUNDARY:
        raise ValueError("no boundary")
    return boundary


def _fields(events: Iterable[Any]) -> Iterator[tuple[Any, bytes]]:
    """Head and content of each field. The parser tells of a head, then of pieces of its content, then of its end."""
    head: Any = None
    pieces: list[bytes] = []
    for event in events:
        if event is None:
            yield head, b"".join(pieces)
        elif isinstance(event, bytes):
            pieces.append(event)
        else:
            head, pieces = event, []
