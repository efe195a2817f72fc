"""The public JSON API: tickets, catalogue, API document, health. Each view parses, calls one use case and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint, Response

import chalicelib
from chalicelib import settings, telemetry, wiring
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http.core import responses
from chalicelib.http.core.requests import Call, idempotency_key, json_object, sender_of
from chalicelib.http.core.responses import json_answer
from chalicelib.http.errors import NotFound, api_view
from chalicelib.http.views import list_views

if TYPE_CHECKING:
    from chalicelib.domain.tickets.ticket import Case
    from chalicelib.flow.ports.tickets import Entry
    from chalicelib.http.shapes import field_shapes
    from chalicelib.http.shapes import ticket_shapes as shapes


api = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with problem details where it is wrong."""

OPENAPI = Path(chalicelib.__file__).with_name("openapi.json")
"""The OpenAPI document, without a base path; `make docs` writes it."""
EVENTS_SCHEMA = Path(chalicelib.__file__).with_name("events.schema.json")
"""JSON Schema of the event types; `make docs` writes it."""


@api.route("/v1/tickets", methods=["POST"], content_types=ANY_TYPE)
@api_view(api)
def create_ticket(call: Call) -> Response:
    """Submit a report, which opens a ticket."""
    from chalicelib.domain.intake.submission import read_submission
    from chalicelib.domain.rate_limits.client_limits import API
    from chalicelib.http.views.new_ticket_view import new_ticket_view

    key = idempotency_key(call)
    language = call.language if call.header("accept-language") else ""
    submission = read_submission(json_object(call), call.catalogue, wiring.parse_phone, "api", language)
    with telemetry.bound(correlation_id=call.correlation):
        receipt = wiring.intake().submit(submission, key, call.correlation, sender_of(call.request, API))
    headers = {"Location": call.link(f"/v1/tickets/{receipt.ticket.id}")}
    if receipt.repeated:
        headers["Idempotent-Replay"] = "true"
    body: shapes.Created = {
        "ticket": {**new_ticket_view(receipt.case, call.city, call.language), **call.links_of(receipt.ticket.id)},
        "secret": receipt.secret,
        "messages": sorted(channel for channel in submission.contact.notify if channel in wiring.channels()),
    }
    return json_answer(call, body, status=201, headers=headers)


