"""What one ticket contributes to the city's figures: a pure function of its case and the calendars.

The contribution is computed anew from the whole history at each event. So an event that arrives twice, late or out of
order cannot be counted wrongly, and counters kept up to date equal those of a recount. Nothing here depends on the
current time.

Names of counters (`domain/statistics/tables.py` reads them):
  month of the report    city: n, day:DD, channel:C, status:S, visibility:V, opds:0-4, hands:0-3, handovers
                         service, area, village: one counter for each code
  month in which it happened
                         city: resolved, kept, took:B, first:B, disputes, upheld, gap:B, wait:B, star:1-5
                         opd:CODE: given, done, kept, took:B, first:B, returns, disputes, upheld, reopened, missed,
                         wait:B, star:1-5
  now                    city: open, status:S, desk, between; opd:CODE: open, soon, late, waiting
B is a bucket of `domain/statistics/histogram.py`. Counters of the city and of OPDs to which confidential reports alone
contribute have `~` before their name (`publication.py`).
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.deadlines.obligation import RESOLUTION
from chalicelib.domain.events import Event, LadderStep, TicketDisputed
from chalicelib.domain.statistics.assignment_history import (
    ANSWERING_EVENTS,
    AssignmentHistory,
    Gaps,
    Span,
    assignment_histories,
    handover_count,
    minutes,
    questions,
)
from chalicelib.domain.statistics.counters import (
    AREA,
    CITY,
    HIDDEN,
    NOW,
    NOWHERE,
    OPD,
    SERVICE,
    VILLAGE,
    Contribution,
    Key,
)
from chalicelib.domain.statistics.figure_publication import with_confidential
from chalicelib.domain.statistics.histogram import bucket
from chalicelib.domain.tickets.assignments import active_assignments, is_open, waits_for
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Ticket

UNCOUNTED: tuple[str, ...] = (
    events.TicketMessage.type,
    events.RoomWritten.type,
    events.IdentityRead.type,
    events.IdentityAllowed.type,
    events.TicketRaised.type,
    events.LeadOffered.type,
    events.TicketReminded.type,
    events.DeadlineEscalated.type,
    events.TicketContested.type,
    events.TicketUpheld.type,
    events.NoticeRequested.type,
    events.NoticeDropped.type,
    events.PhotoHidden.type,
    events.ProofFlagged.type,
    events.ProofAccepted.type,
)
"""Types of events that change no figure. All others are counted, new types included: if one changes no figure, counting
it costs a read."""

MANY_OPDS, MANY_HANDS = 4, 3
"""Tickets with this many OPDs or handovers, or more, share one counter."""


def contribution(case: Case, terms: Terms) -> Contribution:
    """What this ticket adds to the counters."""
    tally = _Tally(case, terms)
    tally.add_report()
    tally.add_progress()
    tally.add_teamwork()
    for assignment in case.ticket.assignments:
        tally.add_assignment(assignment)
    counts = with_confidential(tally.counts) if case.ticket.is_confidential else dict(tally.counts)
    return Contribution(_kecamatan(case.ticket), counts)


class _Tally:
    """Collects the counts of one ticket."""

    def __init__(self, case: Case, terms: Terms) -> None:
        self.case, self.ticket, self.terms = case, case.ticket, terms
        self.counts: Counter[Key] = Counter()
        self.received = self._month(self.ticket.received_at)
        self.histories = assignment_histories(case.events)
        self.questions = questions(case.events)

    def add_report(self) -> None:
        """Count the report itself, in the month in which it was received."""
        ticket, day = self.ticket, self.terms.calendar.day(self.ticket.received_at)
        counters = [
            "n", f"day:{day:%d}", f"channel:{ticket.report.channel}", f"status:{ticket.status}",
            f"visibility:{ticket.report.visibility}",
        ]  # fmt: skip
        for counter in counters:
            self._add(self.received, CITY, counter)
        self._add(self.received, SERVICE, HIDDEN if ticket.is_confidential else ticket.report.service)
        self._add(self.received, AREA, _kecamatan(ticket) or (HIDDEN if ticket.is_confidential else NOWHERE))
        if ticket.report.place.area and not ticket.is_confidential:
            self._add(self.received, VILLAGE, ticket.report.place.area)

    def add_progress(self) -> None:
        """Count how long the ticket took, how the citizen judged it, and whether it is open."""
        ticket, resolved = self.ticket, self.case.last(events.TicketResolved.type)
        if ticket.status in GROUPS["done"] and resolved:
            self._add(self._month(resolved.at), CITY, "resolved")
            self._add(self._month(resolved.at), CITY, "kept", all(map(self._in_time, active_assignments(ticket))))
            self._add_duration(CITY, "took", (ticket.received_at, resolved.at))
        first = next((event for event in self.case.events if event.type in ANSWERING_EVENTS and event.data.opd), None)
        if first:
            self._add_duration(CITY, "first", (ticket.received_at, first.at))
        if ticket.status in GROUPS["open"]:
            for counter in ["open", f"status:{ticket.status}", *(["desk"] if ticket.desk else [])]:
                self._add(NOW, CITY, counter)
        self._add_disputes()
        self._add_rating()

    def add_teamwork(self) -> None:
        """Count how many OPDs worked together, the handovers, and the time without a responsible OPD."""
        opds, handovers = len(active_assignments(self.ticket)), handover_count(self.case.events)
        self._add(self.received, CITY, f"opds:{min(opds, MANY_OPDS)}")
        self._add(self.received, CITY, f"hands:{min(handovers, MANY_HANDS)}")
        self._add(self.received, CITY, "handovers", handovers)
        gaps = Gaps(self.case.events)
        for span in gaps.spans:
            self._add_duration(CITY, "gap", span)
        if gaps.since and self.ticket.status in GROUPS["open"]:
            self._add(NOW, CITY, "between")

    def add_assignment(self, assignment: Assignment) -> None:
        """Count one OPD's assignment; the unfinished ones of a duplicate are counted with its original."""
        history, is_done = self.histories.get(assignment.opd), assignment.status is AssignmentStatus.DONE
        if history is None or (self.ticket.status is TicketStatus.DUPLICATE and not is_done):
            return
        subject = OPD + assignment.opd
        self._add(self._month(history.begun), subject, "given")
        for at in history.returned:
            self._add(self._month(at), subject, "returns")
        for span in history.waits:
            self._add_duration(subject, "wait", span)
            self._add_duration(CITY, "wait", span)
        self._add_times(assignment, history, subject)
        self._add_promises(assignment, subject)

    def _add_times(self, assignment: Assignment, history: AssignmentHistory, subject: str) -> None:
        pauses = [*self.questions, *history.waits]
        if history.answered:
            self._add_duration(subject, "first", (history.begun, history.answered), pauses)
        undone = history.done[:-1] if assignment.status is AssignmentStatus.DONE else history.done
        for at in undone:
            self._add(self._month(self._reopened_at(at)), subject, "reopened")
        if assignment.status is AssignmentStatus.DONE and history.done:
            done = history.done[-1]
            self._add(self._month(done), subject, "done")
            self._add(self._month(done), subject, "kept", self._in_time(assignment))
            self._add_duration(subject, "took", (history.begun, done), pauses)

    def _add_promises(self, assignment: Assignment, subject: str) -> None:
        steps = {
            kind: self._ladder_steps(kind, assignment.opd)
            for kind in (events.DeadlineWarned.type, events.DeadlineMissed.type)
        }
        for at, _ in steps[events.DeadlineMissed.type]:
            self._add(self._month(at), subject, "missed")
        if not is_open(self.ticket, assignment) or self.ticket.status in GROUPS["ended"]:
            return
        late, soon = (
            any(step.due == assignment.due for _, step in steps[kind])
            for kind in (events.DeadlineMissed.type, events.DeadlineWarned.type)
        )
        for counter, holds in {
            "open": True, "late": late, "soon": soon and not late, "waiting": bool(waits_for(self.ticket, assignment)),
        }.items():  # fmt: skip
            self._add(NOW, subject, counter, holds)

    def _ladder_steps(self, kind: str, opd: str) -> list[tuple[datetime, LadderStep]]:
        """The events of this type about the end of the OPD's assignment, each with its time."""
        steps = ((e.at, e.data) for e in self.case.events if e.type == kind and isinstance(e.data, LadderStep))
        return [(at, step) for at, step in steps if step.what == RESOLUTION and step.opd == opd]

    def _add_disputes(self) -> None:
        """Count disputes. A dispute is upheld once an OPD has reported the work done again after it."""
        history = self.case.events
        for position, event in enumerate(history):
            if not isinstance(event.data, TicketDisputed):
                continue
            reopened = event.data.reopened or {}
            upheld = _is_redone(reopened, history[position + 1 :])
            month = self._month(event.at)
            for subject in (CITY, *(OPD + opd for opd in reopened)):
                self._add(month, subject, "disputes")
                self._add(month, subject, "upheld", upheld)

    def _add_rating(self) -> None:
        """Count the citizen's rating for the city and for every OPD with an active assignment."""
        rated = self.case.last(events.TicketRated.type)
        if rated and isinstance(rated.data, events.TicketRated):
            for subject in (CITY, *(OPD + assignment.opd for assignment in active_assignments(self.ticket))):
                self._add(self._month(rated.at), subject, f"star:{rated.data.stars}")

    def _in_time(self, assignment: Assignment) -> bool:
        """Whether the OPD last reported the assignment done by its deadline; true if it never did."""
        history = self.histories.get(assignment.opd)
        return history is None or not history.done or history.done[-1] <= assignment.due

    def _reopened_at(self, done: datetime) -> datetime:
        """When work that was reported done at `done` was reopened; `done` itself if no event tells."""
        kinds = {events.TicketDisputed.type, events.ProofRejected.type}
        return next((e.at for e in self.case.events if e.type in kinds and e.at >= done), done)

    def _add_duration(self, subject: str, counter: str, span: Span, pauses: Sequence[Span] = ()) -> None:
        """Count a duration in its bucket: in the subject's working time, in the month in which the span ended."""
        calendar = self.terms.calendar_of(subject.removeprefix(OPD))
        self._add(self._month(span[1]), subject, f"{counter}:{bucket(minutes(calendar, span, pauses))}")

    def _month(self, at: datetime) -> str:
        return f"{self.terms.calendar.day(at):%Y-%m}"

    def _add(self, period: str, subject: str, counter: str, count: int = 1) -> None:
        if count:
            self.counts[Key(period, subject, counter)] += int(count)


def _is_redone(reopened: Collection[str], later: Sequence[Event]) -> bool:
    """Whether an OPD whose assignment was reopened (any OPD, if none was) has since reported it done."""
    for event in later:
        if event.type == events.TicketDisputed.type:
            return False
        if event.type == events.AssignmentDone.type and (not reopened or event.data.opd in reopened):
            return True
    return False


def _kecamatan(ticket: Ticket) -> str:
    """Kemendagri code of the kecamatan; empty for a confidential report, whose place must not be known."""
    area = ticket.report.place.area
    return ".".join(area.split(".")[:3]) if area and not ticket.is_confidential else ""
