"""Checks that no deadline is missed unnoticed, and none escalated twice, too late, too early or without a reason."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate

from chalicelib.domain import events
from chalicelib.domain.events import Event, LadderStep
from chalicelib.domain.tickets.ticket import Case
from tests.simulation.audit.evidence import Evidence, Report
from tests.simulation.audit.office_calendar import OfficeCalendar
from tests.simulation.audit.replayed_ticket import Promise, ReplayedTicket

WARNED, MISSED = 0, 1
KINDS = {events.DeadlineWarned.type, events.DeadlineMissed.type, events.DeadlineEscalated.type}

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Span:
    """The time in which a promise was owed and its clock ran. The same date may be promised again later."""

    promise: Promise
    start: datetime
    end: datetime


@dataclass
class Owed:
    """One promise. `taken` are the events of the watch about it, by level."""

    spans: list[Span] = field(default_factory=list)
    taken: dict[int, list[Event]] = field(default_factory=lambda: defaultdict(list))
    is_known: bool = True


def check(evidence: Evidence, report: Report) -> None:
    auditor = _Auditor(evidence, report)
    for case in evidence.cases.values():
        auditor.ticket(case)


def begun(case: Case, evidence: Evidence, office_calendar: OfficeCalendar) -> ReplayedTicket:
    """The ticket before anything happened: the coordinator owes the verification, and the check of what is held."""
    service = evidence.catalogue.service_or_other(case.ticket.report.service)
    days, at = evidence.catalogue.deadline_of(service).verification, case.events[0].at
    received = case.events[0].data
    is_held = isinstance(received, events.TicketReceived) and received.held
    check = (at, office_calendar.closing(at, 1)) if is_held else None
    return ReplayedTicket((at, office_calendar.closing(at, days)), check=check)


class _Auditor:
    def __init__(self, evidence: Evidence, report: Report) -> None:
        self.evidence, self.report = evidence, report
        self.office_calendar = OfficeCalendar(evidence.calendar, evidence.catalogue.opds)

    def ticket(self, case: Case) -> None:
        for owed in self._owed(case).values():
            self.report.checked["promises"] += 1
            if owed.is_known:
                self._promise(case.ticket.id, owed)
            else:
                self.report.checked["promises whose dates no event holds"] += 1

    def _owed(self, case: Case) -> Mapping[Key, Owed]:
        """All promises of a ticket with the spans in which each was owed."""
        replayed, owed_by_key = begun(case, self.evidence, self.office_calendar), dict[Key, Owed]()
        since: dict[Key, tuple[Promise, datetime]] = {}
        for event in case.events:
            if event.type in KINDS:
                self._note(event, owed_by_key, since)
                continue
            replayed.apply(event)
            now = {promise.key: promise for promise in replayed.promises()}
            for key, (promise, start) in [*since.items()]:
                if now.get(key) != promise:
                    owed_by_key[key].spans.append(Span(promise, start, event.at))
                    del since[key]
            for key, promise in now.items():
                since.setdefault(key, (promise, event.at))
                owed = owed_by_key.setdefault(key, Owed())
                owed.is_known &= promise.what != "answer" or replayed.assignments[promise.opd].is_known
        for key, (promise, start) in since.items():
            owed_by_key[key].spans.append(Span(promise, start, max(start, self.evidence.end)))
        return owed_by_key

    def _note(self, event: Event, owed_by_key: Mapping[Key, Owed], since: Mapping[Key, object]) -> None:
        self.report.checked["steps of ladders"] += 1
        step = _step(event)
        key = (step.what, step.opd, step.due.isoformat())
        if key in owed_by_key:
            owed_by_key[key].taken[step.level].append(event)
        if key not in since and (key not in owed_by_key or owed_by_key[key].is_known):
            self.report.add("escalated_without_promise", event.ticket, f"{event.type} {key}, which nobody owed then")

    def _promise(self, number: str, owed: Owed) -> None:
        times = [dict(self._ladder(span.promise)) for span in owed.spans]
        promise = owed.spans[0].promise
        for level in times[0]:
            due = [(time[level], span) for time, span in zip(times, owed.spans, strict=True)]
            about = f"{promise.what} of {promise.opd or 'the desk'} due {promise.due}, level {level}"
            self._level(number, about, owed.taken.get(level, []), due)
        self._levels(number, owed)

    def _level(self, number: str, about: str, taken: Sequence[Event], due: Sequence[tuple[datetime, Span]]) -> None:
        must = next((at for at in (self._by_when(*each) for each in due) if at), None)
        if len(taken) > 1:
            self.report.add("escalated_twice", number, f"{about}: {len(taken)} times")
        if must and not taken:
            self.report.add("missed_unnoticed", number, f"{about}: nobody was notified by {must}")
        if taken and not any(at <= taken[0].at and span.start <= taken[0].at <= span.end for at, span in due):
            self.report.add("escalated_too_early", number, f"{about}: at {taken[0].at} instead of {due[0][0]}")
        if taken and must and taken[0].at > must:
            self.report.add("escalated_too_late", number, f"{about}: at {taken[0].at} instead of {must}")

    def _levels(self, number: str, owed: Owed) -> None:
        """A step that was passed over gave way to a higher one at the same instant, which reached somebody."""
        taken = [event for steps in owed.taken.values() for event in steps]
        known = {level for level, _ in self._ladder(owed.spans[0].promise)}
        for event in taken:
            step = _step(event)
            level = step.level
            if level not in known:
                self.report.add("escalated_without_promise", number, f"level {level} is on no ladder")
            over = [e for e in taken if _step(e).level > level and e.at == event.at and _step(e).told]
            if step.overtaken == bool(step.told):
                self.report.add("escalated_to_nobody", number, f"{event.type} level {level} at {event.at}")
            if step.overtaken and not over:
                self.report.add("escalated_to_nobody", number, f"{event.type} level {level} gave way to nothing")

    def _ladder(self, promise: Promise) -> Iterator[tuple[int, datetime]]:
        """When each step is due."""
        ladder = self.evidence.escalation.ladder(promise.opd)
        yield WARNED, self.office_calendar.warning(promise.due, promise.promised, promise.opd)
        for rung, days in zip(ladder, accumulate(rung.days for rung in ladder), strict=True):
            yield rung.level, self.office_calendar.closing(promise.due, days, promise.opd) if days else promise.due

    def _by_when(self, at: datetime, span: Span) -> datetime | None:
        """The first round after it was due that found it still owed; None if there was none."""
        rounds = self.evidence.rounds
        place = bisect_right(rounds, max(at, span.start))
        return rounds[place] if place < len(rounds) and rounds[place] < span.end else None


def _step(event: Event) -> LadderStep:
    if not isinstance(event.data, LadderStep):
        raise TypeError(event.type)
    return event.data