@api.route("/v1/tickets/{number}", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def show_ticket(call: Call, number: str) -> Response:
    """One ticket with status, assignments, deadlines and history; staff with a token see what their role allows."""
    catalogue = call.catalogue
    number = parse_number(number, catalogue.city.prefix)
    if call.header("authorization"):
        from chalicelib.http.api.staff import show_to_staff

        return show_to_staff(call, number)

    secret = call.header("ticket-secret")
    from chalicelib.http.views.ticket_view import linked_view

    case = wiring.public_tickets().read(number, with_notes=bool(secret))  # the reporter's own words lie apart
    original = _original(case) if case.ticket.merged_into else None
    view = linked_view(case, call.city, wiring.now(), call, secret, original=original)
    is_personal = bool(secret) or not case.ticket.is_public
    return json_answer(call, view, cache_control=responses.PERSONAL if is_personal else responses.LIVE)


@api.route("/v1/tickets", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def list_tickets(call: Call) -> Response:
    """The public list, newest first, 25 a page, by one filter at most."""
    catalogue = call.catalogue
    params: Mapping[str, str] = dict(call.request.query_params or {})
    listing = list_views.listing_of(params, catalogue)
    page = wiring.public_tickets().page(listing, params.get("cursor") or None)
    body: shapes.Tickets = {"tickets": [_line(entry, call) for entry in page.entries], "cursor": page.cursor}
    return json_answer(call, body, cache_control=responses.LIST, headers=_next_page(call, params, page.cursor))


@api.route("/v1/photos", methods=["POST"], content_types=ANY_TYPE)
@api_view(api)
def begin_upload(call: Call) -> Response:
    """The right to send one photo straight to the bucket; its id goes into a report or a step."""
    from chalicelib.http import photo_upload

    return photo_upload.begin_upload(call)


@api.route("/v1/tickets/{number}/support", methods=["POST"], content_types=ANY_TYPE)
@api_view(api)
def support_ticket(call: Call, number: str) -> Response:
    """“Saya juga” (me too): count one more person with the same trouble."""
    from chalicelib.http import me_too

    return me_too.by_api(call, parse_number(number, call.catalogue.city.prefix))


@api.route("/v1/tickets/{number}/flag", methods=["POST"], content_types=ANY_TYPE)
@api_view(api)
def flag_ticket(call: Call, number: str) -> Response:
    """“Laporkan isi ini” (report this content): the coordinator checks what is published."""
    from chalicelib.http import flagging

    return flagging.by_api(call, parse_number(number, call.catalogue.city.prefix))


@api.route("/v1/services", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def list_services(call: Call) -> Response:
    """The catalogue: what can be reported, with lead and supporting OPDs and questions."""
    return _catalogue(call, list_views.services_view)


@api.route("/v1/opds", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def list_opds(call: Call) -> Response:
    """The departments, and the institutions outside the regency that matters are referred to."""
    return _catalogue(call, list_views.opds_view)


@api.route("/v1/areas", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def list_areas(call: Call) -> Response:
    """Kecamatan, desa and kelurahan with their Kemendagri codes."""
    return _catalogue(call, list_views.areas_view)


@api.route("/v1/openapi.json", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def show_openapi(call: Call) -> Response:
    """This API as an OpenAPI 3.1 document."""
    document = json.loads(OPENAPI.read_text(encoding="utf-8")) | {"servers": [{"url": call.base or "/"}]}
    return json_answer(call, document, cache_control=responses.CATALOGUE)


@api.route("/v1/events/schema", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def show_events_schema(call: Call) -> Response:
    """A JSON Schema of each type of event that other systems can subscribe to."""
    return json_answer(call, EVENTS_SCHEMA.read_text(encoding="utf-8"), cache_control=responses.CATALOGUE)


@api.route("/v1/health", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def show_health(call: Call) -> Response:
    """Health and version of this installation; no other service is called."""
    body: field_shapes.Health = {
        "status": "ok", "version": chalicelib.__version__, "stage": settings.stage(), "city": settings.city(),
    }  # fmt: skip
    return json_answer(call, body)


@api.route("/v1/{unknown}", methods=["GET", "POST"], content_types=ANY_TYPE)
@api_view(api)
def no_such_address(call: Call, unknown: str) -> Response:  # noqa: ARG001 - the route's
    """Answer an unknown address with problem details instead of the gateway's error."""
    raise NotFound


@api.route("/v1/{unknown}/{more}", methods=["GET", "POST"], content_types=ANY_TYPE)
@api_view(api)
def no_such_address_below(call: Call, unknown: str, more: str) -> Response:  # noqa: ARG001 - the route's
    """The same for an unknown address of two segments."""
    raise NotFound


def _original(case: Case) -> Case:
    """The ticket that a duplicate follows, at the end of the links."""
    return wiring.public_tickets().followed(case)


def _line(entry: Entry, call: Call) -> shapes.Line:
    from chalicelib.http.views.report_view import entry_view

    return {**entry_view(entry, call.catalogue, call.language), **call.links_of(entry.id)}


def _next_page(call: Call, params: Mapping[str, Any], cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    filters = {name: params[name] for name in list_views.FILTERS if params.get(name)}
    return {"Link": f'<{call.link("/v1/tickets", **filters, cursor=cursor)}>; rel="next"'}


def _catalogue(call: Call, view: list_views.CatalogueView) -> Response:
    """One table of the catalogue, with an ETag: it changes with a deploy only."""
    body, tag = _encoded(view, settings.city(), call.language)
    headers = {"ETag": tag}
    if_none_match = call.header("if-none-match")
    if if_none_match == "*" or tag in if_none_match:
        return json_answer(call, "", status=304, cache_control=responses.CATALOGUE, headers=headers)
    return json_answer(call, body, cache_control=responses.CATALOGUE, headers=headers)


@cache
def _encoded(view: list_views.CatalogueView, city: str, language: str) -> tuple[str, str]:  # noqa: ARG001 - a cache key
    body = responses.encode(view(wiring.city().catalogue, language))
    return body, f'"{sha256(body.encode()).hexdigest()[:20]}"'


@api.route("/v1/statistics", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def show_statistics(call: Call) -> Response:
    """A month's figures: protected for the public, exact for leaders, coordinators and auditors with a token."""
    from chalicelib.http.views import statistics_tables

    return statistics_tables.as_json(call)


@api.route("/v1/statistics.csv", methods=["GET"], content_types=ANY_TYPE)
@api_view(api)
def download_statistics(call: Call) -> Response:
    """The same as lines of CSV."""
    from chalicelib.http.views import statistics_tables

    return statistics_tables.as_csv(call)
