"""Recalculates open deadlines after the calendar changed, as if the new calendar had been in force from the start.

Every date is computed anew from the history, which records what was promised when and when clocks were paused. So the
result depends neither on which calendar was in force when nor on how often this is done: a second run changes nothing.
A date that has passed is never moved, and none is moved into the past.
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
from chalicelib.domain.transitions.derived_state import NOBODY_LEADS, with_clocks
from chalicelib.domain.transitions.extension import parse_day
from chalicelib.domain.transitions.step_context import StepContext, build_change, build_note
from chalicelib.domain.watch.due_steps import PUT_ON_DESK

_A = AssignmentStatus

CALENDAR = "calendar"
"""The `because` of the event: the calendar moved the dates."""

_STATUS_AFTER: Mapping[str, AssignmentStatus] = {
    events.AssignmentAccepted.type: _A.ACCEPTED,
    events.AssignmentStarted.type: _A.IN_PROGRESS,
    events.AssignmentFinished.type: _A.AWAITING_VALIDATION,
    events.AssignmentDone.type: _A.DONE,
    events.AssignmentReturned.type: _A.RETURNED,
    events.AssignmentWaived.type: _A.WAIVED,
}
_ANSWERS = frozenset({events.AssignmentAnswered.type, events.AssignmentDone.type, events.TicketIncomplete.type})
_MergeEvent = events.TicketAbsorbed | events.TicketReleased | events.TicketUnmerged


def recalculate(case: Case, context: StepContext, terms: Terms) -> Change | None:
    """The change that moves everything open to its date under the current calendar; None if nothing moves."""
    ticket, replayed = case.ticket, replayed_ticket(case, terms)
    assignments = [
        assignment
        for old in open_assignments(ticket)
        if (assignment := _moved(old, replayed, ticket, context.at)) != old
    ]
    desk = _moved_desk(ticket, replayed, context.at)
    if not assignments and desk == ticket.desk:
        return None
    opds = {assignment.opd for assignment in assignments}
    data = events.DeadlineMoved(
        because=CALENDAR,
        was={assignment.opd: assignment.due for assignment in open_assignments(ticket) if assignment.opd in opds},
        due={assignment.opd: assignment.due for assignment in assignments},
        answer_due={assignment.opd: assignment.answer_due for assignment in assignments if assignment.answer_due},
        desk=desk.due if desk and desk != ticket.desk else None,
    )
    after = replace(with_assignments(ticket, assignments), desk=desk)
    return build_change(ticket, after, context, [data], note=build_note(context), assignments=assignments)


def replayed_ticket(case: Case, terms: Terms) -> Ticket:
    """The ticket as its history yields it under the calendar of `terms`; only what its dates depend on is filled in."""
    ticket = replace(case.ticket, assignments=(), desk=None, asked_at=None)
    for index, event in enumerate(case.events):
        ticket = _applied(ticket, event, terms, case.events[:index])
    return ticket


def _applied(ticket: Ticket, event: Event, terms: Terms, before: Sequence[Event]) -> Ticket:
    data = event.data
    if isinstance(data, _MergeEvent):
        return _after_merge(ticket, data, terms)
    ticket = with_assignments(ticket, _assigned_by(ticket, event, terms, before))
    ticket = with_assignments(ticket, _after_step(ticket, event))
    if isinstance(data, events.DeadlineExtended):
        ticket = with_assignments(ticket, [_extended(ticket, data, event.at, terms)])
    ticket = _after_question(_with_desk(ticket, event, terms), event, terms)
    if isinstance(data, events.AssignmentOrdered) and (assignment := find(ticket, data.opd)):
        ticket = with_assignments(ticket, [replace(assignment, after=data.after)])
    return with_clocks(ticket, event.at, terms)[0]


def _assigned_by(ticket: Ticket, event: Event, terms: Terms, before: Sequence[Event]) -> list[Assignment]:
    """Assignments that an OPD gets with this event, or gets again because the reporter disputes the work."""
    promised = _terms_promised(terms, event.data.days if isinstance(event.data, events.Routed) else {})
    assigned_now = []
    for assigned in event.data.assignments:
        due = promised.promised(_first_received_at(ticket, before), clock_pauses(before), assigned.opd)
        assigned_now.append(promised.new_assignment(assigned.opd, Role(assigned.role), {}, due, event.at))
    reopened = event.data.reopened if isinstance(event.data, events.TicketDisputed) else None
    reopened_assignments = [assignment for opd in reopened or () if (assignment := find(ticket, opd))]
    for assignment in reopened_assignments:
        answer = _terms_promised(terms, _days(assignment.opd, before)).answer_due(event.at, assignment.opd)
        assigned_now.append(replace(assignment, status=_A.IN_PROGRESS, due=max(assignment.due, answer)))
    return assigned_now


def _first_received_at(ticket: Ticket, before: Sequence[Event]) -> datetime:
    """When the first report came in of those that the ticket stood for after the `before` events."""
    others: dict[str, datetime] = {}
    for event in before:
        if isinstance(event.data, events.TicketAbsorbed):
            others[event.data.from_] = event.data.received
        elif isinstance(event.data, events.TicketReleased):
            others.pop(event.data.from_, None)
    return min((ticket.received_at, *others.values()))


def _days(opd: str, before: Sequence[Event]) -> Mapping[str, int]:
    """The working days of the OPD's latest assignment (`first_answer`, `resolution`); empty if not recorded."""
    for event in reversed(before):
        if any(assigned.opd == opd for assigned in event.data.assignments):
            return event.data.days if isinstance(event.data, events.Routed) else {}
    return {}


