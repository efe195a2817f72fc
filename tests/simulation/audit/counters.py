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
from tests.simulation.audit.office_calendar import Almanac
from tests.simulation.audit.promises import begun
from tests.simulation.audit.replayed_ticket import OPEN, Part, Story

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
    almanac = Almanac(evidence.calendar, evidence.catalogue.opds)
    recounted: Counter[Cell] = Counter()
    for case in evidence.cases.values():
        recounted.update(_Recount(case, evidence, almanac).cells())
    kept = {cell: count for cell, count in evidence.counters.items() if _is_recounted(cell)}
    report.checked["counters recounted"] = len(recounted)
    report.checked["counters rebuilt"] = len(evidence.rebuilt)
    _compare("figures_differ", kept, recounted, report)
    _compare("rebuild_differs", evidence.counters, evidence.rebuilt, report)


def _compare(check_: str, kept: Mapping[Cell, int], wanted: Mapping[Cell, int], report: Report) -> None:
    for cell in sorted(kept.keys() | wanted.keys()):
        told, counted = kept.get(cell, 0), wanted.get(cell, 0)
        if told != counted:
            place, name = cell
            report.found(check_, "", f"{place.period} {place.scope} {place.subject} {name}: {told}, not {counted}")


def _is_recounted(cell: Cell) -> bool:
    place, name = cell
    names = RECOUNTED[place.subject.partition(":")[0]]
    return names is None or name.partition(":")[0] in names


