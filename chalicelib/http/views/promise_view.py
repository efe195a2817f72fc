"""What was promised, as data and in words, beside the other things that are shown of a ticket.

`late_by` counts working days: 0 on the day on which it was due, null while it is not late.
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
from chalicelib.http.views.history import opd_name, spoken

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes
    from chalicelib.pages.page_visit import Pack


def calendar_of(opd: str) -> Calendar:
    """The working days of the OPD; of the city for the coordinator."""
    city = wiring.city()
    return city.calendar.for_week(city.catalogue.week_of(opd))


def late_words(days: int, language: str) -> str:
    """`terlambat 3 hari kerja`."""
    return texts.say(language, f"promised.late_by_{days}" if days < 2 else "promised.late_by", days=days)


class Promises:
    """What was promised of one ticket and of its assignments, as it stands `now`."""

    def __init__(self, case: Case, city: Pack, now: datetime, language: str) -> None:
        self._case, self._catalogue, self._now, self._language = case, city.catalogue, now, language
        self._terms = terms_of(case.ticket, city.catalogue, city.calendar)

    def of_ticket(self) -> shapes.TicketPromise | None:
        found = promise_status.of_ticket(self._case, self._terms, self._now)
        if found is None:
            return None
        unassigned = found.state == RUNNING and not self._case.ticket.assignments
        key = "no_opd_yet" if unassigned else found.state
        return {
            **self._told(found, key, self._day(found.due)),
            "now": self._what_now(found),
        }

    def of_part(self, part: Assignment) -> shapes.AssignmentPromise:
        found = promise_status.of_assignment(self._case, part, self._terms, self._now)
        return {
            "promise": self._told(found, f"part_{found.state}", self._moment(found.due)) if found else None,
            "late_by": found.late_by if found else None,
            **self._answer(part, found),
        }

    def _told(self, found: PromiseStatus, key: str, due: str) -> shapes.Promise:
        text = texts.say(
            self._language, f"promised.{key}", day=due, due=due,
            since=self._moment(found.since) if found.since else "", done=self._day(found.done) if found.done else "",
            late=self._late(found.late_by, key),
        )  # fmt: skip
        return {
            "state": found.state,
            "due": _iso(found.due),
            "due_text": self._moment(found.due),
            "late_by": found.late_by,
            "stands_since": _iso(found.since),
            "stands_since_text": self._moment(found.since),
            "done_at": _iso(found.done),
            "done_at_text": self._moment(found.done),
            "text": text,
        }

    def _answer(self, part: Assignment, found: PromiseStatus | None) -> shapes.AnswerPromise:
        """By when this OPD says its first word, while that is outstanding."""
        due = part.answer_due if found and found.done is None else None
        if due is None or found is None:
            return {"answer_due": None, "answer_due_text": None, "answer_text": None}
        stands = found.since or self._now
        at = min(stands, self._now)
        late = self._terms.calendar_of(part.opd).days_between(due, at) if due < at else None
        key = "part_answer" if late is None else "part_answer_missed"
        text = texts.say(self._language, f"promised.{key}", due=self._moment(due), late=self._late(late, key))
        return {"answer_due": _iso(due), "answer_due_text": self._moment(due), "answer_text": text}

    def _what_now(self, found: PromiseStatus) -> str | None:
        """What happens since it was missed, or since the decision is late that it waits for."""
        told = [*self._undecided(found), *(self._missed(found) if found.state == MISSED else ())]
        return " ".join([*told, self._escalated()]) if told or found.state == MISSED else None

    def _missed(self, found: PromiseStatus) -> Iterator[str]:
        late = [part.opd for part in self._case.ticket.assignments if self._is_late(part)]
        if late:
            yield texts.say(self._language, "promised.missed_opds", opds=self._names(late))
        if found.since:
            yield texts.say(self._language, "promised.missed_stands", since=self._moment(found.since))

    def _undecided(self, found: PromiseStatus) -> Iterator[str]:
        """The coordinator's decision, if it is late and its clock runs."""
        due = self._terms.decision_due(self._case.ticket)
        if due and due < self._now and not (found.since or found.done):
            late = late_words(self._terms.calendar.days_between(due, self._now), self._language)
            yield texts.say(self._language, "promised.undecided", due=self._moment(due), late=late)

    def _escalated(self) -> str:
        """Who has heard of it."""
        step = self._case.last_of(events.DeadlineEscalated)
        who = spoken(step.who, self._language) if step and step.who else ""
        return texts.say(self._language, "promised.missed_told" if who else "promised.missed_next", who=who)

    def _is_late(self, part: Assignment) -> bool:
        found = promise_status.of_assignment(self._case, part, self._terms, self._now)
        return found is not None and found.state == MISSED

    def _names(self, opds: list[str]) -> str:
        return ", ".join(opd_name(opd, self._catalogue) for opd in opds)

    def _late(self, days: int | None, key: str) -> str:
        """As a sentence of its own it begins with a capital."""
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
