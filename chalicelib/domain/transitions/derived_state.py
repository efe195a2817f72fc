"""What follows from a step: the ticket's status, what waits, whether the coordinator or a leader must act."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import EventData
from chalicelib.domain.tickets.assignments import (
    OVER,
    WORKED_ON,
    active_assignments,
    find,
    lead_of,
    waits_for,
    with_assignments,
)
from chalicelib.domain.tickets.status import GROUPS, TICKET_TRANSITIONS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import RETURNED, UNROUTABLE, Assignment, Change, Desk, Note, Ticket
from chalicelib.domain.transitions.step_context import StepContext, change

_T = TicketStatus

CONSEQUENCES = frozenset(
    {events.AssignmentReleased.type, events.TicketResolved.type, events.TicketUnroutable.type, events.TicketRaised.type}
)
"""The events that `settled` adds to those of the step itself."""

HAND_OVERS = 3
"""So many returns and changes of lead, and the leaders hear of it."""

NOBODY_LEADS = {
    "id": "Belum ada OPD penanggung jawab. Koordinator akan menentukannya.",
    "en": "No department is in charge yet. The coordinator will decide.",
}


def with_consequences(
    before: Ticket,
    after: Ticket,
    context: StepContext,
    terms: Terms,
    happened: Sequence[EventData],
    *,
    note: Note | None = None,
    parts: Sequence[Assignment] = (),
) -> Change:
    """The change of these events with all that follows; `parts` are those that the step itself altered."""
    after, told = clocked(with_assignments(after, parts), context.at, terms)
    after = replace(after, status=derived(after))
    if after.status is _T.RESOLVED:
        after = replace(after, desk=None, asked_at=None)
        told += [events.TicketResolved(silence=terms.deadline.silence)] * (before.status is not _T.RESOLVED)
    if is_unattended(after):
        due = terms.desk_due(context.at)
        after = replace(after, desk=Desk(UNROUTABLE, due))
        told.append(events.TicketUnroutable(why=NOBODY_LEADS, due=due, guesses=(), refer=None))
    if before.hand_overs < HAND_OVERS <= after.hand_overs:
        told.append(events.TicketRaised(hand_overs=after.hand_overs))
    _check(before.status, after.status)
    return change(before, after, context, [*happened, *told], note=note, parts=_differing(before, after))


def derived(ticket: Ticket) -> TicketStatus:
    """The status that follows from the parts; what has ended stays as it is.

    Done is what every required part is done of, unless an OPD gave its part back and the coordinator has not seen
    to that yet. While the citizen is asked, the ticket is incomplete.
    """
    if ticket.status not in GROUPS["open"] | {_T.RESOLVED}:
        return ticket.status
    parts = active_assignments(ticket)
    if lead_of(ticket) and not unfinished(ticket) and not is_returned(ticket):
        return _T.RESOLVED
    if ticket.asked_at is not None:
        return _T.INCOMPLETE
    if not parts:
        return _T.RECEIVED
    return _T.IN_PROGRESS if any(part.status in WORKED_ON for part in parts) else _T.DISPATCHED


def unfinished(ticket: Ticket) -> tuple[str, ...]:
    """The OPDs whose required parts are not done."""
    parts = active_assignments(ticket)
    return tuple(part.opd for part in parts if part.required and part.status is not AssignmentStatus.DONE)


def is_returned(ticket: Ticket) -> bool:
    """On the desk because an OPD has given its part back."""
    return ticket.desk is not None and ticket.desk.reason == RETURNED


def is_unattended(ticket: Ticket) -> bool:
    """Open, without a lead, and on nobody's desk."""
    return ticket.status in GROUPS["open"] and lead_of(ticket) is None and ticket.desk is None


def clocked(after: Ticket, at: datetime, terms: Terms) -> tuple[Ticket, list[EventData]]:
    """Stops the clock of the parts that wait from now on, and lets that of those go on which wait no longer."""
    until = min(at, after.asked_at or at)  # while the citizen is asked, all clocks stand anyway
    parts = [_clock(part, bool(waits_for(after, part)), at, until, terms) for part in after.assignments]
    waited = {part.opd for part in after.assignments if part.waiting_since}
    freed = [part for part in parts if part.opd in waited and not part.waiting_since and part.status not in OVER]
    told = [events.AssignmentReleased(opd=part.opd, due=part.due, answer_due=part.answer_due) for part in freed]
    return replace(after, assignments=tuple(parts)), list[EventData](told)


def _clock(part: Assignment, waits: bool, at: datetime, until: datetime, terms: Terms) -> Assignment:
    if waits:
        return replace(part, waiting_since=part.waiting_since or at)
    if part.waiting_since is None:
        return part
    return terms.after_pause(part, part.waiting_since, until)


def _differing(before: Ticket, after: Ticket) -> list[Assignment]:
    """The parts that are new, differ, or wait for others than before."""
    return [
        part
        for part in after.assignments
        if (was := find(before, part.opd)) != part or waits_for(before, was) != waits_for(after, part)
    ]


def _check(before: TicketStatus, after: TicketStatus) -> None:
    if after is not before and after not in TICKET_TRANSITIONS[before]:
        raise ForbiddenStep("ticket_step", status=str(before), to=str(after))
