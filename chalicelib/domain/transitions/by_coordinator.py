"""The coordinator's steps on a ticket as a whole."""

from dataclasses import replace

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import EventData
from chalicelib.domain.tickets.assignments import lead_of, moved, open_assignments, with_assignments
from chalicelib.domain.tickets.status import GROUPS, TICKET_TRANSITIONS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Change, Circle, Desk, Ticket
from chalicelib.domain.transitions.derived_state import unfinished, with_consequences
from chalicelib.domain.transitions.step_context import StepContext, change, note, require_text

_T = TicketStatus

UNANSWERED_REASON = "unanswered"
"""Why the watch of deadlines archives a report."""


def verify(ticket: Ticket, context: StepContext, terms: Terms) -> Change:
    """The coordinator has seen to what lay on the desk; somebody must lead by then."""
    told = events.TicketVerified(reason=_on_desk(ticket).reason)
    return with_consequences(
        ticket, replace(ticket, desk=None), context, terms, [told], note=note(context, "", Circle.STAFF)
    )


def resolve(ticket: Ticket, context: StepContext, terms: Terms, *, settles: bool) -> Change | None:
    """The whole is done: never while a required part is open. The text is the answer that the citizen reads.

    Where all is done the ticket is resolved by itself already, and nothing changes (None); what else this settles is
    a part that was given back, if whoever says so may (`settles`).
    """
    if ticket.status is _T.RESOLVED:
        return None
    if ticket.status not in GROUPS["open"]:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
    if still := unfinished(ticket):
        raise ForbiddenStep("parts_open", opd=", ".join(still))
    desk = _on_desk(ticket)
    if not settles:
        raise ForbiddenStep("on_desk")
    told = events.TicketVerified(reason=desk.reason)
    return with_consequences(ticket, replace(ticket, desk=None), context, terms, [told], note=note(context))


def refer(ticket: Ticket, to: str, reference: str, context: StepContext) -> Change:
    """Another government's matter: `to` an institution outside, `reference` its own number of it, if known."""
    return _end(ticket, _T.REFERRED, context, events.TicketReferred(to=to, reference=reference))


def archive(ticket: Ticket, context: StepContext) -> Change:
    """Ends a report that cannot be worked on, with the reason that the citizen reads."""
    require_text(context)
    return _end(ticket, _T.ARCHIVED, context, events.TicketArchived())


def archive_unanswered(ticket: Ticket, context: StepContext) -> Change:
    """Nobody answered what the reporter was asked: the report ends, and each OPD that had work in it hears of it."""
    told = events.TicketArchived(reason=UNANSWERED_REASON, opds=tuple(part.opd for part in open_assignments(ticket)))
    return _end(ticket, _T.ARCHIVED, context, told, why_waived=UNANSWERED_REASON)


def _on_desk(ticket: Ticket) -> Desk:
    if ticket.desk is None:
        raise ForbiddenStep("nothing_on_desk")
    if lead_of(ticket) is None:
        raise ForbiddenStep("needs_lead")
    return ticket.desk


def _end(
    ticket: Ticket,
    status: TicketStatus,
    context: StepContext,
    told: EventData,
    why_waived: str = "",
) -> Change:
    """The ticket ends here. Work that OPDs still have in hand is waived one by one, and each is told."""
    if status not in TICKET_TRANSITIONS[ticket.status]:
        raise ForbiddenStep("ticket_step", status=str(ticket.status), to=str(status))
    waived = [moved(part, AssignmentStatus.WAIVED, part.person) for part in open_assignments(ticket)]
    waived = [replace(part, waiting_since=None) for part in waived]
    ended = replace(with_assignments(ticket, waived), status=status, desk=None, asked_at=None, offered="")
    happened = [told, *(events.AssignmentWaived(opd=part.opd, reason=why_waived) for part in waived)]
    return change(ticket, ended, context, happened, note=note(context), parts=waived)
