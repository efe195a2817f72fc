"""The desk's lists in the JSON API, with a bearer token: search, undelivered notices, overview, access log."""

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
    """Search by `number`, or by `area`."""
    from chalicelib.http.views import search_view

    staff, query = actor(call), search_view.search_query(_query_params(call), call.catalogue)
    if query.number:
        case = wiring.staff_actions().read(search_view.number(query.number, call.catalogue), staff)
        return json_answer(call, search_view.ticket_view(case.ticket, call))
    page = wiring.search().at_place(
        staff, query.area, opd=query.opd, confidential=query.confidential, cursor=query.cursor
    )
    return json_answer(call, search_view.page_view(page, call), headers=search_view.next_page(query, page, call))


@desk_api.route("/v1/search", methods=["POST"], content_types=ANY_TYPE)
@api_view(desk_api)
def search_by_phone(call: Call) -> Response:
    """Search by `phone`, for a `reason`; in the body, since addresses are logged and kept by browsers."""
    from chalicelib.http.views import search_view

    staff = actor(call)
    phone, reason = search_view.phone_and_reason(call)
    with telemetry.bound(correlation_id=call.correlation):
        tickets = wiring.search().by_phone(staff, phone, reason)
    return json_answer(call, search_view.found_by_phone_view(tickets, call))


@desk_api.route("/v1/undelivered", methods=["GET"], content_types=ANY_TYPE)
@api_view(desk_api)
def list_undelivered(call: Call) -> Response:
    """Notices and messages of all tickets that did not arrive, the longest waiting first."""
    from chalicelib.http.views import undelivered_view

    staff, cursor = actor(call), undelivered_view.cursor_of(_query_params(call))
    page = wiring.notice_resend().page(staff, cursor)
    body: shapes.Undelivered = {
        "notices": [undelivered_view.notice(line, call) for line in page.lines],
        "cursor": page.cursor,
    }
    return json_answer(call, body, headers=undelivered_view.next_page("/v1/undelivered", page.cursor, call))


@desk_api.route("/v1/tickets/{number}/notices", methods=["POST"], content_types=ANY_TYPE)
@api_view(desk_api)
def decide_on_notice(call: Call, number: str) -> Response:
    """Send an undelivered `notice` again (`send`), or `drop` it."""
    from chalicelib.http.api import staff
    from chalicelib.http.views import undelivered_view

    who = actor(call)
    notice, action = undelivered_view.decision(call)
    resending = wiring.notice_resend()
    with telemetry.bound(correlation_id=call.correlation):
        step = resending.resend if action == undelivered_view.SEND else resending.drop
        case = step(staff.number_of(number), notice, who, call.correlation)
    return staff.ticket_answer(call, case, who)


@desk_api.route("/v1/overview", methods=["GET"], content_types=ANY_TYPE)
@api_view(desk_api)
def show_overview(call: Call) -> Response:
    """The open assignments of each OPD, and those that are late the longest."""
    from chalicelib.http.views.overview_view import overview_view

    return json_answer(call, overview_view(wiring.overview().read(actor(call)), call))


@desk_api.route("/v1/reads", methods=["GET"], content_types=ANY_TYPE)
@api_view(desk_api)
def list_reads(call: Call) -> Response:
    """The access log of all tickets: opened identities and searches by phone, the latest first."""
    from chalicelib.http.views import search_view, undelivered_view

    staff, cursor = actor(call), undelivered_view.cursor_of(_query_params(call))
    page = wiring.search().log_page(staff, cursor)
    body: shapes.Reads = {
        "reads": [search_view.access_entry_view(line, call) for line in page.lines],
        "cursor": page.cursor,
    }
    return json_answer(call, body, headers=undelivered_view.next_page("/v1/reads", page.cursor, call))


def _query_params(call: Call) -> Mapping[str, str]:
    return dict[str, str](call.request.query_params or {})
