"""The counters equal a recount from the histories, and what `rebuild-statistics` counts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.statistics.counters import Place
from chalicelib.domain.tickets.ticket import Case
from tests.simulation.audit.evidence import Evidence, Report
from tests.simulation.audit.office_calendar import OfficeCalendar
from tests.simulation.audit.promises import begun
from tests.simulation.audit.replayed_ticket import OPEN, ReplayedAssignment, ReplayedTicket

RECOUNTED = {
    "city": {
        "n", "day", "channel", "status", "visibility", "opds", "handovers", "resolved", "kept", "open", "desk", "star",
        "disputes", "took",
    },
    "opd": {
        "given", "done", "kept", "returns", "missed", "open", "late", "soon", "waiting", "star", "disputes", "took",
    },
    "service": None, "area": None, "village": None,
}  # fmt: skip
"""Names of counters, up to the colon, by subject; None: all. The others are held against the rebuild alone."""

Cell = tuple[Place, str]
BOUNDS = sorted({round(2 ** (step / 4)) for step in range(73)})
"""Where the buckets of a histogram begin, in minutes."""


def check(evidence: Evidence, report: Report) -> None:
    office_calendar = OfficeCalendar(evidence.calendar, evidence.catalogue.opds)
    recounted: Counter[Cell] = Counter()
    for case in evidence.cases.values():
        recounted.update(_Recount(case, evidence, office_calendar).cells())
    kept = {cell: count for cell, count in evidence.counters.items() if _is_recounted(cell)}
    report.checked["counters recounted"] = len(recounted)
    report.checked["counters rebuilt"] = len(evidence.rebuilt)
    _compare("figures_differ", kept, recounted, report)
    _compare("rebuild_differs", evidence.counters, evidence.rebuilt, report)


def _compare(check_: str, kept: Mapping[Cell, int], wanted: Mapping[Cell, int], report: Report) -> None:
    for cell in sorted(kept.keys() | wanted.keys()):
        stored, counted = kept.get(cell, 0), wanted.get(cell, 0)
        if stored != counted:
            place, name = cell
            report.add(check_, "", f"{place.period} {place.scope} {place.subject} {name}: {stored}, not {counted}")


def _is_recounted(cell: Cell) -> bool:
    place, name = cell
    names = RECOUNTED[place.subject.partition(":")[0]]
    return names is None or name.partition(":")[0] in names


class _Recount:
    """The counters of one ticket, recounted from its history."""

    def __init__(self, case: Case, evidence: Evidence, office_calendar: OfficeCalendar) -> None:
        self.case, self.ticket, self.office_calendar = case, case.ticket, office_calendar
        self.replayed = begun(case, evidence, office_calendar)
        for event in case.events:
            self.replayed.apply(event)

    def cells(self) -> Iterator[Cell]:
        for period, subject, name in self._counts():
            for scope in self._scopes(subject):
                yield Place(period, scope, subject), name

    def _scopes(self, subject: str) -> list[str]:
        area = self.ticket.report.place.area or ""
        is_public = area and str(self.ticket.report.visibility) != "confidential"
        own = [area[:8]] if is_public else []
        return {"area": ["all"], "village": own}.get(subject, ["all", *own])

    def _counts(self) -> Iterator[tuple[str, str, str]]:
        yield from self._report()
        yield from self._way()
        for opd, assignment in self.replayed.assignments.items():
            yield from self._assignment(opd, assignment)

    def _report(self) -> Iterator[tuple[str, str, str]]:
        report, at = self.ticket.report, self.case.events[0].at
        month, is_secret, area = self._month(at), str(report.visibility) == "confidential", report.place.area
        together = sum(not assignment.is_inactive for assignment in self.replayed.assignments.values())
        for name in (
            "n", f"day:{self.office_calendar.day(at).day:02}", f"channel:{report.channel}", f"status:{self.ticket.status}",
            f"visibility:{report.visibility}", f"opds:{min(together, 4)}",
        ):  # fmt: skip
            yield month, "city", name
        yield month, "service", "confidential" if is_secret else report.service
        yield month, "area", "confidential" if is_secret else area[:8] if area else "none"
        if area and not is_secret:
            yield month, "village", area

    def _way(self) -> Iterator[tuple[str, str, str]]:
        resolved, month = self._last(events.TicketResolved.type), self._month(self.case.events[0].at)
        if self.replayed.end in ("resolved", "closed") and resolved:
            yield self._month(resolved.at), "city", "resolved"
            if all(
                self._in_time(opd, assignment)
                for opd, assignment in self.replayed.assignments.items()
                if not assignment.is_inactive
            ):
                yield self._month(resolved.at), "city", "kept"
            minutes = self._minutes(self.case.events[0].at, resolved.at, "", [])
            yield self._month(resolved.at), "city", f"took:{minutes}"
        for event in self.case.events:
            if event.type in (events.AssignmentReturned.type, events.LeadMoved.type):
                yield month, "city", "handovers"
            if isinstance(event.data, events.TicketDisputed):
                for subject in ("city", *(f"opd:{opd}" for opd in event.data.reopened or ())):
                    yield self._month(event.at), subject, "disputes"
        if self.replayed.end == OPEN:
            yield from (("now", "city", name) for name in ("open", f"status:{self.ticket.status}"))
            yield from (("now", "city", "desk") for _ in range(self.replayed.desk is not None))
        yield from self._stars()

    def _stars(self) -> Iterator[tuple[str, str, str]]:
        rated = self._last(events.TicketRated.type)
        if rated and isinstance(rated.data, events.TicketRated):
            assigned = [
                f"opd:{opd}" for opd, assignment in self.replayed.assignments.items() if not assignment.is_inactive
            ]
            for subject in ("city", *assigned):
                yield self._month(rated.at), subject, f"star:{rated.data.stars}"

    def _assignment(self, opd: str, assignment: ReplayedAssignment) -> Iterator[tuple[str, str, str]]:
        subject, is_done = f"opd:{opd}", assignment.is_over and not assignment.is_inactive
        if self.replayed.end == "duplicate" and not is_done:
            return
        begun_at = [event.at for event in self.case.events if _gives(event, opd)][-1]
        yield self._month(begun_at), subject, "given"
        for event in self._of(opd, events.AssignmentReturned.type):
            yield self._month(event.at), subject, "returns"
        for event in self._of(opd, events.DeadlineMissed.type):
            if isinstance(event.data, events.LadderStep) and event.data.what == "resolution":
                yield self._month(event.at), subject, "missed"
        done = self._of(opd, events.AssignmentDone.type)
        if is_done and done:
            yield self._month(done[-1].at), subject, "done"
            yield from ((self._month(done[-1].at), subject, "kept") for _ in range(self._in_time(opd, assignment)))
            stood = [*self._asked(), *self._waited(opd)]
            yield self._month(done[-1].at), subject, f"took:{self._minutes(begun_at, done[-1].at, opd, stood)}"
        if not assignment.is_over and self.replayed.end in (OPEN, "resolved", "closed"):
            yield from (("now", subject, name) for name in self._stock(opd, assignment))

    def _stock(self, opd: str, assignment: ReplayedAssignment) -> Iterator[str]:
        yield "open"
        about = [e for kind in (events.DeadlineWarned.type, events.DeadlineMissed.type) for e in self._of(opd, kind)]
        steps = (e.data for e in about if isinstance(e.data, events.LadderStep))
        kinds = {step.type for step in steps if (step.what, step.due) == ("resolution", assignment.due)}
        yield from ["late"] if events.DeadlineMissed.type in kinds else ["soon"] if kinds else []
        yield from ["waiting"] if self.replayed.waits(assignment) else []

    def _in_time(self, opd: str, assignment: ReplayedAssignment) -> bool:
        done = self._of(opd, events.AssignmentDone.type)
        return not done or done[-1].at <= assignment.due

    def _asked(self) -> list[tuple[datetime, datetime]]:
        """While the citizen was asked."""
        return _spans(self.case.events, {events.TicketIncomplete.type}, _ANSWERED)

    def _waited(self, opd: str) -> list[tuple[datetime, datetime]]:
        """The spans in which the assignment waited for another OPD's, by the state before and after each event."""
        replayed, spans, since = ReplayedTicket(self.replayed.received), list[tuple[datetime, datetime]](), None
        for event in self.case.events:
            replayed.apply(event)
            assignment = replayed.assignments.get(opd)
            waits = (
                assignment is not None
                and not assignment.is_over
                and bool(assignment.after)
                and replayed.waits(assignment)
            )
            if waits and since is None:
                since = event.at
            elif since and not waits:
                spans.append((since, event.at))
                since = None
        return spans

    def _minutes(self, start: datetime, end: datetime, opd: str, stood: list[tuple[datetime, datetime]]) -> int:
        """The bucket of the working time without that in which the clock stood."""
        minute, total, reached = timedelta(minutes=1), self.office_calendar.work(start, end, opd), start
        minutes = total // minute
        for since, until in sorted(stood):
            first, last = max(since, reached), min(until, end)
            if first < last:
                minutes -= self.office_calendar.work(first, last, opd) // minute
                reached = last
        return sum(bound <= max(0, minutes) for bound in BOUNDS)

    def _of(self, opd: str, kind: str) -> list[Event]:
        return [event for event in self.case.events if event.type == kind and event.data.opd == opd]

    def _last(self, kind: str) -> Event | None:
        return next((event for event in reversed(self.case.events) if event.type == kind), None)

    def _month(self, at: datetime) -> str:
        return self.office_calendar.day(at).isoformat()[:7]


_ANSWERED = {
    events.TicketCompleted.type, events.TicketResolved.type, events.TicketWithdrawn.type, events.TicketReferred.type,
    events.TicketArchived.type, events.TicketMerged.type,
}  # fmt: skip


def _gives(event: Event, opd: str) -> bool:
    return any(assigned.opd == opd for assigned in event.data.assignments)


def _spans(
    history: Sequence[Event], begins: AbstractSet[str], ends: AbstractSet[str]
) -> list[tuple[datetime, datetime]]:
    spans, since = list[tuple[datetime, datetime]](), None
    for event in history:
        if event.type in begins:
            since = since or event.at
        elif since and event.type in ends:
            spans.append((since, event.at))
            since = None
    return spans
