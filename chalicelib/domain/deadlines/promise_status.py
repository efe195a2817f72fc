"""What the citizen was promised and how it stands: kept, running, standing still, missed. Said as it is."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms, clock_pauses
from chalicelib.domain.tickets.assignments import GONE, active_assignments, open_assignments, waits_for
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Ticket
from chalicelib.domain.values import value

RUNNING, PAUSED, WAITING, MISSED, KEPT, LATE = "running", "paused", "waiting", "missed", "kept", "late"
STATES = (RUNNING, PAUSED, WAITING, MISSED, KEPT, LATE)


@value
class PromiseStatus:
    """`late_by`: working days since `due` (0: the same day), None while it is not late; of what is done, how late it
    was. `since`: from when on the clock stands (`paused`: for the citizen's answer, `waiting`: for another OPD), also
    of what was missed before. `done`: when it was done.
    """

    state: str
    due: datetime
    late_by: int | None = None
    since: datetime | None = None
    done: datetime | None = None


def of_ticket(case: Case, terms: Terms, now: datetime) -> PromiseStatus | None:
    """Of the whole report: what the last of its required parts is due. None once it has ended without being done."""
    ticket = case.ticket
    if ticket.status in GROUPS["ended"]:
        return None
    due, opd = due_last(ticket) or (terms.promised(ticket.received_at, clock_pauses(case.events)), "")
    resolved = case.last(events.TicketResolved.type) if ticket.status in GROUPS["done"] else None
    if resolved:
        return _fulfilled(due, resolved.at, opd, terms)
    return _open(PromiseStatus(PAUSED, due, since=ticket.asked_at), opd, terms, now)


def of_assignment(case: Case, part: Assignment, terms: Terms, now: datetime) -> PromiseStatus | None:
    """Of one OPD's part. None once it is not the OPD's any more, or the report has ended without it."""
    ticket = case.ticket
    if part.status in GONE or ticket.status in GROUPS["ended"]:
        return None
    if part.status is AssignmentStatus.DONE:
        done = next(
            (e.at for e in reversed(case.events) if e.type == events.AssignmentDone.type and e.data.opd == part.opd),
            None,
        )
        return _fulfilled(part.due, done, part.opd, terms) if done else None
    if ticket.asked_at:
        since = min(ticket.asked_at, part.waiting_since or ticket.asked_at)
        return _open(PromiseStatus(PAUSED, part.due, since=since), part.opd, terms, now)
    waits = part.waiting_since if waits_for(ticket, part) else None
    return _open(PromiseStatus(WAITING, part.due, since=waits), part.opd, terms, now)


def due_last(ticket: Ticket) -> tuple[datetime, str] | None:
    """The part that is due last and who owes it: of those that are still open, if any is."""
    required = [part for part in open_assignments(ticket) if part.required]
    required = required or [part for part in active_assignments(ticket) if part.required]
    return max(((part.due, part.opd) for part in required), default=None)


def _open(stands: PromiseStatus, opd: str, terms: Terms, now: datetime) -> PromiseStatus:
    """What is still to be done; `stands`: how it would be if its clock stood, with `since` if it does."""
    running_until = min(now, stands.since or now)
    if stands.due < running_until:
        late_by = terms.calendar_of(opd).days_between(stands.due, running_until)
        return replace(stands, state=MISSED, late_by=late_by)
    return stands if stands.since else replace(stands, state=RUNNING)


def _fulfilled(due: datetime, done: datetime, opd: str, terms: Terms) -> PromiseStatus:
    if done <= due:
        return PromiseStatus(KEPT, due, done=done)
    return PromiseStatus(LATE, due, terms.calendar_of(opd).days_between(due, done), done=done)
