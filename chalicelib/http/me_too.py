"""“Saya juga” by form and by API: counted once per browser, or once per key of an API's client."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.http.core import responses
from chalicelib.http.core.cookies import check_origin, cookie, lasting
from chalicelib.http.core.requests import KEY, Call, InvalidKey, read
from chalicelib.http.core.responses import json_answer
from chalicelib.pages.page_visit import Visit

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes

COOKIE = "saya-juga"
YEAR = 365 * 24 * 3600
SAID = "saya_juga"
"""The page says thanks where its address has this; who the browser is, is not asked when a page is read."""


def by_form(visit: Visit, request: Request, number: str) -> Response:
    """The page again, by a redirect. The browser's id is of no use to anybody but this count."""
    call = read(request)
    check_origin(call)
    browser = cookie(call, COOKIE)
    known = browser if KEY.fullmatch(browser) else secrets.token_urlsafe(16)
    supported = wiring.me_too().support(number, known)
    to = visit.link(f"/laporan/{number}", **{SAID: "sudah" if supported.repeated else "ya"})
    return responses.go(f"{to}#saya-juga", **{"Set-Cookie": [lasting(call, COOKIE, known, YEAR)]})


def by_api(call: Call, number: str) -> Response:
    """The key stands for whoever says it: the same key counts once. InvalidKey."""
    key = call.header("idempotency-key")
    if not KEY.fullmatch(key):
        raise InvalidKey
    supported = wiring.me_too().support(number, key)
    headers = {"Idempotent-Replay": "true"} if supported.repeated else {}
    body: shapes.Supported = {"id": number, "supporters": supported.supporters}
    return json_answer(call, body, headers=headers)
