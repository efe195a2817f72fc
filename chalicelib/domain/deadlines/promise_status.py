"""Tells what a citizen was promised and whether that promise is kept, running, paused or missed."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms, clock_pauses
from chalicelib.domain.tickets.assignments import INACTIVE, active_assignments, open_assignments, waits_for
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Ticket
from chalicelib.domain.values import value

RUNNING, PAUSED, WAITING, MISSED, KEPT, LATE = "running", "paused", "waiting", "missed", "kept", "late"
STATES = (RUNNING, PAUSED, WAITING, MISSED, KEPT, LATE)


@value
class PromiseStatus:
    """The status of one promise. Instants are aware, in UTC.

    Attributes:
        state: One of STATES.
        due: By when it was promised.
        late_by: Working days late (0: the same day), of open and of finished work; None if not late.
        since: Since when the clock is paused: for the citizen's answer (`paused`) or another OPD (`waiting`). Also set
            if the promise was missed before the pause.
        done: When the work was done.
    """

    state: str
    due: datetime
    late_by: int | None = None
    since: datetime | None = None
    done: datetime | None = None


def of_ticket(case: Case, terms: Terms, now: datetime) -> PromiseStatus | None:
    """The promise of the whole ticket, due with the last of its required assignments.

    None once the ticket has ended without being done.
    """
    ticket = case.ticket
    if ticket.status in GROUPS["ended"]:
        return None
    due, opd = last_due(ticket) or (terms.promised(ticket.received_at, clock_pauses(case.events)), "")
    resolved = case.last(events.TicketResolved.type) if ticket.status in GROUPS["done"] else None
    if resolved:
        return _fulfilled(due, resolved.at, opd, terms)
    return _open(PromiseStatus(PAUSED, due, since=ticket.asked_at), opd, terms, now)


def of_assignment(case: Case, assignment: Assignment, terms: Terms, now: datetime) -> PromiseStatus | None:
    """The promise of one assignment; None once it was returned or waived, or the ticket has ended without it."""
    ticket = case.ticket
    if assignment.status in INACTIVE or ticket.status in GROUPS["ended"]:
        return None
    if assignment.status is AssignmentStatus.DONE:
        ends = (event for event in reversed(case.events) if event.type == events.AssignmentDone.type)
        done = next((event.at for event in ends if event.data.opd == assignment.opd), None)
        return _fulfilled(assignment.due, done, assignment.opd, terms) if done else None
    if ticket.asked_at:
        since = min(ticket.asked_at, assignment.waiting_since or ticket.asked_at)
        return _open(PromiseStatus(PAUSED, assignment.due, since=since), assignment.opd, terms, now)
    waiting_since = assignment.waiting_since if waits_for(ticket, assignment) else None
    return _open(PromiseStatus(WAITING, assignment.due, since=waiting_since), assignment.opd, terms, now)


def last_due(ticket: Ticket) -> tuple[datetime, str] | None:
    """The latest due date of the required assignments, with its OPD; open assignments count first."""
    required = [assignment for assignment in open_assignments(ticket) if assignment.required]
    required = required or [assignment for assignment in active_assignments(ticket) if assignment.required]
    return max(((assignment.due, assignment.opd) for assignment in required), default=None)


def _open(paused: PromiseStatus, opd: str, terms: Terms, now: datetime) -> PromiseStatus:
    """The status of unfinished work. `paused` is its status if its clock is paused, with `since` only if it is."""
    running_until = min(now, paused.since or now)
    if paused.due < running_until:
        late_by = terms.calendar_of(opd).days_between(paused.due, running_until)
        return replace(paused, state=MISSED, late_by=late_by)
    return paused if paused.since else replace(paused, state=RUNNING)


def _fulfilled(due: datetime, done: datetime, opd: str, terms: Terms) -> PromiseStatus:
    if done <= due:
        return PromiseStatus(KEPT, due, done=done)
    return PromiseStatus(LATE, due, terms.calendar_of(opd).days_between(due, done), done=done)
