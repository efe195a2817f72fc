"""The body of a browser's form, read the same way for citizens and staff."""

from collections.abc import Mapping

from chalice.app import Request

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.text import is_unreadable, tidy
from chalicelib.http.core import multipart
from chalicelib.http.core.multipart import File
from chalicelib.http.core.requests import BodyTooLarge, BrokenText, WrongType, body_text

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
        if kind.lower().startswith(multipart.TYPE):
            return multipart.read(kind, _bytes(request))
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
