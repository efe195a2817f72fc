"""A search as data: the query's parameters, and the results."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.text import is_unreadable, tidy
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.flow.ports.desk import AccessEntry, FoundTicket
from chalicelib.flow.ports.tickets import Entry, Page
from chalicelib.http.core.requests import Call, json_object
from chalicelib.http.views.report_view import entry_view, instant, what_and_where

if TYPE_CHECKING:
    from chalicelib.http.shapes import desk_shapes
    from chalicelib.http.shapes import ticket_shapes as shapes

FIELDS = ("number", "area", "opd", "confidential", "cursor")
TRUTHS = {"": False, "false": False, "true": True}


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Either a `number` in any spelling, or an `area`."""

    number: str = ""
    area: str = ""
    opd: str = ""
    confidential: bool = False
    cursor: str | None = None


def search_query(params: Mapping[str, str], catalogue: Catalogue) -> SearchQuery:
    """The query's parameters.

    Raises:
        Invalid: a parameter is unknown or wrong. Areas and the right to an OPD are checked by the use case.
    """
    wrong = [Problem(name, "field_unknown") for name in params if name not in FIELDS]
    number, area, opd = (params.get(name, "").strip() for name in ("number", "area", "opd"))
    if bool(number) == bool(area):
        wrong.append(Problem("number", "filter_one" if number else "missing"))
    if opd and opd.upper() not in catalogue.opds:
        wrong.append(Problem("opd", "opd_unknown"))
    if params.get("confidential", "") not in TRUTHS:
        wrong.append(Problem("confidential", "filter_unknown"))
    if wrong:
        raise Invalid(tuple(wrong))
    return SearchQuery(number, area, opd.upper(), TRUTHS[params.get("confidential", "")], params.get("cursor") or None)


def number(text: str, catalogue: Catalogue) -> str:
    """The ticket number.

    Raises:
        MistypedNumber: no city number is spelled like this; an unknown number raises UnknownTicket later.
    """
    return parse_number(text, catalogue.city.prefix)


def phone_and_reason(call: Call) -> tuple[str, str]:
    """The two fields of a search by phone.

    Raises:
        Invalid: there are other fields, or a value is no readable text.
        Unreadable: the body is no JSON object, or too large.
    """
    body = json_object(call)
    wrong = [Problem(name, "field_unknown") for name in body if name not in ("phone", "reason")]
    values = {name: body.get(name) or "" for name in ("phone", "reason")}
    wrong += [Problem(name, "text") for name, text in values.items() if not isinstance(text, str)]
    texts = {name: tidy(text) for name, text in values.items() if isinstance(text, str)}
    wrong += [Problem(name, "control_characters") for name, text in texts.items() if is_unreadable(text)]
    if wrong:
        raise Invalid(tuple(wrong))
    return texts["phone"], texts["reason"]


def ticket_view(ticket: Ticket, call: Call) -> shapes.Tickets:
    """A list of the one ticket that was found by its number."""
    entry = Entry(ticket.id, ticket.report.service, ticket.report.place.area, str(ticket.status), ticket.received_at)
    return {"tickets": [_line(entry, call)], "cursor": None}


def page_view(page: Page, call: Call) -> shapes.Tickets:
    return {"tickets": [_line(entry, call) for entry in page.entries], "cursor": page.cursor}


def next_page(query: SearchQuery, page: Page, call: Call) -> Mapping[str, str]:
    """The header that leads to the next page, if there is one."""
    if page.cursor is None:
        return {}
    confidential = "true" if query.confidential else None
    link = call.link(
        "/v1/search", area=query.area, opd=query.opd or None, confidential=confidential, cursor=page.cursor
    )
    return {"Link": f'<{link}>; rel="next"'}


def found_by_phone_view(tickets: Iterable[FoundTicket], call: Call) -> desk_shapes.FoundByPhone:
    """The tickets of a phone, without their status, which their own address shows."""
    catalogue = call.catalogue
    lines: list[desk_shapes.FoundTicket] = [
        {
            "id": each.id,
            **what_and_where(each.service, each.area, catalogue, call.language),
            **instant("received_at", each.received_at, catalogue, call.language),
            **call.links_of(each.id),
        }
        for each in tickets
    ]
    return {"tickets": lines}


def access_entry_view(line: AccessEntry, call: Call) -> desk_shapes.AccessEntry:
    """`ticket` is None for a search by phone."""
    return {
        **instant("at", line.at, call.catalogue, call.language),
        "by": line.person,
        "actor": line.actor,
        "reason": line.reason,
        "ticket": line.ticket or None,
        "kind": line.kind,
    }


def _line(entry: Entry, call: Call) -> shapes.Line:
    return {**entry_view(entry, call.catalogue, call.language), **call.links_of(entry.id)}
