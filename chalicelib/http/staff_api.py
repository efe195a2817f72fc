"""Staff's part of the JSON API (DESIGN section 5), with a bearer token: inbox, tickets, and every step on them.

What only staff need is imported on the way, so that reports and public pages start without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.numbers import parse_number
from chalicelib.domain.permissions import Actor
from chalicelib.domain.ticket import Case
from chalicelib.domain.told import Told
from chalicelib.http.answers import json_answer
from chalicelib.http.bearer import actor
from chalicelib.http.errors import NotFound, door
from chalicelib.http.requests import Call

if TYPE_CHECKING:
    from chalicelib.http.shapes.staff import Identity

staff_api = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with problem details where it is wrong."""


@staff_api.route("/v1/inbox", methods=["GET"], content_types=ANY_TYPE)
@door(staff_api)
def show_inbox(call: Call) -> Response:
    """What waits for one's OPD, or on the coordinator's desk, by due date, 25 a page."""
    from chalicelib.http import inbox_view

    who, given = actor(call), dict[str, str](call.request.query_params or {})
    catalogue, inbox = wiring.city().catalogue, wiring.inbox()
    asked = inbox_view.asked(given, catalogue, inbox.boxes(who))
    page = inbox.page(who, asked.view, asked.cursor, box=asked.box)
    body = inbox_view.inbox_view(asked, page, catalogue, call, wiring.now())
    if asked.counts:
        body["counts"] = inbox_view.counts_view(inbox.counts(who, asked.box))
    return json_answer(call, body, headers=inbox_view.next_page(asked, page, call))


@staff_api.route("/v1/tickets/{number}/assignments", methods=["POST"], content_types=ANY_TYPE)
@door(staff_api)
def assign(call: Call, number: str) -> Response:
    """Give a part to an OPD: the coordinator decides who leads, an OPD with a part calls another in."""
    from chalicelib.http import told

    who = actor(call)
    with told.step(call):
        case = wiring.work().assign(number_of(number), who, told.told(call, told.ASSIGNING))
    return ticket_answer(call, case, who, status=201)


@staff_api.route("/v1/tickets/{number}/assignments/{opd}/{action}", methods=["POST"], content_types=ANY_TYPE)
@door(staff_api)
def step_on_part(call: Call, number: str, opd: str, action: str) -> Response:
    """accept, start, answer, finish, validate, return, waive, lead, order, extend."""
    from chalicelib.http import told

    who = actor(call)
    with told.step(call):
        said = told.told(call, _fields(told.ON_PART, action))
        case = wiring.work().on_part(number_of(number), opd.upper(), action, who, said)
    return ticket_answer(call, case, who)


@staff_api.route("/v1/tickets/{number}/photos/{photo}/{action}", methods=["POST"], content_types=ANY_TYPE)
@door(staff_api)
def step_on_photo(call: Call, number: str, photo: str, action: str) -> Response:
    """accept, reject, hide."""
    from chalicelib.http import told

    who = actor(call)
    with told.step(call):
        said = told.told(call, _fields(told.ON_PHOTO, action))
        case = wiring.work().on_photo(number_of(number), photo.upper(), action, who, said)
    return ticket_answer(call, case, who)


@staff_api.route("/v1/tickets/{number}/room", methods=["POST"], content_types=ANY_TYPE)
@door(staff_api)
def write_in_room(call: Call, number: str) -> Response:
    """A word among the OPDs that have a part; `@CODE` tells that OPD."""
    from chalicelib.http import told

    who = actor(call)
    with told.step(call):
        case = wiring.work().room(number_of(number), who, told.told(call))
    return ticket_answer(call, case, who)


@staff_api.route("/v1/tickets/{number}/identity", methods=["POST"], content_types=ANY_TYPE)
@door(staff_api)
def read_identity(call: Call, number: str) -> Response:
    """Who reported, for a reason that stays in the history."""
    from chalicelib.http import told

    who = actor(call)
    with told.step(call):
        contact = wiring.work().identity(number_of(number), who, told.told(call))
    body: Identity = {"contact": {"name": contact.name, "phone": contact.phone, "email": contact.email}}
    return json_answer(call, body)


@staff_api.route("/v1/tickets/{number}/{action}", methods=["POST"], content_types=ANY_TYPE)
@door(staff_api)
def step_on_ticket(call: Call, number: str, action: str) -> Response:
    """Staff's verify, ask, refer, archive, merge, unmerge, resolve with a token; what the reporter does, with the
    secret.
    """
    from chalicelib.http import told

    if action in told.BY_REPORTER:
        from chalicelib.http import reporter_api

        return reporter_api.take_step(call, number_of(number), action)
    who = actor(call)
    with told.step(call):
        said = told.told(call, _fields(told.ON_TICKET, action))
        case = _taken(number_of(number), action, who, said)
    return ticket_answer(call, case, who)


def show_to_staff(call: Call, number: str) -> Response:
    """The address where the public sees the ticket, with a token: everything that its reader may see and do."""
    who = actor(call)
    return ticket_answer(call, wiring.work().read(number, who), who)


def _taken(number: str, action: str, who: Actor, said: Told) -> Case:
    """Merging is about two tickets, everything else about this one."""
    if action == "merge":
        return wiring.merging().merge(number, who, replace(said, into=said.to, to=""))
    if action == "unmerge":
        return wiring.merging().unmerge(number, who, said)
    return wiring.work().on_ticket(number, action, who, said)


def ticket_answer(call: Call, case: Case, who: Actor, status: int = 200) -> Response:
    """The ticket as its reader may see it, with the steps that are possible now."""
    from chalicelib.http.staff_views import staff_view

    view = staff_view(case, wiring.work().options(case, who), wiring.city(), wiring.now(), call)
    return json_answer(call, view, status=status)


def _fields(table: Mapping[str, tuple[str, ...]], action: str) -> tuple[str, ...]:
    """What the body of this action may hold. NotFound if there is no such action."""
    if action not in table:
        raise NotFound
    return table[action]


def number_of(text: str) -> str:
    """The ticket number in any spelling. MistypedNumber."""
    return parse_number(text, wiring.city().catalogue.city.prefix)