def _terms_promised(terms: Terms, days: Mapping[str, Any]) -> Terms:
    """The terms with the recorded days; the current policy fills in what was not recorded."""
    return replace(terms, deadline=replace(terms.deadline, **days))


def _after_step(ticket: Ticket, event: Event) -> list[Assignment]:
    assignment = find(ticket, event.data.opd)
    if assignment is None:
        return []
    assignment = replace(assignment, status=_STATUS_AFTER.get(event.type, assignment.status))
    return [replace(assignment, answer_due=None) if event.type in _ANSWERS else assignment]


def _extended(ticket: Ticket, data: events.DeadlineExtended, at: datetime, terms: Terms) -> Assignment:
    """The assignment after a leader's extension by working days or until a day.

    Raises:
        LookupError: The ticket has no assignment of this OPD.
    """
    assignment, calendar = find(ticket, data.opd), terms.calendar_of(data.opd)
    if assignment is None:
        raise LookupError(data.opd)
    if data.more_days:
        return replace(assignment, due=calendar.due(max(assignment.due, at), data.more_days))
    return replace(assignment, due=calendar.end_from(parse_day(data.until, calendar)))


def _after_question(ticket: Ticket, event: Event, terms: Terms) -> Ticket:
    """The ticket with its clocks paused, resumed or unaffected: every clock is paused while a question is open."""
    if event.type == events.TicketIncomplete.type:
        return replace(ticket, asked_at=ticket.asked_at or event.at)
    asked_at = ticket.asked_at
    if event.type in {events.TicketResolved.type, events.TicketMerged.type} or asked_at is None:
        return replace(ticket, asked_at=None)
    if event.type != events.TicketCompleted.type:
        return ticket
    assignments = [_resumed(assignment, asked_at, event.at, terms) for assignment in open_assignments(ticket)]
    desk = ticket.desk and replace(ticket.desk, due=terms.due_after_pause(ticket.desk.due, asked_at, event.at))
    return replace(with_assignments(ticket, assignments), asked_at=None, desk=desk)


def _resumed(assignment: Assignment, asked_at: datetime, at: datetime, terms: Terms) -> Assignment:
    if assignment.waiting_since:
        return replace(assignment, waiting_since=min(assignment.waiting_since, asked_at))
    return terms.after_pause(assignment, asked_at, at)


def _with_desk(ticket: Ticket, event: Event, terms: Terms) -> Ticket:
    """The ticket with its desk deadline, which counts from the receipt where no rule could route the report."""
    if event.type not in PUT_ON_DESK:
        return replace(ticket, desk=None) if _clears_desk(event) else ticket
    by_rules = isinstance(event.data, events.TicketUnroutable) and event.data.why != NOBODY_LEADS
    due = terms.desk_due(ticket.received_at if by_rules else event.at)
    if event.type == events.AssignmentReturned.type and ticket.desk:
        due = min(due, ticket.desk.due)
    return replace(ticket, desk=Desk("", due))


def _clears_desk(event: Event) -> bool:
    """Whether the event takes the ticket off the desk."""
    if event.type in {events.TicketDispatched.type, events.AssignmentAdded.type, events.LeadMoved.type}:
        return event.actor in {events.SYSTEM, events.COORDINATOR}
    return event.type in {events.TicketVerified.type, events.TicketResolved.type}


def _after_merge(ticket: Ticket, data: _MergeEvent, terms: Terms) -> Ticket:
    """The ticket with the dates of a merge or unmerge, taken from its event: their history lies in the other ticket."""
    dues = data.due if isinstance(data, events.TicketUnmerged) else data.dues or data.due
    added_dues = {assigned.opd: assigned.due for assigned in data.assignments}
    assignments = []
    for opd, due in (added_dues | dict(dues)).items():
        at = _on_working_day(due, opd, terms)
        assignment = find(ticket, opd)
        assignments.append(replace(assignment, due=at) if assignment else Assignment(opd, Role.SUPPORT, at, {}))
    if isinstance(data.desk, datetime):
        ticket = replace(ticket, desk=Desk("", _on_working_day(data.desk, "", terms)))
    return with_assignments(ticket, assignments)


def _on_working_day(due: datetime, opd: str, terms: Terms) -> datetime:
    calendar = terms.calendar_of(opd)
    day = calendar.day(due)
    return due if calendar.is_working_day(day) else calendar.end_from(day)


def _moved(old: Assignment, replayed: Ticket, ticket: Ticket, now: datetime) -> Assignment:
    """The assignment with its recalculated dates.

    It stays as it is where the history does not lead to its current status, since newer code may have written events.
    """
    new = find(replayed, old.opd)
    if new is None or (new.status, new.waiting_since) != (old.status, old.waiting_since):
        return old
    clock_at = min(at for at in (now, ticket.asked_at, old.waiting_since) if at)
    answer = old.answer_due
    if answer and new.answer_due:
        answer = _movable(answer, new.answer_due, clock_at)
    return replace(old, due=_movable(old.due, new.due, clock_at), answer_due=answer)


def _moved_desk(ticket: Ticket, replayed: Ticket, now: datetime) -> Desk | None:
    if ticket.desk is None or replayed.desk is None:
        return ticket.desk
    clock_at = min(now, ticket.asked_at or now)
    return replace(ticket.desk, due=_movable(ticket.desk.due, replayed.desk.due, clock_at))


def _movable(old: datetime, new: datetime, now: datetime) -> datetime:
    return new if old > now and new > now else old
