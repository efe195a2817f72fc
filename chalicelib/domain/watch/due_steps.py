"""Which steps the watch of deadlines must take for a ticket, and when it must look next: decided from the history.

A step stands in the history once it was taken, by the duty it is about (what, whose, due when) and its level. So it
is taken once, however often and by however many watchers the ticket is looked at, and whatever the clock says
meanwhile. Whatever ends a duty (done, returned, waived, answered) or moves its due date ends its ladder; another
due date is another duty with a ladder of its own. While a clock stands there is no duty to be late with.
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
    RESOLUTION,
    VERIFICATION,
    Obligation,
    obligation_of,
    warn_at,
)
from chalicelib.domain.events import Event, LadderStep
from chalicelib.domain.tickets.assignments import open_assignments, waits_for
from chalicelib.domain.tickets.status import GROUPS, TicketStatus
from chalicelib.domain.tickets.ticket import UNROUTABLE, Assignment, Case, Ticket
from chalicelib.domain.values import value

_T = TicketStatus

TakenSteps = frozenset[tuple[str, str, datetime, int]]
"""What of a history is about a ladder: the key of the duty and the level."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a ticket is held to."""

    terms: Terms
    escalation: Escalation


@value
class DueStep:
    """What the watch does at `at`: `kind` is the type of its event; `rung` None for a warning and for what is no
    ladder: the reminder, the archiving and the closing, of which `duty` is None.
    """

    at: datetime
    kind: str
    duty: Obligation | None = None
    rung: Rung | None = None

    @property
    def level(self) -> int:
        return self.rung.level if self.rung else 0


def rules_of(ticket: Ticket, catalogue: Catalogue, calendar: Calendar, escalation: Escalation) -> Rules:
    """What the watch measures this ticket by."""
    return Rules(terms_of(ticket, catalogue, calendar), escalation)


def next_check(case: Case, rules: Rules) -> datetime | None:
    """When the first step that was not taken yet is due (UTC, may have passed); None if nothing can become late."""
    firsts = (next(steps, None) for steps in _open_ends(case, rules))
    return min((step.at for step in firsts if step), default=None)


def due_steps(case: Case, rules: Rules, now: datetime) -> tuple[DueStep, ...]:
    """What is due and was not done, the longest due first."""
    found = chain.from_iterable(takewhile(lambda s: s.at <= now, steps) for steps in _open_ends(case, rules))
    return tuple(sorted(found, key=lambda step: step.at))


def _open_ends(case: Case, rules: Rules) -> Iterator[Iterator[DueStep]]:
    """For each thing that may become late, the steps that the ticket, left as it is, still comes to, in their order.

    They are worked out as far as they are asked for: every save asks for the first ones.
    """
    ticket = case.ticket
    if ticket.status is _T.INCOMPLETE and ticket.asked_at:
        yield iter([_of_question(case, rules)])
    elif ticket.status is _T.RESOLVED and (resolved := case.last(events.TicketResolved.type)):
        yield iter([DueStep(rules.terms.dispute_until(resolved.at), events.TicketClosed.type)])
    taken = _taken(case)
    for duty in obligations(case, rules):
        yield _untaken(duty, rules, taken)


def _untaken(duty: Obligation, rules: Rules, taken: TakenSteps) -> Iterator[DueStep]:
    return (step for step in _ladder(duty, rules) if (*duty.key, step.level) not in taken)


def obligations(case: Case, rules: Rules) -> Iterator[Obligation]:
    """What somebody owes the citizen now; nothing while the citizen is asked, nor from a part that waits."""
    ticket = case.ticket
    if ticket.asked_at is not None or (ticket.status in GROUPS["ended"] and not ticket.desk):
        return
    for part in open_assignments(ticket):
        if not waits_for(ticket, part):
            yield from _of_part(case, part, rules)
    if ticket.desk:
        what = VERIFICATION if ticket.desk.reason == UNROUTABLE else ticket.desk.reason
        yield obligation_of(what, "", ticket.desk.due, _put_on_desk(case), rules.terms)
    elif ticket.status is _T.RECEIVED:
        due = rules.terms.desk_due(ticket.received_at)
        yield obligation_of(VERIFICATION, "", due, (ticket.received_at, due), rules.terms)
    doubtful = [(photo.due, photo.at) for photo in case.photos if photo.due]
    if doubtful:  # one after the other: the coordinator looks at a ticket's photos together
        due, came = min(doubtful)
        yield obligation_of(PROOF, "", due, (came, due), rules.terms)


