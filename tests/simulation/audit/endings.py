"""Nothing is reminded, archived or closed early, nothing is left open that should have ended, nothing is lost."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.city.catalogue import Deadline
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.ticket import Case
from tests.simulation.audit.evidence import Evidence, Report
from tests.simulation.audit.office_calendar import OfficeCalendar
from tests.simulation.audit.promises import begun
from tests.simulation.audit.replayed_ticket import CLOSED, OPEN, RESOLVED, ReplayedTicket

ENDED = {CLOSED, "archived", "referred", "duplicate"}

Due = tuple[str, datetime]
"""What the watch must do next to a ticket that waits for its reporter, and when."""


def check(evidence: Evidence, report: Report) -> None:
    for number in sorted(evidence.submitted - evidence.cases.keys()):
        report.add("lost", number, "there is a receipt, but no ticket")
    auditor = _Auditor(evidence, report)
    for case in evidence.cases.values():
        auditor.ticket(case)


class _Auditor:
    def __init__(self, evidence: Evidence, report: Report) -> None:
        self.evidence, self.report = evidence, report
        self.office_calendar = OfficeCalendar(evidence.calendar, evidence.catalogue.opds)

    def ticket(self, case: Case) -> None:
        self.report.checked["tickets"] += 1
        if [event.sequence for event in case.events] != list(range(1, case.ticket.sequence + 1)):
            self.report.add("history_has_gaps", case.ticket.id, f"{len(case.events)} events")
        replayed, since = begun(case, self.evidence, self.office_calendar), case.events[0].at
        for event in case.events:
            for kind, at in self._due(replayed, case):
                self._step(event, kind, at, since)
            replayed.apply(event)
            since = event.at
        for kind, at in self._due(replayed, case):
            self._in_time(case.ticket.id, kind, max(at, since), self.evidence.end)
        self._state(case, replayed)

    def _due(self, replayed: ReplayedTicket, case: Case) -> Iterator[Due]:
        deadline = self._deadline(case)
        if replayed.end == RESOLVED and replayed.resolved:
            yield events.TicketClosed.type, self.office_calendar.closing(replayed.resolved, deadline.silence)
        elif replayed.asked_at and replayed.asked_last and replayed.end == OPEN:
            yield self._question(replayed, replayed.asked_last, deadline)

    def _question(self, replayed: ReplayedTicket, asked: datetime, deadline: Deadline) -> Due:
        remind = self.evidence.escalation.remind
        if replayed.reminded is None:
            return events.TicketReminded.type, self.office_calendar.closing(asked, remind)
        left = self.office_calendar.closing(replayed.reminded, max(1, deadline.silence - remind))
        return events.TicketArchived.type, max(left, self.office_calendar.closing(asked, deadline.silence))

    def _step(self, event: Event, kind: str, at: datetime, since: datetime) -> None:
        """What the watch has done was due, and what was due was done before anything else happened."""
        if event.actor == events.SYSTEM and event.type == kind:
            self.report.checked["closings, reminders and archivings"] += 1
            if event.at < at:
                self.report.add("ended_early", event.ticket, f"{kind} at {event.at} instead of {at}")
        self._in_time(event.ticket, kind, max(at, since), event.at)

    def _in_time(self, number: str, kind: str, at: datetime, until: datetime) -> None:
        rounds = self.evidence.rounds
        place = bisect_right(rounds, at)
        if place < len(rounds) and rounds[place] < until:
            self.report.add("left_open", number, f"no {kind} by {rounds[place]}")

    def _state(self, case: Case, replayed: ReplayedTicket) -> None:
        """It ended, or somebody looks at it again, or every promise was escalated up to the highest level."""
        ticket = case.ticket
        expected = RESOLVED if ticket.status in ("received", "incomplete", "dispatched", "in_progress") else ""
        end = OPEN if expected else str(ticket.status)
        if end != replayed.end:
            self.report.add("lost", ticket.id, f"stored as {ticket.status}, but its history says {replayed.end}")
        if replayed.end in ENDED or ticket.next_check is not None:
            return
        for promise in replayed.promises():
            top = self.evidence.escalation.ladder(promise.opd)[-1].level
            if not any(_key(event) == (*promise.key, top) for event in case.events):
                self.report.add("lost", ticket.id, f"nobody will look at it again, and {promise} is owed")
        if replayed.end == RESOLVED:
            self.report.add("lost", ticket.id, "it is resolved, and nobody will close it")

    def _deadline(self, case: Case) -> Deadline:
        catalogue = self.evidence.catalogue
        return catalogue.deadline_of(catalogue.service_or_other(case.ticket.report.service))


def _key(event: Event) -> tuple[str, str, str, int]:
    step = event.data
    if not isinstance(step, events.LadderStep):
        return "", "", "", -1
    return step.what, step.opd, step.due.isoformat(), step.level
