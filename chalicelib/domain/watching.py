"""Which steps the watch of deadlines must take for a ticket, and when it must look next: decided from the history.

A step stands in the history once it was taken, by the promise it is about (what, whose, due when) and its level. So it
is taken once, however often and by however many watchers the ticket is looked at, and whatever the clock says
meanwhile. Whatever ends a promise (done, returned, waived, answered) or moves its due date ends its ladder; another
due date is another promise with a ladder of its own. While a clock stands there is no promise to be late with.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain import event as events
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.escalation import Escalation, Rung, rung_times
from chalicelib.domain.event import Event
from chalicelib.domain.parts import open_parts, waits_for
from chalicelib.domain.settling import UNROUTABLE
from chalicelib.domain.status import GROUPS, TicketStatus
from chalicelib.domain.terms import Terms, terms_of
from chalicelib.domain.ticket import Assignment, Case, Ticket
from chalicelib.domain.value import value
from chalicelib.domain.worktime import Calendar

RESOLUTION, ANSWER, VERIFICATION, RETURNED, DISPUTED = "resolution", "answer", "verification", "returned", "disputed"
WHATS = (RESOLUTION, ANSWER, VERIFICATION, RETURNED, DISPUTED)
"""What is promised: an OPD's part done, its first word to the citizen; what the coordinator settles."""

_LADDER = frozenset({events.WARNED, events.MISSED, events.ESCALATED})
_T = TicketStatus


@dataclass(frozen=True, slots=True)
class Rules:
    """What a ticket is held to."""

    terms: Terms
    escalation: Escalation


@value
class Promise:
    """`opd` is empty for what the coordinator owes. `work`: the working time that there was for it in all."""

    what: str
    opd: str
    due: datetime
    work: timedelta

    @property
    def key(self) -> tuple[str, str, str]:
        return self.what, self.opd, self.due.isoformat()


@value
class Step:
    """What the watch does at `at`: `kind` is the type of its event; `rung` None for a warning and for what is no
    ladder: the reminder, the archiving and the closing, of which `promise` is None.
    """

    at: datetime
    kind: str
    promise: Promise | None = None
    rung: Rung | None = None

    @property
    def level(self) -> int:
        return self.rung.level if self.rung else 0


def rules_of(ticket: Ticket, catalogue: Catalogue, calendar: Calendar, escalation: Escalation) -> Rules:
    return Rules(terms_of(ticket, catalogue, calendar), escalation)


def first_look(ticket: Ticket, catalogue: Catalogue, calendar: Calendar) -> datetime:
    """`next_look` of a ticket that has just come in: needs no ladder, for it is on the path of every report."""
    terms = terms_of(ticket, catalogue, calendar)
    due = terms.desk_due(ticket.received_at)
    return warn_at(_promise(VERIFICATION, "", due, (ticket.received_at, due), terms), terms.calendar)


def next_look(case: Case, rules: Rules) -> datetime | None:
    """When the first step that was not taken yet is due (UTC, may have passed); None if nothing can become late."""
    return min((step.at for step in pending(case, rules)), default=None)


def due_steps(case: Case, rules: Rules, now: datetime) -> tuple[Step, ...]:
    """What is due and was not done, the longest due first."""
    return tuple(sorted((step for step in pending(case, rules) if step.at <= now), key=lambda step: step.at))


def pending(case: Case, rules: Rules) -> Iterator[Step]:
    """Every step that the ticket, left as it is, comes to: those taken already left out."""
    ticket = case.ticket
    if ticket.status is _T.INCOMPLETE and ticket.asked_at:
        yield _of_question(case, rules)
    elif ticket.status is _T.RESOLVED and (resolved := case.last(events.RESOLVED)):
        yield Step(rules.terms.dispute_until(resolved.at), events.CLOSED)
    taken = _taken(case)
    for promise in promises(case, rules):
        yield from (s for s in _ladder(promise, rules) if (*promise.key, s.level) not in taken)


def promises(case: Case, rules: Rules) -> Iterator[Promise]:
    """What somebody owes the citizen now; nothing while the citizen is asked, nor from a part that waits."""
    ticket = case.ticket
    if ticket.asked_at is not None or (ticket.status in GROUPS["ended"] and not ticket.desk):
        return
    for part in open_parts(ticket):
        if not waits_for(ticket, part):
            yield from _of_part(case, part, rules)
    if ticket.desk:
        what = VERIFICATION if ticket.desk.reason == UNROUTABLE else ticket.desk.reason
        yield _promise(what, "", ticket.desk.due, _put_on_desk(case), rules.terms)
    elif ticket.status is _T.RECEIVED:
        due = rules.terms.desk_due(ticket.received_at)
        yield _promise(VERIFICATION, "", due, (ticket.received_at, due), rules.terms)


