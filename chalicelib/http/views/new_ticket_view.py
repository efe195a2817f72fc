"""A ticket that was just received, as the answer to its report shows it.

The result equals that of `ticket_view`, without its cost of reading a history that has one event only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib import texts
from chalicelib.domain.city import date_format
from chalicelib.domain.deadlines.deadline_terms import Terms, terms_of
from chalicelib.domain.events import TicketReceived
from chalicelib.domain.tickets.ticket import Case, Ticket
from chalicelib.http.views.report_view import as_public, instant, report_view, ticket_head

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes
    from chalicelib.pages.page_visit import Pack


def new_ticket_view(case: Case, city: Pack, language: str) -> shapes.FullView | shapes.TicketView | shapes.TicketHead:
    """The ticket at the instant at which it was received."""
    ticket = case.ticket
    if not ticket.is_public:
        return ticket_head(ticket, language)
    terms = terms_of(ticket, city.catalogue, city.calendar)
    if case.events[0].data.photos or _may_be_late_already(terms):
        return _in_full(case, city, language)
    report = report_view(as_public(case, city, language).ticket, city.catalogue, language)
    received: shapes.TimelineEntry = {
        "type": TicketReceived.type,
        "at": report["received_at"],
        "at_text": report["received_at_text"],
        "text": texts.say(language, f"event.{TicketReceived.type}"),
        "note": None,
        "photos": [],
    }
    return {
        **ticket_head(ticket, language),
        **report,
        "promise": _promise(ticket, terms, city, language),
        "coordinator": None,
        "merged_into": None,
        "reports": 1,
        "supporters": 0,
        "assignments": [],
        "photos": [],
        "timeline": [received],
    }


def _may_be_late_already(terms: Terms) -> bool:
    """Whether a deadline of zero days can be over: for a report of the evening, office hours have ended already."""
    return not (terms.deadline.resolution and terms.deadline.verification)


def _in_full(case: Case, city: Pack, language: str) -> shapes.TicketView | shapes.TicketHead:
    from chalicelib.http.views.ticket_view import ticket_view

    return ticket_view(case, city, case.ticket.received_at, language)


def _promise(ticket: Ticket, terms: Terms, city: Pack, language: str) -> shapes.TicketPromise:
    due = terms.promised(ticket.received_at)
    day = date_format.day(due, city.catalogue.city.zone, language)
    return {
        "state": "running",
        **instant("due", due, city.catalogue, language),
        "late_by": None,
        "stands_since": None,
        "stands_since_text": None,
        "done_at": None,
        "done_at_text": None,
        "text": texts.say(language, "promise.no_opd_yet", day=day),
        "now": None,
    }
