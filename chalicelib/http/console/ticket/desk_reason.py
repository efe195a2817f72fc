"""Why a ticket lies on the coordinator's desk, and whose it might be."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.tickets.ticket import DISPUTED, RETURNED, UNROUTABLE
from chalicelib.http.console.ticket.context import TicketPage, happening
from chalicelib.http.views.history import opd_name, spoken
from chalicelib.http.views.promise_view import calendar_of
from chalicelib.http.views.routing_hints import Guess, guess_of
from chalicelib.pages.time_left import remaining

BROUGHT_BY: Mapping[str, tuple[str, ...]] = {
    UNROUTABLE: (events.TicketUnroutable.type,),
    RETURNED: (events.AssignmentReturned.type,),
    DISPUTED: (events.TicketDisputed.type, events.TicketContested.type),
}
"""The events that put a ticket on the desk, by the reason for which it lies there."""


def desk(look: TicketPage) -> dict[str, Any] | None:
    """Why and until when it lies on the coordinator's desk, in the words of whoever brought it there."""
    lies = look.case.ticket.desk
    if lies is None:
        return None
    brought = next((e for e in reversed(look.case.events) if e.type in BROUGHT_BY.get(lies.reason, ())), None)
    asked = brought.data if brought and isinstance(brought.data, events.TicketUnroutable) else None
    returned = brought.data if brought and isinstance(brought.data, events.AssignmentReturned) else None
    return {
        "reason": look.say(f"console.desk_{lies.reason}"),
        "why": spoken(asked.why, look.language) if asked else "",
        "left": remaining(lies.due, look.now, calendar_of(""), look.language),
        "refer": opd_name(asked.refer, look.catalogue) if asked and asked.refer else "",
        "instead": opd_name(returned.instead, look.catalogue) if returned and returned.instead else "",
        "told": happening(look, brought) if brought else None,
    }


def guesses(look: TicketPage) -> list[Guess]:
    """The OPDs that the text points to, best first; who returned it, or has it already, is no guess."""
    ticket = look.case.ticket
    hints, area = ticket.desk.hints if ticket.desk else (), ticket.report.place.area
    known = {part.opd for part in ticket.assignments}
    found = [guess_of(hint, area, look.catalogue, look.language) for hint in hints]
    return [guess for guess in found if guess.opd not in known]
