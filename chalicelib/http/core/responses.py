"""Answers as data and redirects, with the headers that every answer carries."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from chalice.app import Response

from chalicelib.http.core.requests import Call

SECURITY = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",  # a ticket's address is nobody else's business
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self)",
}
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'"
"""Content-Security-Policy of answers that are data."""

JSON = "application/json"
PROBLEM = "application/problem+json"

# Cache-Control, by what the answer holds.
PERSONAL = "no-store"
LIVE = "no-cache"  # a ticket: whoever reloads wants to see what is new
LIST = "public, max-age=30"
CATALOGUE = "public, max-age=300"

encode = json.JSONEncoder(separators=(",", ":")).encode
"""Compact JSON in ASCII: any text survives any client, and half a surrogate pair is no error."""


def go(address: str, **headers: str | list[str]) -> Response:
    """Redirect to another of our addresses, by GET (303)."""
    fixed = {"Content-Security-Policy": NOTHING_RUNS, "Cache-Control": PERSONAL, "Location": address}
    return Response("", {**SECURITY, **fixed, **headers}, 303)


def with_cookie(response: Response, header: str) -> Response:
    """The response with one more `Set-Cookie` header."""
    cookies = [*response.headers.get("Set-Cookie", []), header]
    response.headers = {**response.headers, "Set-Cookie": cookies}
    return response


def json_answer(
    call: Call,
    body: Mapping[str, Any] | str,
    *,
    status: int = 200,
    cache_control: str = PERSONAL,
    kind: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """An answer of the API; `body` is data, or JSON that is text already."""
    standard = _headers(kind, call.language, cache_control) | {"X-Correlation-Id": call.correlation}
    return Response(body if isinstance(body, str) else encode(body), {**standard, **(headers or {})}, status)


@cache
def _headers(kind: str, language: str, cache_control: str) -> dict[str, str]:
    return {
        **SECURITY,
        "Content-Type": kind,
        "Content-Security-Policy": NOTHING_RUNS,
        "Content-Language": language,
        "Cache-Control": cache_control,
        "Vary": "Accept-Language, Authorization, Ticket-Secret",
    }