def _of_part(case: Case, part: Assignment, rules: Rules) -> Iterator[Promise]:
    """Who is done has answered, so an answer that is due no earlier needs no watch of its own."""
    if part.answer_due and part.answer_due < part.due:
        yield _promise(ANSWER, part.opd, part.answer_due, _given(case, part, "answer_due"), rules.terms)
    yield _promise(RESOLUTION, part.opd, part.due, _given(case, part, "due"), rules.terms)


def _promise(what: str, opd: str, due: datetime, first: tuple[datetime, datetime], terms: Terms) -> Promise:
    """`first`: from when until when it was given; pauses have moved `due` since, but are no time to work."""
    return Promise(what, opd, due, max(timedelta(), terms.calendar_of(opd).work_between(*first)))


def _ladder(promise: Promise, rules: Rules) -> Iterator[Step]:
    calendar, ladder = rules.terms.calendar_of(promise.opd), rules.escalation.ladder(promise.opd)
    yield Step(warn_at(promise, calendar), events.WARNED, promise)
    for at, rung in zip(rung_times(promise.due, ladder, calendar), ladder, strict=True):
        yield Step(at, events.MISSED if rung is ladder[0] else events.ESCALATED, promise, rung)


def warn_at(promise: Promise, calendar: Calendar) -> datetime:
    """When 80 % of the working time is over or one working day before, whichever comes first: a long promise leaves a
    fifth of its time to act, a short one a whole working day. Never before half of the time is over.
    """
    share = calendar.shift(promise.due, -promise.work * 0.2)
    half = calendar.shift(promise.due, -promise.work * 0.5)
    return max(half, min(share, calendar.before(promise.due, 1)))


def _taken(case: Case) -> frozenset[tuple[str, str, str, int]]:
    done = (event.data for event in case.events if event.type in _LADDER)
    return frozenset((data["what"], data["opd"], data["due"], int(data["level"])) for data in done)


def _of_question(case: Case, rules: Rules) -> Step:
    """The citizen is reminded once, and then has what was meant to be left of the time before the report is archived.

    Who was asked something more has the time of the last question.
    """
    terms, asked = rules.terms, case.last(events.ASKED)
    asked_at = asked.at if asked else case.ticket.received_at
    reminded = next((e for e in case.since(asked.sequence if asked else 0) if e.type == events.REMINDED), None)
    if reminded is None:
        return Step(terms.calendar.due(asked_at, rules.escalation.remind), events.REMINDED)
    return Step(datetime.fromisoformat(reminded.data["due"]), events.ARCHIVED)


def archived_at(case: Case, rules: Rules, reminded_at: datetime) -> datetime:
    """When a report whose reporter is reminded now is archived, if there is still no answer."""
    terms, asked = rules.terms, case.last(events.ASKED)
    left = max(1, terms.deadline.silence - rules.escalation.remind)
    promised = terms.answered_until(asked.at if asked else case.ticket.received_at)
    return max(promised, terms.calendar.due(reminded_at, left))


def _given(case: Case, part: Assignment, name: str) -> tuple[datetime, datetime]:
    """When this due date of the part was given, and what it was then, before any clock stood."""
    for event in reversed(case.events):
        due = _due_in(event, part.opd, name)
        if due:
            return event.at, datetime.fromisoformat(due)
    return case.ticket.received_at, getattr(part, name)


def _due_in(event: Event, opd: str, name: str) -> str | None:
    told = next((part.get(name) for part in event.data.get("assignments", ()) if part["opd"] == opd), None)
    if told or name != "due":
        return told
    if event.type == events.EXTENDED:
        return str(event.data["due"]) if event.data["opd"] == opd else None
    moved: dict[str, str] = event.data.get("reopened", {}) | event.data.get("dues", {})
    return moved.get(opd)


def _put_on_desk(case: Case) -> tuple[datetime, datetime]:
    """When the ticket was last put on the desk, and by when it was to be settled then."""
    kinds = {events.UNROUTABLE, events.RETURNED, events.DISPUTED, events.CONTESTED}
    put = next((event for event in reversed(case.events) if event.type in kinds), None)
    return (put.at, datetime.fromisoformat(put.data["due"])) if put else (case.ticket.received_at,) * 2
