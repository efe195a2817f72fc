"""What the public reads of a ticket, as the console shows it beside the whole report."""

from typing import Any

from chalicelib.domain.publication.publication_rules import texts_of
from chalicelib.domain.tickets.ticket import Case
from chalicelib.http.console.ticket.context import TicketPage
from chalicelib.http.views.history import reasons_for_check
from chalicelib.http.views.promise_view import calendar_of
from chalicelib.pages.time_left import remaining


def publication_view(page: TicketPage) -> dict[str, Any] | None:
    """State, what is to be checked, and the public's version where it differs; None if the report is confidential."""
    ticket = page.case.ticket
    publication = ticket.publication
    if ticket.is_confidential:
        return None
    due = publication.due
    return {
        "state": str(publication.state),
        "state_name": page.say(f"publication.is_{publication.state}"),
        "why": reasons_for_check(publication.reasons, page.language),
        "left": remaining(due, page.now, calendar_of(""), page.language) if due else None,
        "texts": _public_texts(page),
    }


def _public_texts(page: TicketPage) -> list[str]:
    """The report's texts as the public reads them; empty if it reads the same as staff, or would."""
    texts = _texts(page.public)
    return [] if texts == _texts(page.case) else texts


def _texts(case: Case) -> list[str]:
    return [text for text in texts_of(case.ticket.report) if text]
