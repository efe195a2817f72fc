"""Staff's part of the JSON API (DESIGN section 5), with a bearer token: inbox, tickets, and every step on them.

What only staff need is imported on the way, so that reports and public pages start without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.actions.target import Target
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http.core.bearer import actor
from chalicelib.http.core.requests import Call
from chalicelib.http.core.responses import json_answer
from chalicelib.http.errors import NotFound, api_view

if TYPE_CHECKING:
    from chalicelib.http.shapes.staff_shapes import Identity

staff_api = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with problem details where it is wrong."""


@staff_api.route("/v1/inbox", methods=["GET"], content_types=ANY_TYPE)
@api_view(staff_api)
def show_inbox(call: Call) -> Response:
    """What waits for one's OPD, or on the coordinator's desk, by due date, 25 a page."""
    from chalicelib.http.views import inbox_view

    who, given = actor(call), dict[str, str](call.request.query_params or {})
    catalogue, inbox = call.catalogue, wiring.inbox()
    asked = inbox_view.asked(given, catalogue, inbox.boxes(who))
    page = inbox.page(who, asked.view, asked.cursor, box=asked.box)
    body = inbox_view.inbox_view(asked, page, catalogue, call, wiring.now())
    if asked.counts:
        body["counts"] = inbox_view.counts_view(inbox.counts(who, asked.box))
    return json_answer(call, body, headers=inbox_view.next_page(asked, page, call))


@staff_api.route("/v1/tickets/{number}/assignments", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def assign(call: Call, number: str) -> Response:
    """Give a part to an OPD: the coordinator decides who leads, an OPD with a part calls another in."""
    return _take(call, number, Target.NEW_ASSIGNMENT, "call_in", status=201)


@staff_api.route("/v1/tickets/{number}/assignments/{opd}/{action}", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def step_on_part(call: Call, number: str, opd: str, action: str) -> Response:
    """What an OPD, or those around it, can do to its assignment."""
    return _take(call, number, Target.ASSIGNMENT, action, opd.upper())


@staff_api.route("/v1/tickets/{number}/photos/{photo}/{action}", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def step_on_photo(call: Call, number: str, photo: str, action: str) -> Response:
    """The coordinator's word on a photo."""
    return _take(call, number, Target.PHOTO, action, photo.upper())


@staff_api.route("/v1/tickets/{number}/room", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def write_in_room(call: Call, number: str) -> Response:
    """A word among the OPDs that have a part; `@CODE` tells that OPD."""
    return _take(call, number, Target.TICKET, "room")


@staff_api.route("/v1/tickets/{number}/identity", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def read_identity(call: Call, number: str) -> Response:
    """Who reported, for a reason that stays in the history."""
    from chalicelib.domain.actions.registry import STAFF
    from chalicelib.http.core.action_body import action_taken, parse_action_body

    who = actor(call)
    with action_taken(call):
        contact = wiring.staff_actions().identity(number_of(number), who, parse_action_body(call, STAFF["identity"]))
    body: Identity = {"contact": {"name": contact.name, "phone": contact.phone, "email": contact.email}}
    return json_answer(call, body)


@staff_api.route("/v1/tickets/{number}/{action}", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def step_on_ticket(call: Call, number: str, action: str) -> Response:
    """What staff can do to the ticket as a whole, with a token; what the reporter can, with the secret."""
    from chalicelib.domain.actions.registry import at

    if at(Target.REPORTERS_TICKET, action):
        from chalicelib.http.api import reporter

        return reporter.take_step(call, number_of(number), action)
    return _take(call, number, Target.TICKET, action)


def _take(call: Call, number: str, target: Target, segment: str, of: str = "", *, status: int = 200) -> Response:
    """Take the action that the API has under this path; `of`: the OPD or the photo that it is about.

    Raises:
        NotFound: there is no such action.
    """
    from chalicelib.domain.actions import registry
    from chalicelib.http.core.action_body import action_taken, parse_action_body

    who = actor(call)
    with action_taken(call):
        action = registry.at(target, segment)
        if action is None:
            raise NotFound
        step_input = parse_action_body(call, action)
        if target is Target.NEW_ASSIGNMENT:
            action = registry.assigning(step_input.role)
        case = wiring.staff_actions().take(action.name, number_of(number), who, step_input, of)
    return ticket_answer(call, case, who, status=status)


def show_to_staff(call: Call, number: str) -> Response:
    """The address where the public sees the ticket, with a token: everything that its reader may see and do."""
    who = actor(call)
    return ticket_answer(call, wiring.staff_actions().read(number, who), who)


def ticket_answer(call: Call, case: Case, who: Actor, status: int = 200) -> Response:
    """The ticket as its reader may see it, with the steps that are possible now."""
    from chalicelib.http.views.staff_ticket_view import staff_ticket_view

    view = staff_ticket_view(case, wiring.staff_actions().options(case, who), call.city, wiring.now(), call)
    return json_answer(call, view, status=status)


def number_of(text: str) -> str:
    """The ticket number in any spelling. MistypedNumber."""
    return parse_number(text, wiring.city().catalogue.city.prefix)
