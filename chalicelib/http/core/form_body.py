"""The body of a browser's form, read the same way for citizens and staff, with a file or without.

A form with a file is `multipart/form-data` (RFC 7578). API Gateway hands the body over in base 64, in a payload of 6 MB
at most, which leaves 4 MB for the file. The name that the file has on the citizen's phone is kept nowhere: it can tell
who somebody is, and hold anything.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalice.app import Request

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.text import is_unreadable, tidy
from chalicelib.domain.values import value
from chalicelib.http.core.requests import BodyTooLarge, BrokenText, WrongType, body_text

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


FORM = "application/x-www-form-urlencoded"
FILE_FORM = 12 * 1024 * 1024
"""Most bytes of a form with a file. AWS passes at most 4.4 MB; locally a larger photo gets a message about its size."""

Fields = Mapping[str, str]
Files = Mapping[str, File]


def form_fields(request: Request) -> dict[str, str]:
    """Fields of a form as a browser sends it; raises as `form_sent`."""
    return form_sent(request)[0]


def form_sent(request: Request) -> tuple[dict[str, str], Files]:
    """Fields and files of a form as a browser sends it.

    Raises:
        WrongType: the body is no form.
        BodyTooLarge: it is longer than any form of ours.
        BrokenText: it is not UTF-8, or no well-formed form.
    """
    from chalicelib.pages import report_form

    kind = request.headers.get("content-type", "")
    try:
        if kind.lower().startswith(FORM):
            return report_form.read_fields(body_text(request, report_form.BODY)), {}
        if kind.lower().startswith(TYPE):
            return read(kind, _bytes(request))
    except ValueError as error:
        raise BrokenText from error
    raise WrongType


def _bytes(request: Request) -> bytes:
    """The body as it came.

    Raises:
        BodyTooLarge: it is longer than `FILE_FORM` bytes.
        ValueError: it is no base 64.
    """
    body = request.raw_body
    body = body.encode() if isinstance(body, str) else body
    if len(body) > FILE_FORM:
        raise BodyTooLarge(FILE_FORM)
    return body


def words_of(fields: Fields, name: str = "text") -> str:
    """The tidied text of a field.

    Raises:
        Invalid: it holds control characters.
    """
    text = tidy(fields.get(name, ""))
    if is_unreadable(text):
        raise Invalid((Problem(name, "control_characters"),))
    return text


def version_of(fields: Fields) -> int | None:
    """The version of the ticket that the page showed; None if the form has none."""
    text = fields.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
