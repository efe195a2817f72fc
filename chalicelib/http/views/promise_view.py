"""The promises of a ticket and its assignments, as data and in words.

`late_by` counts working days: 0 on the day on which it was due, None while it is not late.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, overload

from chalicelib import texts, wiring
from chalicelib.domain import events
from chalicelib.domain.city import date_format
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines import promise_status
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.deadlines.promise_status import MISSED, RUNNING, PromiseStatus
from chalicelib.domain.tickets.ticket import Assignment, Case
from chalicelib.http.views.history import localized, opd_name

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes
    from chalicelib.pages.page_visit import Pack


def calendar_of(opd: str) -> Calendar:
    """The calendar by which the OPD works; of the city where `opd` is empty, for the coordinator."""
    city = wiring.city()
    return city.calendar.for_week(city.catalogue.week_of(opd))


def late_words(days: int, language: str) -> str:
    """How late in working days, in words: `terlambat 3 hari kerja`."""
    return texts.say(language, f"promise.late_by_{days}" if days < 2 else "promise.late_by", days=days)


class Promises:
    """The promises of one ticket and of its assignments, as they stand `now` (aware)."""

    def __init__(self, case: Case, city: Pack, now: datetime, language: str) -> None:
        self._case, self._catalogue, self._now, self._language = case, city.catalogue, now, language
        self._terms = terms_of(case.ticket, city.catalogue, city.calendar)

    def of_ticket(self) -> shapes.TicketPromise | None:
        """The promise of the ticket as a whole; None where there is none."""
        status = promise_status.of_ticket(self._case, self._terms, self._now)
        if status is None:
            return None
        unassigned = status.state == RUNNING and not self._case.ticket.assignments
        key = "no_opd_yet" if unassigned else status.state
        return {
            **self._promise(status, key, self._day(status.due)),
            "now": self._what_now(status),
        }

    def of_assignment(self, assignment: Assignment) -> shapes.AssignmentPromise:
        status = promise_status.of_assignment(self._case, assignment, self._terms, self._now)
        return {
            "promise": self._promise(status, f"part_{status.state}", self._moment(status.due)) if status else None,
            "late_by": status.late_by if status else None,
            **self._answer(assignment, status),
        }

    def _promise(self, status: PromiseStatus, key: str, due: str) -> shapes.Promise:
        text = texts.say(
            self._language, f"promise.{key}", day=due, due=due,
            since=self._moment(status.since) if status.since else "",
            done=self._day(status.done) if status.done else "",
            late=self._late(status.late_by, key),
        )  # fmt: skip
        return {
            "state": status.state,
            "due": _iso(status.due),
            "due_text": self._moment(status.due),
            "late_by": status.late_by,
            "stands_since": _iso(status.since),
            "stands_since_text": self._moment(status.since),
            "done_at": _iso(status.done),
            "done_at_text": self._moment(status.done),
            "text": text,
        }

    def _answer(self, assignment: Assignment, status: PromiseStatus | None) -> shapes.AnswerPromise:
        """By when this OPD must first answer, while that is outstanding."""
        due = assignment.answer_due if status and status.done is None else None
        if due is None or status is None:
            return {"answer_due": None, "answer_due_text": None, "answer_text": None}
        stands = status.since or self._now
        at = min(stands, self._now)
        late = self._terms.calendar_of(assignment.opd).days_between(due, at) if due < at else None
        key = "part_answer" if late is None else "part_answer_missed"
        text = texts.say(self._language, f"promise.{key}", due=self._moment(due), late=self._late(late, key))
        return {"answer_due": _iso(due), "answer_due_text": self._moment(due), "answer_text": text}

    def _what_now(self, status: PromiseStatus) -> str | None:
        """What happens now that the promise was missed, or that a decision which it depends on is late."""
        sentences = [*self._undecided(status), *(self._missed(status) if status.state == MISSED else ())]
        return " ".join([*sentences, self._escalated()]) if sentences or status.state == MISSED else None

    def _missed(self, status: PromiseStatus) -> Iterator[str]:
        late = [assignment.opd for assignment in self._case.ticket.assignments if self._is_late(assignment)]
        if late:
            yield texts.say(self._language, "promise.missed_opds", opds=self._names(late))
        if status.since:
            yield texts.say(self._language, "promise.missed_stands", since=self._moment(status.since))

    def _undecided(self, status: PromiseStatus) -> Iterator[str]:
        """A sentence on the coordinator's decision, if it is late and its clock runs."""
        due = self._terms.decision_due(self._case.ticket)
        if due and due < self._now and not (status.since or status.done):
            late = late_words(self._terms.calendar.days_between(due, self._now), self._language)
            yield texts.say(self._language, "promise.undecided", due=self._moment(due), late=late)

    def _escalated(self) -> str:
        """Who was told of the missed deadline, or will be next."""
        step = self._case.last_of(events.DeadlineEscalated)
        who = localized(step.who, self._language) if step and step.who else ""
        return texts.say(self._language, "promise.missed_told" if who else "promise.missed_next", who=who)

    def _is_late(self, assignment: Assignment) -> bool:
        status = promise_status.of_assignment(self._case, assignment, self._terms, self._now)
        return status is not None and status.state == MISSED

    def _names(self, opds: list[str]) -> str:
        return ", ".join(opd_name(opd, self._catalogue) for opd in opds)

    def _late(self, days: int | None, key: str) -> str:
        """How late, in words; with a capital where it begins a sentence. Empty while it is not late."""
        text = "" if days is None else late_words(days, self._language)
        return text[:1].upper() + text[1:] if key in {"part_missed", "part_answer_missed"} else text

    @overload
    def _moment(self, at: datetime) -> str: ...
    @overload
    def _moment(self, at: None) -> None: ...
    def _moment(self, at: datetime | None) -> str | None:
        return date_format.moment(at, self._catalogue.city.zone, self._language) if at else None

    def _day(self, at: datetime) -> str:
        return date_format.day(at, self._catalogue.city.zone, self._language)


@overload
def _iso(at: datetime) -> str: ...
@overload
def _iso(at: None) -> None: ...
def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="milliseconds") if at else None
