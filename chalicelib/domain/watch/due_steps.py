"""Decides from a ticket's history which steps the deadline watch must take and when it must check the ticket next.

A step that was taken stands in the history under its obligation (what, whose, due when) and its level. So each step is
taken once, however often and by however many watchers the ticket is checked. Whatever ends an obligation (done,
returned, waived, answered) or moves its due date ends its ladder; another due date is another obligation with a ladder
of its own. While a clock is paused there is no obligation to be late with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, takewhile

from chalicelib.domain import events
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.deadline_terms import Terms, terms_of
from chalicelib.domain.deadlines.escalation import Escalation, Rung, rung_times
from chalicelib.domain.deadlines.obligation import (
    ANSWER,
    PROOF,
    PUBLICATION,
    RESOLUTION,
    VERIFICATION,
    Obligation,
    obligation_of,
    warn_at,
)
from chalicelib.domain.events import Event, LadderStep
from chalicelib.domain.publication.moderation import check_began
from chalicelib.domain.tickets.assignments import open_assignments, waits_for
from chalicelib.domain.tickets.status import GROUPS, TicketStatus
from chalicelib.domain.tickets.ticket import UNROUTABLE, Assignment, Case, Ticket
from chalicelib.domain.values import value

_T = TicketStatus

PUT_ON_DESK = frozenset(
    {
        events.TicketUnroutable.type,
        events.AssignmentReturned.type,
        events.TicketDisputed.type,
        events.TicketContested.type,
    }
)
"""The events that put a ticket on the coordinator's desk."""

TakenSteps = frozenset[tuple[str, str, datetime, int]]
"""The ladder steps of a history, each as the key of its obligation and its level."""


@dataclass(frozen=True, slots=True)
class WatchRules:
    """The deadline terms and the escalation that a ticket is measured by."""

    terms: Terms
    escalation: Escalation


@value
class DueStep:
    """One step of the watch, due at `at` (UTC).

    `kind` is the type of its event. The reminder, the archiving and the closing belong to no ladder: they have neither
    `obligation` nor `rung`. A warning has no `rung` either.
    """

    at: datetime
    kind: str
    obligation: Obligation | None = None
    rung: Rung | None = None

    @property
    def level(self) -> int:
        return self.rung.level if self.rung else 0


def watch_rules(ticket: Ticket, catalogue: Catalogue, calendar: Calendar, escalation: Escalation) -> WatchRules:
    """The rules by which the watch measures this ticket."""
    return WatchRules(terms_of(ticket, catalogue, calendar), escalation)


def next_check(case: Case, rules: WatchRules) -> datetime | None:
    """When the first step not taken yet is due (UTC, possibly in the past); None if nothing can become late."""
    first_steps = (next(steps, None) for steps in _pending_steps(case, rules))
    return min((step.at for step in first_steps if step), default=None)


def due_steps(case: Case, rules: WatchRules, now: datetime) -> tuple[DueStep, ...]:
    """The steps that are due and not taken yet, the earliest first."""
    steps_due = chain.from_iterable(takewhile(lambda s: s.at <= now, steps) for steps in _pending_steps(case, rules))
    return tuple(sorted(steps_due, key=lambda step: step.at))


def _pending_steps(case: Case, rules: WatchRules) -> Iterator[Iterator[DueStep]]:
    """For each thing that may become late, the steps still ahead if nobody touches the ticket, in order.

    The iterators are lazy, because every save needs only the first step of each.
    """
    ticket = case.ticket
    if ticket.status is _T.INCOMPLETE and ticket.asked_at:
        yield iter([_question_step(case, rules)])
    elif ticket.status is _T.RESOLVED and (resolved := case.last(events.TicketResolved.type)):
        yield iter([DueStep(rules.terms.dispute_until(resolved.at), events.TicketClosed.type)])
    taken = _taken_steps(case)
    for obligation in obligations(case, rules):
        yield _steps_not_taken(obligation, rules, taken)


def _steps_not_taken(obligation: Obligation, rules: WatchRules, taken: TakenSteps) -> Iterator[DueStep]:
    return (step for step in _ladder(obligation, rules) if (*obligation.key, step.level) not in taken)


