"""A ticket as the answer to its report shows it: nothing has happened yet but that it came in.

It is what `ticket_view` and `promised` make of such a ticket, without asking its history for what cannot be there.
"""

from typing import Any

from chalicelib import words
from chalicelib.domain import dates
from chalicelib.domain.event import RECEIVED
from chalicelib.domain.terms import Terms, terms_of
from chalicelib.domain.ticket import Case, Ticket
from chalicelib.flow.ports import CityPack
from chalicelib.http.report_view import View, beginning, instant, report_view

_UNTOUCHED: dict[str, Any] = {
    "assignments": [],
    "coordinator": None,
    "merged_into": None,
    "reports": 1,
    "supporters": 0,
    "photos": [],
}


def new_ticket_view(case: Case, city: CityPack, language: str) -> View:
    """The ticket at the instant at which it was received."""
    ticket = case.ticket
    if not ticket.is_public:
        return beginning(ticket, language)
    terms = terms_of(ticket, city.catalogue, city.calendar)
    if case.events[0].data.get("photos") or _may_be_late_already(terms):
        return _in_full(case, city, language)
    report = report_view(ticket, city.catalogue, language)
    received = {
        "type": RECEIVED,
        "at": report["received_at"],
        "at_text": report["received_at_text"],
        "text": words.say(language, f"event.{RECEIVED}"),
        "note": None,
        "photos": [],
    }
    promise = _promise(ticket, terms, city, language)
    return beginning(ticket, language) | report | _UNTOUCHED | {"timeline": [received], "promise": promise}


def _may_be_late_already(terms: Terms) -> bool:
    """What is due the same day was due before office hours ended: before a report of that evening came."""
    return not (terms.deadline.resolution and terms.deadline.verification)


def _in_full(case: Case, city: CityPack, language: str) -> View:
    from chalicelib.http.promise_view import promised
    from chalicelib.http.views import ticket_view

    view = ticket_view(case, city.catalogue, language)
    return promised(view, case, city, case.ticket.received_at, language)


def _promise(ticket: Ticket, terms: Terms, city: CityPack, language: str) -> View:
    due = terms.promised(ticket.received_at)
    day = dates.day(due, city.catalogue.city.zone, language)
    return {
        "state": "running",
        **instant("due", due, city.catalogue, language),
        "late_by": None,
        "stands_since": None,
        "stands_since_text": None,
        "done_at": None,
        "done_at_text": None,
        "text": words.say(language, "promised.no_opd_yet", day=day),
        "now": None,
    }
