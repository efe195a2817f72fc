"""The JSON API's inbox, and every action on a ticket: of staff with a bearer token, of the reporter with the secret.

What only these routes need is imported inside them, so that reports and public pages start without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.access.permissions import Actor
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
    """One page of an OPD's inbox or the coordinator's desk: 25 lines, the soonest due first."""
    from chalicelib.http.views import inbox_view

    staff, query_params = actor(call), dict[str, str](call.request.query_params or {})
    catalogue, inbox = call.catalogue, wiring.inbox()
    query = inbox_view.inbox_query(query_params, catalogue, inbox.boxes(staff))
    page = inbox.page(staff, query.view, query.cursor, box=query.box)
    body = inbox_view.inbox_view(query, page, catalogue, call, wiring.now())
    if query.counts:
        body["counts"] = inbox_view.counts_view(inbox.counts(staff, query.box))
    return json_answer(call, body, headers=inbox_view.next_page(query, page, call))


@staff_api.route("/v1/tickets/{number}/assignments", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def assign(call: Call, number: str) -> Response:
    """Assign an OPD: the coordinator decides which one leads, an OPD with an assignment calls another in."""
    return _take(call, number, "new_assignment", "call_in", status=201)


@staff_api.route("/v1/tickets/{number}/assignments/{opd}/{action}", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def step_on_assignment(call: Call, number: str, opd: str, action: str) -> Response:
    """An action on one OPD's assignment."""
    return _take(call, number, "assignment", action, opd.upper())


@staff_api.route("/v1/tickets/{number}/photos/{photo}/{action}", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def step_on_photo(call: Call, number: str, photo: str, action: str) -> Response:
    """The coordinator's verdict on a photo."""
    return _take(call, number, "photo", action, photo.upper())


@staff_api.route("/v1/tickets/{number}/room", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def write_in_room(call: Call, number: str) -> Response:
    """Write to the other OPDs of the ticket; `@CODE` in the text notifies that OPD."""
    return _take(call, number, "ticket", "room")


@staff_api.route("/v1/tickets/{number}/identity", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def read_identity(call: Call, number: str) -> Response:
    """The reporter's contact, for a reason that stays in the history."""
    from chalicelib.domain.actions.registry import STAFF
    from chalicelib.http.core.action_body import action_taken, parse_action_body

    staff = actor(call)
    with action_taken(call):
        contact = wiring.staff_actions().identity(number_of(number), staff, parse_action_body(call, STAFF["identity"]))
    body: Identity = {"contact": {"name": contact.name, "phone": contact.phone, "email": contact.email}}
    return json_answer(call, body)


@staff_api.route("/v1/tickets/{number}/{action}", methods=["POST"], content_types=ANY_TYPE)
@api_view(staff_api)
def step_on_ticket(call: Call, number: str, action: str) -> Response:
    """An action on the ticket as a whole: staff's with a token, the reporter's with the secret."""
    from chalicelib.domain.actions.action import Target
    from chalicelib.domain.actions.registry import action_at

    if action_at(Target.REPORTERS_TICKET, action):
        return _take_as_reporter(call, number_of(number), action)
    return _take(call, number, "ticket", action)


def _take(call: Call, number: str, target: str, segment: str, of: str = "", *, status: int = 200) -> Response:
    """Take the staff action on this target (a `Target`) that has this path segment in the API.

    `of` is the OPD or the photo that it is about.

    Raises:
        NotFound: there is no such action.
    """
    from chalicelib.domain.actions import registry
    from chalicelib.domain.actions.action import Target
    from chalicelib.http.core.action_body import action_taken, parse_action_body

    staff = actor(call)
    with action_taken(call):
        action = registry.action_at(Target(target), segment)
        if action is None:
            raise NotFound
        step_input = parse_action_body(call, action)
        if action.target is Target.NEW_ASSIGNMENT:
            action = registry.assigning_action(step_input.role)
        case = wiring.staff_actions().take(action.name, number_of(number), staff, step_input, of)
    return ticket_answer(call, case, staff, status=status)


def _take_as_reporter(call: Call, number: str, name: str) -> Response:
    """Take the reporter's action of this name; the secret comes in the header `Ticket-Secret`.

    Raises:
        WrongSecret: the header is missing, or holds another ticket's secret.
    """
    from chalicelib.domain.actions.registry import REPORTER
    from chalicelib.domain.errors import WrongSecret
    from chalicelib.http.core.action_body import action_taken, parse_action_body
    from chalicelib.http.views.ticket_view import linked_view

    secret = call.header("ticket-secret")
    if not secret:
        raise WrongSecret(number)
    with action_taken(call):
        case = wiring.reporter_actions().take(name, number, secret, parse_action_body(call, REPORTER[name]))
    return json_answer(call, linked_view(case, call.city, wiring.now(), call, secret))


def show_to_staff(call: Call, number: str) -> Response:
    """The ticket as its reader may see it: what the public address answers to somebody with a token."""
    staff = actor(call)
    return ticket_answer(call, wiring.staff_actions().read(number, staff), staff)


def ticket_answer(call: Call, case: Case, staff: Actor, status: int = 200) -> Response:
    """The ticket as its reader may see it, with the possible actions; the reading of a confidential one is logged."""
    from chalicelib.http.views.staff_ticket_view import staff_ticket_view

    wiring.confidential_reading().log(case.ticket, staff)
    view = staff_ticket_view(case, wiring.staff_actions().options(case, staff), call.city, wiring.now(), call)
    return json_answer(call, view, status=status)


def number_of(text: str) -> str:
    """The number of a ticket from any of its spellings.

    Raises:
        MistypedNumber: it cannot be a number of this city.
    """
    return parse_number(text, wiring.city().catalogue.city.prefix)