def _of_part(case: Case, part: Assignment, rules: Rules) -> Iterator[Obligation]:
    """Who is done has answered, so an answer that is due no earlier needs no watch of its own."""
    if part.answer_due and part.answer_due < part.due:
        yield obligation_of(ANSWER, part.opd, part.answer_due, _given(case, part, "answer_due"), rules.terms)
    yield obligation_of(RESOLUTION, part.opd, part.due, _given(case, part, "due"), rules.terms)


def _ladder(duty: Obligation, rules: Rules) -> Iterator[DueStep]:
    calendar, ladder = rules.terms.calendar_of(duty.opd), rules.escalation.ladder(duty.opd)
    yield DueStep(warn_at(duty, calendar), events.DeadlineWarned.type, duty)
    for at, rung in zip(rung_times(duty.due, ladder, calendar), ladder, strict=True):
        yield DueStep(
            at, events.DeadlineMissed.type if rung is ladder[0] else events.DeadlineEscalated.type, duty, rung
        )


def _taken(case: Case) -> TakenSteps:
    done = (event.data for event in case.events if isinstance(event.data, LadderStep))
    return frozenset((data.what, data.opd, data.due, data.level) for data in done)


def _of_question(case: Case, rules: Rules) -> DueStep:
    """The citizen is reminded once, and then has what was meant to be left of the time before the report is archived.

    Who was asked something more has the time of the last question.
    """
    terms, asked = rules.terms, case.last(events.TicketIncomplete.type)
    asked_at = asked.at if asked else case.ticket.received_at
    since = case.since(asked.sequence if asked else 0)
    reminded = next((e.data for e in since if isinstance(e.data, events.TicketReminded)), None)
    if reminded is None:
        return DueStep(terms.calendar.due(asked_at, rules.escalation.remind), events.TicketReminded.type)
    return DueStep(reminded.due, events.TicketArchived.type)


def archived_at(case: Case, rules: Rules, reminded_at: datetime) -> datetime:
    """When a report whose reporter is reminded now is archived, if there is still no answer."""
    terms, asked = rules.terms, case.last(events.TicketIncomplete.type)
    left = max(1, terms.deadline.silence - rules.escalation.remind)
    promised = terms.answered_until(asked.at if asked else case.ticket.received_at)
    return max(promised, terms.calendar.due(reminded_at, left))


def _given(case: Case, part: Assignment, name: str) -> tuple[datetime, datetime]:
    """When this due date of the part was given, and what it was then, before any clock stood."""
    for event in reversed(case.events):
        due = _due_in(event, part.opd, name)
        if due:
            return event.at, due
    return case.ticket.received_at, getattr(part, name)


def _due_in(event: Event, opd: str, name: str) -> datetime | None:
    data = event.data
    given = next((assigned for assigned in data.assignments if assigned.opd == opd), None)
    if name == "answer_due":
        return given.answer_due if given else None
    if given:
        return given.due
    match data:
        case events.DeadlineExtended():
            return data.due if data.opd == opd else None
        case events.TicketDisputed():
            return (data.reopened or {}).get(opd)
        case events.TicketAbsorbed() | events.TicketReleased():
            return data.dues.get(opd)
    return None


def _put_on_desk(case: Case) -> tuple[datetime, datetime]:
    """When the ticket was last put on the desk, and by when it was to be settled then."""
    kinds = {
        events.TicketUnroutable.type,
        events.AssignmentReturned.type,
        events.TicketDisputed.type,
        events.TicketContested.type,
    }
    put = next((event for event in reversed(case.events) if event.type in kinds), None)
    return (put.at, put.data.due) if put and isinstance(put.data.due, datetime) else (case.ticket.received_at,) * 2
