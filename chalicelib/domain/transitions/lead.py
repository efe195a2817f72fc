"""Who leads: the lead offers its place and a supporting OPD takes it, or the coordinator moves it at once."""

from dataclasses import replace

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.assignments import lead_of, support_of
from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Change, Circle, Role, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import StepContext, change, note, require_status


def offer_lead(ticket: Ticket, to: str, context: StepContext) -> Change:
    """The lead asks a supporting OPD to take over; nothing moves until it agrees."""
    require_status(ticket, *GROUPS["open"])
    support_of(ticket, to)
    said = note(context, to, Circle.STAFF)
    return change(ticket, replace(ticket, offered=to), context, [events.LeadOffered(opd=to)], note=said)


def take_lead(ticket: Ticket, to: str, context: StepContext, terms: Terms) -> Change:
    """A supporting OPD agrees to lead."""
    if ticket.offered != to:
        support_of(ticket, to)
        raise ForbiddenStep("not_offered", opd=to)
    return move_lead(ticket, to, context, terms, settles=False)


def move_lead(ticket: Ticket, to: str, context: StepContext, terms: Terms, *, settles: bool) -> Change:
    """The lead goes to a supporting OPD and the former lead supports; `settles` what lay on the coordinator's desk."""
    require_status(ticket, *GROUPS["open"])
    new, old = replace(support_of(ticket, to), role=Role.LEAD), lead_of(ticket)
    parts = [new, replace(old, role=Role.SUPPORT)] if old else [new]
    after = replace(ticket, offered="", hand_overs=ticket.hand_overs + 1, desk=None if settles else ticket.desk)
    told = events.LeadMoved(opd=to, from_=old.opd if old else None)
    return with_consequences(ticket, after, context, terms, [told], note=note(context, to, Circle.STAFF), parts=parts)
