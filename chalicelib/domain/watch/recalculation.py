"""A calendar that changed afterwards: what is still open is due as if the calendar had been so from the start.

The history tells what was promised when, and when clocks stood; by it every date is computed anew. So it does not
matter which calendar was in force when, and how often this is done: the second time changes nothing. A date that has
passed is never moved, and none is moved into the past.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms, clock_pauses
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.assignments import find, open_assignments, with_assignments
from chalicelib.domain.tickets.status import AssignmentStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Change, Desk, Role, Ticket
from chalicelib.domain.transitions.derived_state import NOBODY_LEADS, clocked
from chalicelib.domain.transitions.extension import named_day
from chalicelib.domain.transitions.step_context import StepContext, change, note

_A = AssignmentStatus

CALENDAR = "calendar"
"""Why a date moved, in the event."""

_STEPS: Mapping[str, AssignmentStatus] = {
    events.AssignmentAccepted.type: _A.ACCEPTED,
    events.AssignmentStarted.type: _A.IN_PROGRESS,
    events.AssignmentFinished.type: _A.AWAITING_VALIDATION,
    events.AssignmentDone.type: _A.DONE,
    events.AssignmentReturned.type: _A.RETURNED,
    events.AssignmentWaived.type: _A.WAIVED,
}
_ANSWERS = frozenset({events.AssignmentAnswered.type, events.AssignmentDone.type, events.TicketIncomplete.type})
_FromElsewhere = events.TicketAbsorbed | events.TicketReleased | events.TicketUnmerged
_PUT_ON_DESK = frozenset(
    {
        events.TicketUnroutable.type,
        events.AssignmentReturned.type,
        events.TicketDisputed.type,
        events.TicketContested.type,
    }
)


def recalculate(case: Case, context: StepContext, terms: Terms) -> Change | None:
    """The change by which everything open is due as the calendar says now; None where it is already."""
    ticket, should = case.ticket, as_it_should_be(case, terms)
    parts = [part for old in open_assignments(ticket) if (part := _moved(old, should, ticket, context.at)) != old]
    desk = _moved_desk(ticket, should, context.at)
    if not parts and desk == ticket.desk:
        return None
    opds = {part.opd for part in parts}
    data = events.DeadlineMoved(
        because=CALENDAR,
        was={part.opd: part.due for part in open_assignments(ticket) if part.opd in opds},
        due={part.opd: part.due for part in parts},
        answer_due={part.opd: part.answer_due for part in parts if part.answer_due},
        desk=desk.due if desk and desk != ticket.desk else None,
    )
    after = replace(with_assignments(ticket, parts), desk=desk)
    return change(ticket, after, context, [data], note=note(context), parts=parts)


def as_it_should_be(case: Case, terms: Terms) -> Ticket:
    """The ticket as far as its dates depend on it, told by its history under the calendar of `terms`."""
    ticket = replace(case.ticket, assignments=(), desk=None, asked_at=None)
    for n, event in enumerate(case.events):
        ticket = _applied(ticket, event, terms, case.events[:n])
    return ticket


def _applied(ticket: Ticket, event: Event, terms: Terms, before: Sequence[Event]) -> Ticket:
    data = event.data
    if isinstance(data, _FromElsewhere):
        return _taken_over(ticket, data, terms)
    ticket = with_assignments(ticket, _given(ticket, event, terms, before))
    ticket = with_assignments(ticket, _stepped(ticket, event))
    if isinstance(data, events.DeadlineExtended):
        ticket = with_assignments(ticket, [_extended(ticket, data, event.at, terms)])
    ticket = _questioned(_on_desk(ticket, event, terms), event, terms)
    if isinstance(data, events.AssignmentOrdered) and (part := find(ticket, data.opd)):
        ticket = with_assignments(ticket, [replace(part, after=data.after)])
    return clocked(ticket, event.at, terms)[0]


def _given(ticket: Ticket, event: Event, terms: Terms, before: Sequence[Event]) -> list[Assignment]:
    """Parts that an OPD gets, or gets again because the reporter objects."""
    promised = _promised(terms, event.data.days if isinstance(event.data, events.Routed) else {})
    new = []
    for given in event.data.assignments:
        due = promised.promised(_received(ticket, before), clock_pauses(before), given.opd)
        new.append(promised.part(given.opd, Role(given.role), {}, due, event.at))
    reopened = event.data.reopened if isinstance(event.data, events.TicketDisputed) else None
    again = [part for opd in reopened or () if (part := find(ticket, opd))]
    for part in again:
        answer = _promised(terms, _days(part.opd, before)).answer_due(event.at, part.opd)
        new.append(replace(part, status=_A.IN_PROGRESS, due=max(part.due, answer)))
    return new


def _received(ticket: Ticket, before: Sequence[Event]) -> datetime:
    """When the first of the reports came in that the ticket stood for then."""
    others: dict[str, datetime] = {}
    for event in before:
        if isinstance(event.data, events.TicketAbsorbed):
            others[event.data.from_] = event.data.received
        elif isinstance(event.data, events.TicketReleased):
            others.pop(event.data.from_, None)
    return min((ticket.received_at, *others.values()))


def _days(opd: str, before: Sequence[Event]) -> Mapping[str, int]:
    """In how many days the OPD was promised its part last."""
    given = (e.data for e in reversed(before) if any(assigned.opd == opd for assigned in e.data.assignments))
    return next((data.days if isinstance(data, events.Routed) else {} for data in given), {})


def _promised(terms: Terms, days: Mapping[str, Any]) -> Terms:
    """The terms as they were promised: of what was not told, as the policy is now."""
    return replace(terms, deadline=replace(terms.deadline, **days))


def _stepped(ticket: Ticket, event: Event) -> list[Assignment]:
    part = find(ticket, event.data.opd)
    if part is None:
        return []
    part = replace(part, status=_STEPS.get(event.type, part.status))
    return [replace(part, answer_due=None) if event.type in _ANSWERS else part]


def _extended(ticket: Ticket, data: events.DeadlineExtended, at: datetime, terms: Terms) -> Assignment:
    """As the leader said it: by days, or until a day."""
    part, calendar = find(ticket, data.opd), terms.calendar_of(data.opd)
    if part is None:
        raise LookupError(data.opd)
    if data.more_days:
        return replace(part, due=calendar.due(max(part.due, at), data.more_days))
    return replace(part, due=calendar.end_from(named_day(data.until, calendar)))


def _questioned(ticket: Ticket, event: Event, terms: Terms) -> Ticket:
    """While the citizen is asked, every clock stands."""
    if event.type == events.TicketIncomplete.type:
        return replace(ticket, asked_at=ticket.asked_at or event.at)
    asked_at = ticket.asked_at
    if event.type in {events.TicketResolved.type, events.TicketMerged.type} or asked_at is None:
        return replace(ticket, asked_at=None)
    if event.type != events.TicketCompleted.type:
        return ticket
    parts = [_resumed(part, asked_at, event.at, terms) for part in open_assignments(ticket)]
    desk = ticket.desk and replace(ticket.desk, due=terms.resumed(ticket.desk.due, asked_at, event.at))
    return replace(with_assignments(ticket, parts), asked_at=None, desk=desk)


def _resumed(part: Assignment, asked_at: datetime, at: datetime, terms: Terms) -> Assignment:
    if part.waiting_since:
        return replace(part, waiting_since=min(part.waiting_since, asked_at))
    return terms.going_on(part, asked_at, at)


def _on_desk(ticket: Ticket, event: Event, terms: Terms) -> Ticket:
    """By when the coordinator settles it: counted from the receipt where no rule could decide."""
    if event.type not in _PUT_ON_DESK:
        return replace(ticket, desk=None) if _settles(event) else ticket
    by_rules = isinstance(event.data, events.TicketUnroutable) and event.data.why != NOBODY_LEADS
    due = terms.desk_due(ticket.received_at if by_rules else event.at)
    if event.type == events.AssignmentReturned.type and ticket.desk:
        due = min(due, ticket.desk.due)
    return replace(ticket, desk=Desk("", due))


def _settles(event: Event) -> bool:
    """Whether nothing lies on the desk any more."""
    if event.type in {events.TicketDispatched.type, events.AssignmentAdded.type, events.LeadMoved.type}:
        return event.actor in {events.SYSTEM, events.COORDINATOR}
    return event.type in {events.TicketVerified.type, events.TicketResolved.type}


def _taken_over(ticket: Ticket, data: _FromElsewhere, terms: Terms) -> Ticket:
    """What other tickets brought, as it was told: their history lies there."""
    dues = data.due if isinstance(data, events.TicketUnmerged) else data.dues or data.due
    brought = {assigned.opd: assigned.due for assigned in data.assignments}
    parts = []
    for opd, due in (brought | dict(dues)).items():
        at = _on_working_day(due, opd, terms)
        part = find(ticket, opd)
        parts.append(replace(part, due=at) if part else Assignment(opd, Role.SUPPORT, at, {}))
    if isinstance(data.desk, datetime):
        ticket = replace(ticket, desk=Desk("", _on_working_day(data.desk, "", terms)))
    return with_assignments(ticket, parts)


def _on_working_day(due: datetime, opd: str, terms: Terms) -> datetime:
    calendar = terms.calendar_of(opd)
    day = calendar.day(due)
    return due if calendar.is_working_day(day) else calendar.end_from(day)


def _moved(old: Assignment, should: Ticket, ticket: Ticket, now: datetime) -> Assignment:
    """The part as due as it should be. Where the history does not lead to how it stands (newer code wrote some of
    it), it stays.
    """
    new = find(should, old.opd)
    if new is None or (new.status, new.waiting_since) != (old.status, old.waiting_since):
        return old
    stood = min(at for at in (now, ticket.asked_at, old.waiting_since) if at)
    answer = old.answer_due
    if answer and new.answer_due:
        answer = _movable(answer, new.answer_due, stood)
    return replace(old, due=_movable(old.due, new.due, stood), answer_due=answer)


def _moved_desk(ticket: Ticket, should: Ticket, now: datetime) -> Desk | None:
    if ticket.desk is None or should.desk is None:
        return ticket.desk
    stood = min(now, ticket.asked_at or now)
    return replace(ticket.desk, due=_movable(ticket.desk.due, should.desk.due, stood))


def _movable(old: datetime, new: datetime, now: datetime) -> datetime:
    return new if old > now and new > now else old
