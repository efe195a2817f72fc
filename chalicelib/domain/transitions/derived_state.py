"""What follows from a step: the ticket's status, which clocks stand, whether the coordinator or a leader must act."""

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
from chalicelib.domain.transitions.step_context import StepContext, build_change

_T = TicketStatus

CONSEQUENCES = frozenset(
    {events.AssignmentReleased.type, events.TicketResolved.type, events.TicketUnroutable.type, events.TicketRaised.type}
)
"""The events that `with_consequences` adds to those of the step itself."""

MAX_HAND_OVERS = 3
"""The number of returns and changes of lead at which the leaders are notified."""

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
    assignments: Sequence[Assignment] = (),
) -> Change:
    """The change of a step with everything that follows from it.

    Args:
        before: The ticket before the step.
        after: The ticket with what the step alters beside assignments.
        context: Who acts, and when.
        terms: The city's promises, from which new deadlines are computed.
        happened: What the step's own events say.
        note: What was written with the step.
        assignments: Those that the step itself alters.

    Raises:
        ForbiddenStep: the ticket may not get from its status to the one that follows.
    """
    after, following = with_clocks(with_assignments(after, assignments), context.at, terms)
    after = replace(after, status=derived_status(after))
    if after.status is _T.RESOLVED:
        after = replace(after, desk=None, asked_at=None)
        following += [events.TicketResolved(silence=terms.deadline.silence)] * (before.status is not _T.RESOLVED)
    if is_unattended(after):
        due = terms.desk_due(context.at)
        after = replace(after, desk=Desk(UNROUTABLE, due))
        following.append(events.TicketUnroutable(why=NOBODY_LEADS, due=due, guesses=(), refer=None))
    if before.hand_overs < MAX_HAND_OVERS <= after.hand_overs:
        following.append(events.TicketRaised(hand_overs=after.hand_overs))
    _check_transition(before.status, after.status)
    return build_change(
        before, after, context, [*happened, *following], note=note, assignments=_differing(before, after)
    )


def derived_status(ticket: Ticket) -> TicketStatus:
    """The status that follows from the assignments; a ticket that has ended keeps its own.

    A ticket is resolved once every required assignment is done, unless an OPD returned its assignment and the
    coordinator has not settled that yet. It is incomplete while the citizen is asked for something.
    """
    if ticket.status not in GROUPS["open"] | {_T.RESOLVED}:
        return ticket.status
    assignments = active_assignments(ticket)
    if lead_of(ticket) and not unfinished_opds(ticket) and not is_returned(ticket):
        return _T.RESOLVED
    if ticket.asked_at is not None:
        return _T.INCOMPLETE
    if not assignments:
        return _T.RECEIVED
    return _T.IN_PROGRESS if any(assignment.status in WORKED_ON for assignment in assignments) else _T.DISPATCHED


def unfinished_opds(ticket: Ticket) -> tuple[str, ...]:
    """The OPDs whose required assignments are not done."""
    required = (assignment for assignment in active_assignments(ticket) if assignment.required)
    return tuple(assignment.opd for assignment in required if assignment.status is not AssignmentStatus.DONE)


def is_returned(ticket: Ticket) -> bool:
    """Whether the ticket lies on the coordinator's desk because an OPD returned its assignment."""
    return ticket.desk is not None and ticket.desk.reason == RETURNED


def is_unattended(ticket: Ticket) -> bool:
    """Whether the ticket is open, has no lead and does not lie on the coordinator's desk."""
    return ticket.status in GROUPS["open"] and lead_of(ticket) is None and ticket.desk is None


def with_clocks(after: Ticket, at: datetime, terms: Terms) -> tuple[Ticket, list[EventData]]:
    """Stops the clocks of assignments that wait from now on, and restarts those of assignments that wait no longer.

    Returns:
        The ticket, and an event for each assignment whose clock goes on.
    """
    until = min(at, after.asked_at or at)  # while the citizen is asked, all clocks stand anyway
    clocks = [(assignment, _clock(assignment, after, at, until, terms)) for assignment in after.assignments]
    released: list[EventData] = [
        events.AssignmentReleased(opd=now.opd, due=now.due, answer_due=now.answer_due)
        for was, now in clocks
        if was.waiting_since and not now.waiting_since and now.status not in OVER
    ]
    return replace(after, assignments=tuple(now for _, now in clocks)), released


def _clock(assignment: Assignment, ticket: Ticket, at: datetime, until: datetime, terms: Terms) -> Assignment:
    """The assignment with its clock stopped at `at` if it waits, or restarted if it waited `until` now."""
    if waits_for(ticket, assignment):
        return replace(assignment, waiting_since=assignment.waiting_since or at)
    if assignment.waiting_since is None:
        return assignment
    return terms.after_pause(assignment, assignment.waiting_since, until)


def _differing(before: Ticket, after: Ticket) -> list[Assignment]:
    """The assignments that are new, differ, or wait for other OPDs than before."""
    return [
        assignment
        for assignment in after.assignments
        if (was := find(before, assignment.opd)) != assignment or waits_for(before, was) != waits_for(after, assignment)
    ]


def _check_transition(before: TicketStatus, after: TicketStatus) -> None:
    if after is not before and after not in TICKET_TRANSITIONS[before]:
        raise ForbiddenStep("ticket_step", status=str(before), to=str(after))
