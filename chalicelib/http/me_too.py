"""“Saya juga” (me too) by form and by API: counted once per browser, or once per idempotency key."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.http.core import responses
from chalicelib.http.core.cookies import check_origin, cookie, lasting
from chalicelib.http.core.requests import KEY, Call, InvalidKey, block_of, read
from chalicelib.http.core.responses import json_answer
from chalicelib.pages.page_visit import Visit

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes

COOKIE = "saya-juga"
YEAR = 365 * 24 * 3600
THANKS = "saya_juga"
"""Query parameter that makes the page say thanks; reading a page does not identify the browser."""


def by_form(visit: Visit, request: Request, number: str) -> Response:
    """Count the browser and redirect to the page. The cookie's id serves only this count."""
    call = read(request)
    check_origin(call)
    browser = cookie(call, COOKIE)
    browser_id = browser if KEY.fullmatch(browser) else secrets.token_urlsafe(16)
    supported = wiring.me_too().support(number, browser_id, block_of(request))
    to = visit.link(f"/laporan/{number}", **{THANKS: "sudah" if supported.repeated else "ya"})
    return responses.go(f"{to}#saya-juga", **{"Set-Cookie": [lasting(call, COOKIE, browser_id, YEAR)]})


def by_api(call: Call, number: str) -> Response:
    """Count the caller by the idempotency key: the same key counts once.

    Raises:
        InvalidKey: the header is missing or malformed.
    """
    key = call.header("idempotency-key")
    if not KEY.fullmatch(key):
        raise InvalidKey
    supported = wiring.me_too().support(number, key, block_of(call.request))
    headers = {"Idempotent-Replay": "true"} if supported.repeated else {}
    body: shapes.Supported = {"id": number, "supporters": supported.supporters}
    return json_answer(call, body, headers=headers)
