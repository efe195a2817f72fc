"""What API and pages read from a request: language, correlation id, base path, idempotency key, body.

A REST API of API Gateway lives below its stage (`/api/…`) or below a custom domain's base path, at `/` locally;
path parameters arrive percent-encoded; bodies as text, or in base 64.
"""

from __future__ import annotations

import json
import re
import secrets
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote, unquote, urlencode
from uuid import uuid4

from chalice.app import Request

from chalicelib import wiring
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.tickets.ticket_number import is_random_by_form
from chalicelib.domain.values import value
from chalicelib.texts import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from chalicelib.domain.city.catalogue import Catalogue
    from chalicelib.domain.rate_limits.client_limits import Limit, Sender
    from chalicelib.flow.ports.tickets import CityPack
    from chalicelib.http.shapes.field_shapes import Linked

JSON_BYTES = 64 * 1024
"""The longest body the API reads: 4,000 characters in JSON's widest escapes (12 bytes each), and the rest."""

KEY = re.compile(r"[\x21-\x7e]{16,128}")


class Unreadable(Exception):
    """The request itself cannot be read, whatever its fields would have been."""


class WrongType(Unreadable):
    """The body is of a media type that this address does not take."""


class BodyTooLarge(Unreadable):
    """The body is longer than `most` bytes."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most} bytes")
        self.most = most


class BrokenText(Unreadable):
    """The body is not UTF-8."""


class BrokenJson(Unreadable):
    """The body is not one JSON object."""


class InvalidKey(Invalid):
    """The idempotency key is none of 16 to 128 visible ASCII characters, or too short to be random."""

    def __init__(self) -> None:
        super().__init__((Problem("Idempotency-Key", "key_invalid"),))


@value
class Call:
    """One request, with what every answer needs. The `correlation` id goes with the report as far as its notices."""

    request: Request
    language: str
    correlation: str
    base: str
    city: CityPack

    @property
    def catalogue(self) -> Catalogue:
        return self.city.catalogue

    @property
    def address(self) -> str:
        """The network address of the caller, as API Gateway saw it; empty if it does not tell."""
        return str((self.request.context.get("identity") or {}).get("sourceIp") or "")

    def link(self, path: str, **query: str | None) -> str:
        """Address of one of our paths (`/laporan/…`) below the base path; parameters that are None are left out."""
        address = self.base + quote(path)
        params = {name: value for name, value in query.items() if value is not None}
        return f"{address}?{urlencode(params)}" if params else address

    def links_of(self, number: str) -> Linked:
        """The addresses of a ticket in the API and as a page. Nothing in a number needs quoting."""
        return {"links": {"self": f"{self.base}/v1/tickets/{number}", "page": f"{self.base}/laporan/{number}"}}

    def header(self, name: str) -> str:
        return str(self.request.headers.get(name, "")).strip()


def read(request: Request) -> Call:
    """The request as a `Call`."""
    language = language_of(request.headers.get("accept-language", ""))
    return Call(request, language, correlation_of(request), base_path(request), wiring.city())


def base_path(request: Request) -> str:
    """The path before our own ones: `/api` below a stage, a custom domain's base path, or nothing.

    `requestContext.path` is the whole path, `resourcePath` the route it met; both have the same tail of segments.
    """
    whole: str = request.context.get("path") or request.path
    own = request.path.rstrip("/").count("/")
    segments = whole.rstrip("/").split("/")
    return "/".join(segments[: len(segments) - own])


@lru_cache(maxsize=256)
def language_of(accepted: str) -> str:
    """The best of our languages for an Accept-Language header (RFC 9110, 12.5.4); Bahasa Indonesia by default."""
    best, weight = DEFAULT, 0.0
    for choice in accepted.split(","):
        tag, _, parameters = choice.strip().partition(";")
        language = tag.split("-")[0].strip().lower()
        quality = _weight(parameters)
        if language in LANGUAGES and quality > weight:
            best, weight = language, quality
    return best


def _weight(parameters: str) -> float:
    match = re.search(r"\bq\s*=\s*(\d(?:\.\d{0,3})?)", parameters)
    return float(match[1]) if match else 1.0


def path_value(text: str) -> str:
    """A path parameter as the reader typed it."""
    return unquote(text, errors="replace")


def idempotency_key(call: Call) -> str:
    """The client's idempotency key, or a new random one.

    Raises:
        InvalidKey: the client's key is malformed.
    """
    key = call.header("idempotency-key")
    if not key:
        return secrets.token_urlsafe(24)
    if not KEY.fullmatch(key) or not is_random_by_form(key):
        raise InvalidKey
    return key


def json_object(call: Call) -> dict[str, Any]:
    """The body, which must be one JSON object.

    Raises:
        WrongType: the media type is not JSON.
        BodyTooLarge: it is longer than `JSON_BYTES`.
        BrokenText: it is not UTF-8.
        BrokenJson: it is not one JSON object.
    """
    if _media_type(call) not in ("", "application/json"):
        raise WrongType
    text = body_text(call.request, JSON_BYTES)
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise BrokenJson from error
    if not isinstance(value, dict):
        raise BrokenJson
    return value


def body_text(request: Request, most: int) -> str:
    """The body as text, at most `most` bytes.

    Raises:
        BodyTooLarge: it is longer.
        BrokenText: it is not UTF-8.
    """
    try:
        body = request.raw_body
        text = body.decode() if isinstance(body, bytes) else body
    except ValueError as error:  # UnicodeError, and broken base 64
        raise BrokenText from error
    if len(body) > most:
        raise BodyTooLarge(most)
    return text


def _media_type(call: Call) -> str:
    return call.header("content-type").partition(";")[0].strip().lower()


def sender_of(request: Request, limit: Limit, device: str = "") -> Sender | None:
    """Whose allowance the request takes from; None for requests of this machine, which are never limited."""
    from chalicelib.domain.rate_limits.client_limits import Sender

    block = block_of(request)
    return Sender(block, limit, device) if block else None


def block_of(request: Request) -> str:
    """The address block of the connection, as API Gateway saw it. X-Forwarded-For says what its sender likes."""
    from chalicelib.domain.rate_limits.clients import address_block

    identity = request.context.get("identity") or {}
    return address_block(str(identity.get("sourceIp") or ""))


def correlation_of(request: Request) -> str:
    """API Gateway's request id, which its own logs have too; a new one locally."""
    request_id: str | None = request.context.get("requestId")
    return request_id or str(uuid4())


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)  # NaN and Infinity are no JSON (RFC 8259)


_DECODER = json.JSONDecoder(parse_constant=_refuse)
