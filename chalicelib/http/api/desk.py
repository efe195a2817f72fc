"""The desk by JSON API, with a bearer token: search, what did not arrive, the overview, who looked at whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import telemetry, wiring
from chalicelib.http.core.bearer import actor
from chalicelib.http.core.requests import Call
from chalicelib.http.core.responses import json_answer
from chalicelib.http.errors import api_view

if TYPE_CHECKING:
    from chalicelib.http.shapes import desk_shapes as shapes

desk_api = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with problem details where it is wrong."""


@desk_api.route("/v1/search", methods=["GET"], content_types=ANY_TYPE)
@api_view(desk_api)
def search(call: Call) -> Response:
    """By `number`, or by `area`."""
    from chalicelib.http.views import search_view

    who, asked = actor(call), search_view.asked(_query(call), call.catalogue)
    if asked.number:
        case = wiring.staff_actions().read(search_view.number(asked.number, call.catalogue), who)
        return json_answer(call, search_view.ticket_view(case.ticket, call))
    page = wiring.search().at_place(
        who, asked.area, opd=asked.opd, confidential=asked.confidential, cursor=asked.cursor
    )
    return json_answer(call, search_view.page_view(page, call), headers=search_view.next_page(asked, page, call))


@desk_api.route("/v1/search", methods=["POST"], content_types=ANY_TYPE)
@api_view(desk_api)
def search_by_phone(call: Call) -> Response:
    """By `phone`, for a `reason`: in the body, since addresses are logged and kept by browsers."""
    from chalicelib.http.views import search_view

    who = actor(call)
    phone, reason = search_view.phone_and_reason(call)
    with telemetry.bound(correlation_id=call.correlation):
        found = wiring.search().by_phone(who, phone, reason)
    return json_answer(call, search_view.found_view(found, call))


@desk_api.route("/v1/undelivered", methods=["GET"], content_types=ANY_TYPE)
@api_view(desk_api)
def list_undelivered(call: Call) -> Response:
    """Notices and messages that did not arrive, of all tickets, the longest first."""
    from chalicelib.http.views import undelivered_view

    who, cursor = actor(call), undelivered_view.cursor_of(_query(call))
    page = wiring.notice_resend().page(who, cursor)
    body: shapes.Undelivered = {
        "notices": [undelivered_view.notice(line, call) for line in page.lines],
        "cursor": page.cursor,
    }
    return json_answer(call, body, headers=undelivered_view.next_page("/v1/undelivered", page.cursor, call))


@desk_api.route("/v1/tickets/{number}/notices", methods=["POST"], content_types=ANY_TYPE)
@api_view(desk_api)
def decide_on_notice(call: Call, number: str) -> Response:
    """`send` again the `notice` that did not arrive, or `drop` it."""
    from chalicelib.http.api import staff
    from chalicelib.http.views import undelivered_view

    who = actor(call)
    notice, action = undelivered_view.decision(call)
    resending = wiring.notice_resend()
    with telemetry.bound(correlation_id=call.correlation):
        step = resending.again if action == undelivered_view.SEND else resending.drop
        case = step(staff.number_of(number), notice, who, call.correlation)
    return staff.ticket_answer(call, case, who)


@desk_api.route("/v1/overview", methods=["GET"], content_types=ANY_TYPE)
@api_view(desk_api)
def show_overview(call: Call) -> Response:
    """What each OPD has in hand, and what is late the longest."""
    from chalicelib.http.views.overview_view import overview_view

    return json_answer(call, overview_view(wiring.overview().look(actor(call)), call))


@desk_api.route("/v1/reads", methods=["GET"], content_types=ANY_TYPE)
@api_view(desk_api)
def list_reads(call: Call) -> Response:
    """Who read who reported, and who searched by phone, over all tickets, the latest first."""
    from chalicelib.http.views import search_view, undelivered_view

    who, cursor = actor(call), undelivered_view.cursor_of(_query(call))
    page = wiring.search().looks(who, cursor)
    body: shapes.Reads = {
        "reads": [search_view.access_entry_view(line, call) for line in page.lines],
        "cursor": page.cursor,
    }
    return json_answer(call, body, headers=undelivered_view.next_page("/v1/reads", page.cursor, call))


def _query(call: Call) -> Mapping[str, str]:
    return dict[str, str](call.request.query_params or {})
