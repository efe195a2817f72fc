"""What one ticket contributes to the city's figures: a pure function of its case and the calendars.

Everything is worked out anew from the history at each event, so an event that comes twice, late or before its time
cannot be counted wrongly, and counters that are kept equal those of a recount. Nothing here depends on what time it is.

Names of counters (`domain/statistics/tables.py` reads them):
  month of the report    city: n, day:DD, channel:C, status:S, visibility:V, opds:0-4, hands:0-3, handovers
                         service, area, village: one counter for each code
  month in which it happened
                         city: resolved, kept, took:B, first:B, disputes, upheld, gap:B, wait:B, star:1-5
                         opd:CODE: given, done, kept, took:B, first:B, returns, disputes, upheld, reopened, missed,
                         wait:B, star:1-5
  now                    city: open, status:S, desk, between; opd:CODE: open, soon, late, waiting
B is a bucket of `domain/statistics/histogram.py`.
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
    Span,
    assignment_histories,
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
from chalicelib.domain.statistics.handovers import Gaps, hand_overs
from chalicelib.domain.statistics.histogram import bucket
from chalicelib.domain.tickets.assignments import active_assignments, is_open, waits_for
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Ticket

UNCOUNTED: tuple[str, ...] = (
    events.TicketMessage.type,
    events.RoomWritten.type,
    events.IdentityRead.type,
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
"""Types of events that move no figure. All others are counted, also new ones: what moves none costs a look."""

MANY_OPDS, MANY_HANDS = 4, 3
"""From so many on they are counted together."""


def contribution(case: Case, terms: Terms) -> Contribution:
    """What this ticket adds to the counters."""
    tally = _Tally(case, terms)
    tally.report()
    tally.way()
    tally.teamwork()
    for part in case.ticket.assignments:
        tally.part(part)
    return Contribution(_kecamatan(case.ticket), dict(tally.counts))


class _Tally:
    def __init__(self, case: Case, terms: Terms) -> None:
        self.case, self.ticket, self.terms = case, case.ticket, terms
        self.counts: Counter[Key] = Counter()
        self.received = self._month(self.ticket.received_at)
        self.courses = assignment_histories(case.events)
        self.questions = questions(case.events)

    def report(self) -> None:
        """The report itself, in the month in which it came."""
        ticket, day = self.ticket, self.terms.calendar.day(self.ticket.received_at)
        told = [
            "n", f"day:{day:%d}", f"channel:{ticket.report.channel}", f"status:{ticket.status}",
            f"visibility:{ticket.report.visibility}",
        ]  # fmt: skip
        for counter in told:
            self._add(self.received, CITY, counter)
        self._add(self.received, SERVICE, ticket.report.service if ticket.is_public else HIDDEN)
        self._add(self.received, AREA, _kecamatan(ticket) or (NOWHERE if ticket.is_public else HIDDEN))
        if ticket.is_public and ticket.report.place.area:
            self._add(self.received, VILLAGE, ticket.report.place.area)

    def way(self) -> None:
        """How long the whole took the citizen, what the citizen thinks of it, what is open."""
        ticket, resolved = self.ticket, self.case.last(events.TicketResolved.type)
        if ticket.status in GROUPS["done"] and resolved:
            self._add(self._month(resolved.at), CITY, "resolved")
            self._add(self._month(resolved.at), CITY, "kept", all(map(self._in_time, active_assignments(ticket))))
            self._took(CITY, "took", (ticket.received_at, resolved.at))
        first = next((event for event in self.case.events if event.type in ANSWERING_EVENTS and event.data.opd), None)
        if first:
            self._took(CITY, "first", (ticket.received_at, first.at))
        if ticket.status in GROUPS["open"]:
            for counter in ["open", f"status:{ticket.status}", *(["desk"] if ticket.desk else [])]:
                self._add(NOW, CITY, counter)
        self._disputes()
        self._stars()

    def teamwork(self) -> None:
        """Who had to work together, and what got lost between them."""
        together, hands = len(active_assignments(self.ticket)), hand_overs(self.case.events)
        self._add(self.received, CITY, f"opds:{min(together, MANY_OPDS)}")
        self._add(self.received, CITY, f"hands:{min(hands, MANY_HANDS)}")
        self._add(self.received, CITY, "handovers", hands)
        gaps = Gaps(self.case.events)
        for span in gaps.spans:
            self._took(CITY, "gap", span)
        if gaps.since and self.ticket.status in GROUPS["open"]:
            self._add(NOW, CITY, "between")

    def part(self, part: Assignment) -> None:
        """One OPD's part; what a duplicate's parts had not done goes on in the ticket that it follows."""
        course, is_done = self.courses.get(part.opd), part.status is AssignmentStatus.DONE
        if course is None or (self.ticket.status is TicketStatus.DUPLICATE and not is_done):
            return
        subject = OPD + part.opd
        self._add(self._month(course.begun), subject, "given")
        for at in course.returned:
            self._add(self._month(at), subject, "returns")
        for span in course.waits:
            self._took(subject, "wait", span)
            self._took(CITY, "wait", span)
        self._times(part, course, subject)
        self._promises(part, subject)

    def _times(self, part: Assignment, course: AssignmentHistory, subject: str) -> None:
        stood = [*self.questions, *course.waits]
        if course.answered:
            self._took(subject, "first", (course.begun, course.answered), stood)
        again = course.done[:-1] if part.status is AssignmentStatus.DONE else course.done
        for at in again:
            self._add(self._month(self._reopened(at)), subject, "reopened")
        if part.status is AssignmentStatus.DONE and course.done:
            done = course.done[-1]
            self._add(self._month(done), subject, "done")
            self._add(self._month(done), subject, "kept", self._in_time(part))
            self._took(subject, "took", (course.begun, done), stood)

    def _promises(self, part: Assignment, subject: str) -> None:
        told = {
            kind: self._told_of(kind, part.opd) for kind in (events.DeadlineWarned.type, events.DeadlineMissed.type)
        }
        for at, _ in told[events.DeadlineMissed.type]:
            self._add(self._month(at), subject, "missed")
        if not is_open(self.ticket, part) or self.ticket.status in GROUPS["ended"]:
            return
        late, soon = (
            any(step.due == part.due for _, step in told[kind])
            for kind in (events.DeadlineMissed.type, events.DeadlineWarned.type)
        )
        for counter, holds in {
            "open": True, "late": late, "soon": soon and not late, "waiting": bool(waits_for(self.ticket, part)),
        }.items():  # fmt: skip
            self._add(NOW, subject, counter, holds)

    def _told_of(self, kind: str, opd: str) -> list[tuple[datetime, LadderStep]]:
        """When the watch took this step about what the OPD was to have done, and for which date."""
        about = ((e.at, e.data) for e in self.case.events if e.type == kind and isinstance(e.data, LadderStep))
        return [(at, step) for at, step in about if step.what == RESOLUTION and step.opd == opd]

    def _disputes(self) -> None:
        """A dispute is upheld once somebody has worked on it again and said so: then the first end was none."""
        history = self.case.events
        for position, event in enumerate(history):
            if not isinstance(event.data, TicketDisputed):
                continue
            reopened = event.data.reopened or {}
            upheld = _mended(reopened, history[position + 1 :])
            month = self._month(event.at)
            for subject in (CITY, *(OPD + opd for opd in reopened)):
                self._add(month, subject, "disputes")
                self._add(month, subject, "upheld", upheld)

    def _stars(self) -> None:
        """The citizen judges the whole: every OPD that has a part in it."""
        rated = self.case.last(events.TicketRated.type)
        if rated and isinstance(rated.data, events.TicketRated):
            for subject in (CITY, *(OPD + part.opd for part in active_assignments(self.ticket))):
                self._add(self._month(rated.at), subject, f"star:{rated.data.stars}")

    def _in_time(self, part: Assignment) -> bool:
        """Whether what is done was done when it was due, by the last time that it was said to be."""
        course = self.courses.get(part.opd)
        return course is None or not course.done or course.done[-1] <= part.due

    def _reopened(self, done: datetime) -> datetime:
        """When what was done then was open again."""
        kinds = {events.TicketDisputed.type, events.ProofRejected.type}
        return next((e.at for e in self.case.events if e.type in kinds and e.at >= done), done)

    def _took(self, subject: str, counter: str, span: Span, stood: Sequence[Span] = ()) -> None:
        """How long something took, in working time of whose it is, in the month in which it was over."""
        calendar = self.terms.calendar_of(subject.removeprefix(OPD))
        self._add(self._month(span[1]), subject, f"{counter}:{bucket(minutes(calendar, span, stood))}")

    def _month(self, at: datetime) -> str:
        return f"{self.terms.calendar.day(at):%Y-%m}"

    def _add(self, period: str, subject: str, counter: str, count: int = 1) -> None:
        if count:
            self.counts[Key(period, subject, counter)] += int(count)


def _mended(reopened: Collection[str], later: Sequence[Event]) -> bool:
    """Whether an OPD whose part was reopened (any, if none was) has said since that it is done."""
    for event in later:
        if event.type == events.TicketDisputed.type:
            return False
        if event.type == events.AssignmentDone.type and (not reopened or event.data.opd in reopened):
            return True
    return False


def _kecamatan(ticket: Ticket) -> str:
    """The kecamatan's Kemendagri code, unless nothing of where it was may be known."""
    area = ticket.report.place.area
    return ".".join(area.split(".")[:3]) if area and ticket.is_public else ""