def obligations(case: Case, rules: WatchRules) -> Iterator[Obligation]:
    """Everything owed to the citizen now.

    While a question to the reporter is open, only the check of what the public reads is owed; an assignment that waits
    for another OPD owes nothing.
    """
    ticket = case.ticket
    if ticket.publication.due:
        due = ticket.publication.due
        yield obligation_of(PUBLICATION, "", due, (check_began(case), due), rules.terms)
    if ticket.asked_at is not None or (ticket.status in GROUPS["ended"] and not ticket.desk):
        return
    for assignment in open_assignments(ticket):
        if not waits_for(ticket, assignment):
            yield from _assignment_obligations(case, assignment, rules)
    if ticket.desk:
        what = VERIFICATION if ticket.desk.reason == UNROUTABLE else ticket.desk.reason
        yield obligation_of(what, "", ticket.desk.due, _came_to_desk(case), rules.terms)
    elif ticket.status is _T.RECEIVED:
        due = rules.terms.desk_due(ticket.received_at)
        yield obligation_of(VERIFICATION, "", due, (ticket.received_at, due), rules.terms)
    doubtful_photos = [(photo.due, photo.at) for photo in case.photos if photo.due]
    if doubtful_photos:  # one obligation for all: the coordinator reviews a ticket's photos together
        due, flagged_at = min(doubtful_photos)
        yield obligation_of(PROOF, "", due, (flagged_at, due), rules.terms)


def _assignment_obligations(case: Case, assignment: Assignment, rules: WatchRules) -> Iterator[Obligation]:
    """The answer and the resolution that an OPD owes.

    Finished work counts as an answer, so an answer due no earlier than the resolution is no obligation of its own.
    """
    if assignment.answer_due and assignment.answer_due < assignment.due:
        yield obligation_of(
            ANSWER, assignment.opd, assignment.answer_due, _first_promised(case, assignment, "answer_due"), rules.terms
        )
    yield obligation_of(
        RESOLUTION, assignment.opd, assignment.due, _first_promised(case, assignment, "due"), rules.terms
    )


def _ladder(obligation: Obligation, rules: WatchRules) -> Iterator[DueStep]:
    calendar, ladder = rules.terms.calendar_of(obligation.opd), rules.escalation.ladder(obligation.opd)
    yield DueStep(warn_at(obligation, calendar), events.DeadlineWarned.type, obligation)
    for at, rung in zip(rung_times(obligation.due, ladder, calendar), ladder, strict=True):
        yield DueStep(
            at, events.DeadlineMissed.type if rung is ladder[0] else events.DeadlineEscalated.type, obligation, rung
        )


def _taken_steps(case: Case) -> TakenSteps:
    ladder_steps = (event.data for event in case.events if isinstance(event.data, LadderStep))
    return frozenset((step.what, step.opd, step.due, step.level) for step in ladder_steps)


def _question_step(case: Case, rules: WatchRules) -> DueStep:
    """The reminder that an open question needs or, once it was sent, the archiving of the report.

    The time counts from the last question to the reporter.
    """
    terms, question = rules.terms, case.last(events.TicketIncomplete.type)
    asked_at = question.at if question else case.ticket.received_at
    since = case.since(question.sequence if question else 0)
    reminded = next((e.data for e in since if isinstance(e.data, events.TicketReminded)), None)
    if reminded is None:
        return DueStep(terms.calendar.due(asked_at, rules.escalation.remind), events.TicketReminded.type)
    return DueStep(reminded.due, events.TicketArchived.type)


def archived_at(case: Case, rules: WatchRules, reminded_at: datetime) -> datetime:
    """When a report is archived whose reporter is reminded at `reminded_at` and still does not answer.

    A late reminder leaves the reporter as much time as a punctual one would have.
    """
    terms, question = rules.terms, case.last(events.TicketIncomplete.type)
    left = max(1, terms.deadline.silence - rules.escalation.remind)
    promised = terms.answered_until(question.at if question else case.ticket.received_at)
    return max(promised, terms.calendar.due(reminded_at, left))


def _first_promised(case: Case, assignment: Assignment, name: str) -> tuple[datetime, datetime]:
    """When a due date was last set, and to what, before any pause moved it. `name`: `due` or `answer_due`."""
    for event in reversed(case.events):
        due = _due_set_by(event, assignment.opd, name)
        if due:
            return event.at, due
    return case.ticket.received_at, getattr(assignment, name)


def _due_set_by(event: Event, opd: str, name: str) -> datetime | None:
    data = event.data
    assigned = next((assigned for assigned in data.assignments if assigned.opd == opd), None)
    if name == "answer_due":
        return assigned.answer_due if assigned else None
    if assigned:
        return assigned.due
    match data:
        case events.DeadlineExtended():
            return data.due if data.opd == opd else None
        case events.TicketDisputed():
            return (data.reopened or {}).get(opd)
        case events.TicketAbsorbed() | events.TicketReleased():
            return data.dues.get(opd)
    return None


def _came_to_desk(case: Case) -> tuple[datetime, datetime]:
    """When the ticket last came to the desk, and the due date that the desk was given then."""
    event = next((event for event in reversed(case.events) if event.type in PUT_ON_DESK), None)
    if event and isinstance(event.data.due, datetime):
        return event.at, event.data.due
    return case.ticket.received_at, case.ticket.received_at