class _Recount:
    """One ticket's."""

    def __init__(self, case: Case, evidence: Evidence, almanac: Almanac) -> None:
        self.case, self.ticket, self.almanac = case, case.ticket, almanac
        self.story = begun(case, evidence, almanac)
        for event in case.events:
            self.story.apply(event)

    def cells(self) -> Iterator[Cell]:
        for period, subject, name in self._counts():
            for scope in self._scopes(subject):
                yield Place(period, scope, subject), name

    def _scopes(self, subject: str) -> list[str]:
        area = self.ticket.report.place.area or ""
        is_told = area and str(self.ticket.report.visibility) != "confidential"
        own = [area[:8]] if is_told else []
        return {"area": ["all"], "village": own}.get(subject, ["all", *own])

    def _counts(self) -> Iterator[tuple[str, str, str]]:
        yield from self._report()
        yield from self._way()
        for opd, part in self.story.parts.items():
            yield from self._part(opd, part)

    def _report(self) -> Iterator[tuple[str, str, str]]:
        report, at = self.ticket.report, self.case.events[0].at
        month, is_secret, area = self._month(at), str(report.visibility) == "confidential", report.place.area
        together = sum(not part.is_gone for part in self.story.parts.values())
        for name in (
            "n", f"day:{self.almanac.day(at).day:02}", f"channel:{report.channel}", f"status:{self.ticket.status}",
            f"visibility:{report.visibility}", f"opds:{min(together, 4)}",
        ):  # fmt: skip
            yield month, "city", name
        yield month, "service", "confidential" if is_secret else report.service
        yield month, "area", "confidential" if is_secret else area[:8] if area else "none"
        if area and not is_secret:
            yield month, "village", area

    def _way(self) -> Iterator[tuple[str, str, str]]:
        resolved, month = self._last(events.TicketResolved.type), self._month(self.case.events[0].at)
        if self.story.end in ("resolved", "closed") and resolved:
            yield self._month(resolved.at), "city", "resolved"
            if all(self._in_time(opd, part) for opd, part in self.story.parts.items() if not part.is_gone):
                yield self._month(resolved.at), "city", "kept"
            minutes = self._minutes(self.case.events[0].at, resolved.at, "", [])
            yield self._month(resolved.at), "city", f"took:{minutes}"
        for event in self.case.events:
            if event.type in (events.AssignmentReturned.type, events.LeadMoved.type):
                yield month, "city", "handovers"
            if isinstance(event.data, events.TicketDisputed):
                for subject in ("city", *(f"opd:{opd}" for opd in event.data.reopened or ())):
                    yield self._month(event.at), subject, "disputes"
        if self.story.end == OPEN:
            yield from (("now", "city", name) for name in ("open", f"status:{self.ticket.status}"))
            yield from (("now", "city", "desk") for _ in range(self.story.desk is not None))
        yield from self._stars()

    def _stars(self) -> Iterator[tuple[str, str, str]]:
        rated = self._last(events.TicketRated.type)
        if rated and isinstance(rated.data, events.TicketRated):
            took_part = [f"opd:{opd}" for opd, part in self.story.parts.items() if not part.is_gone]
            for subject in ("city", *took_part):
                yield self._month(rated.at), subject, f"star:{rated.data.stars}"

    def _part(self, opd: str, part: Part) -> Iterator[tuple[str, str, str]]:
        subject, is_done = f"opd:{opd}", part.is_over and not part.is_gone
        if self.story.end == "duplicate" and not is_done:
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
            yield from ((self._month(done[-1].at), subject, "kept") for _ in range(self._in_time(opd, part)))
            stood = [*self._asked(), *self._waited(opd)]
            yield self._month(done[-1].at), subject, f"took:{self._minutes(begun_at, done[-1].at, opd, stood)}"
        if not part.is_over and self.story.end in (OPEN, "resolved", "closed"):
            yield from (("now", subject, name) for name in self._stock(opd, part))

    def _stock(self, opd: str, part: Part) -> Iterator[str]:
        yield "open"
        about = [e for kind in (events.DeadlineWarned.type, events.DeadlineMissed.type) for e in self._of(opd, kind)]
        steps = (e.data for e in about if isinstance(e.data, events.LadderStep))
        told = {step.type for step in steps if (step.what, step.due) == ("resolution", part.due)}
        yield from ["late"] if events.DeadlineMissed.type in told else ["soon"] if told else []
        yield from ["waiting"] if self.story.waits(part) else []

    def _in_time(self, opd: str, part: Part) -> bool:
        done = self._of(opd, events.AssignmentDone.type)
        return not done or done[-1].at <= part.due

    def _asked(self) -> list[tuple[datetime, datetime]]:
        """While the citizen was asked."""
        return _spans(self.case.events, {events.TicketIncomplete.type}, _ANSWERED)

    def _waited(self, opd: str) -> list[tuple[datetime, datetime]]:
        """While the part waited for another OPD's: by what stood before and after each event."""
        story, found, since = Story(self.story.received), list[tuple[datetime, datetime]](), None
        for event in self.case.events:
            story.apply(event)
            part = story.parts.get(opd)
            waits = part is not None and not part.is_over and bool(part.after) and story.waits(part)
            if waits and since is None:
                since = event.at
            elif since and not waits:
                found.append((since, event.at))
                since = None
        return found

    def _minutes(self, start: datetime, end: datetime, opd: str, stood: list[tuple[datetime, datetime]]) -> int:
        """The bucket of the working time without that in which the clock stood."""
        minute, total, reached = timedelta(minutes=1), self.almanac.work(start, end, opd), start
        minutes = total // minute
        for since, until in sorted(stood):
            first, last = max(since, reached), min(until, end)
            if first < last:
                minutes -= self.almanac.work(first, last, opd) // minute
                reached = last
        return sum(bound <= max(0, minutes) for bound in BOUNDS)

    def _of(self, opd: str, kind: str) -> list[Event]:
        return [event for event in self.case.events if event.type == kind and event.data.opd == opd]

    def _last(self, kind: str) -> Event | None:
        return next((event for event in reversed(self.case.events) if event.type == kind), None)

    def _month(self, at: datetime) -> str:
        return self.almanac.day(at).isoformat()[:7]


_ANSWERED = {
    events.TicketCompleted.type, events.TicketResolved.type, events.TicketWithdrawn.type, events.TicketReferred.type,
    events.TicketArchived.type, events.TicketMerged.type,
}  # fmt: skip


def _gives(event: Event, opd: str) -> bool:
    return any(assigned.opd == opd for assigned in event.data.assignments)


def _spans(
    history: Sequence[Event], begins: AbstractSet[str], ends: AbstractSet[str]
) -> list[tuple[datetime, datetime]]:
    found, since = list[tuple[datetime, datetime]](), None
    for event in history:
        if event.type in begins:
            since = since or event.at
        elif since and event.type in ends:
            found.append((since, event.at))
            since = None
    return found
