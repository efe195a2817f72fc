"""“Laporkan isi ini” (report this content) by form and by API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.http.core import responses
from chalicelib.http.core.cookies import check_origin
from chalicelib.http.core.form_body import form_fields
from chalicelib.http.core.requests import Call, json_object, read
from chalicelib.http.core.responses import json_answer
from chalicelib.pages.page_visit import Visit

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes

RESULT = "laporkan"
"""Query parameter that makes the page say thanks."""


def by_form(visit: Visit, request: Request, number: str) -> Response:
    """Flag the content, and redirect to the page."""
    call = read(request)
    check_origin(call)
    is_new = wiring.flagging().flag(number, form_fields(request).get("reason", ""), call.correlation)
    to = visit.link(f"/laporan/{number}", **{RESULT: "ya" if is_new else "sudah"})
    return responses.go(f"{to}#{RESULT}")


def by_api(call: Call, number: str) -> Response:
    """Flag the content. What was flagged before for the same reason stays as it is.

    Raises:
        Invalid: the reason is missing or unknown, or there are other fields.
    """
    body = json_object(call)
    if unknown := [name for name in body if name != "reason"]:
        raise Invalid(tuple(Problem(name, "field_unknown") for name in unknown))
    reason = body.get("reason", "")
    if not isinstance(reason, str):
        raise Invalid((Problem("reason", "text"),))
    is_new = wiring.flagging().flag(number, reason, call.correlation)
    answer: shapes.Flagged = {"id": number, "reason": reason}
    return json_answer(call, answer, headers={} if is_new else {"Idempotent-Replay": "true"})
