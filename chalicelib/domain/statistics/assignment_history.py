"""What became of each OPD's assignment, and the handovers between OPDs, folded from the ticket's events.

Durations are working time of the OPD without its clock pauses: while the citizen was asked, and while the assignment
waited for another OPD's.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.events import Event

Span = tuple[datetime, datetime]

ACCEPTING_EVENTS = frozenset(
    {
        events.AssignmentAccepted.type,
        events.AssignmentStarted.type,
        events.AssignmentAnswered.type,
        events.AssignmentFinished.type,
        events.AssignmentDone.type,
    }
)
"""Types of events by which an OPD shows that it has accepted its assignment."""
ANSWERING_EVENTS = frozenset({events.TicketIncomplete.type, events.AssignmentAnswered.type, events.AssignmentDone.type})
"""Types of events that bring an answer of an OPD to the citizen."""
_ENDS_WAIT = frozenset({events.AssignmentReturned.type, events.AssignmentWaived.type, events.AssignmentDone.type})
_ENDS_QUESTION = frozenset(
    {
        events.TicketCompleted.type,
        events.TicketResolved.type,
        events.TicketWithdrawn.type,
        events.TicketReferred.type,
        events.TicketArchived.type,
        events.TicketMerged.type,
    }
)


@dataclass(slots=True)
class AssignmentHistory:
    """History of one assignment; times are aware, in UTC.

    `begun`: when the OPD last received it; `taken`, `answered`: when the OPD first accepted and answered since then;
    `done`, `returned`: each time that the OPD reported it done or returned it; `after`: the OPDs that must come first;
    `waits`: the spans in which it waited for them, `waits_since`: the start of the current one.
    """

    opd: str
    begun: datetime
    taken: datetime | None = None
    answered: datetime | None = None
    done: list[datetime] = field(default_factory=list)
    returned: list[datetime] = field(default_factory=list)
    after: frozenset[str] = frozenset()
    waits: list[Span] = field(default_factory=list)
    waits_since: datetime | None = None

    def begin(self, at: datetime) -> None:
        """The OPD receives the assignment, possibly not for the first time."""
        self.begun, self.taken, self.answered = at, None, None

    def apply(self, event: Event) -> None:
        """Take in an event about this assignment."""
        if event.type in ACCEPTING_EVENTS:
            self.taken = self.taken or event.at
        if event.type in ANSWERING_EVENTS:
            self.answered = self.answered or event.at
        if event.type == events.AssignmentDone.type:
            self.done.append(event.at)
        if event.type == events.AssignmentReturned.type:
            self.returned.append(event.at)
        self._wait(event)

    def _wait(self, event: Event) -> None:
        if isinstance(event.data, events.AssignmentOrdered):
            self.after = frozenset(event.data.after)
            self.waits_since = event.at if self.after else None
        elif event.type == events.AssignmentReleased.type:
            self.waits += [(self.waits_since, event.at)] if self.waits_since else []
            self.waits_since = None
        elif event.type in _ENDS_WAIT:
            self.waits_since = None

    def reopened(self, others: Iterable[str], at: datetime) -> None:
        """The assignments of `others` are open again; this one waits again if it comes after any of them."""
        if self.after & frozenset(others):
            self.waits_since = at


def assignment_histories(history: Sequence[Event]) -> dict[str, AssignmentHistory]:
    """The history of each assignment by OPD, in the order in which the OPDs were assigned."""
    histories: dict[str, AssignmentHistory] = {}
    for event in history:
        for opd in _assigned_opds(event):
            histories.setdefault(opd, AssignmentHistory(opd, event.at)).begin(event.at)
        own = histories.get(event.data.opd)
        if own:
            own.apply(event)
        if isinstance(event.data, events.TicketDisputed):
            for each in histories.values():
                each.reopened(event.data.reopened or (), event.at)
    return histories


def questions(history: Sequence[Event]) -> list[Span]:
    """The spans in which a question to the citizen was open; a question that still is has none."""
    spans: list[Span] = []
    since: datetime | None = None
    for event in history:
        if event.type == events.TicketIncomplete.type:
            since = since or event.at
        elif since and event.type in _ENDS_QUESTION:
            spans.append((since, event.at))
            since = None
    return spans


def is_asking(history: Sequence[Event], opd: str) -> bool:
    """Whether a question of this OPD to the citizen has no answer yet."""
    asking = False
    for event in history:
        if event.type == events.TicketIncomplete.type:
            asking = asking or event.data.opd == opd
        elif event.type in _ENDS_QUESTION:
            asking = False
    return asking


def minutes(calendar: Calendar, span: Span, pauses: Sequence[Span] = ()) -> int:
    """Working time of a span without the pauses, in whole minutes."""
    start, end = span
    paused = sum(calendar.minutes_between(*pause) for pause in _within(pauses, start, end))
    return max(0, calendar.minutes_between(start, end) - paused)


def _assigned_opds(event: Event) -> Iterator[str]:
    yield from (assigned.opd for assigned in event.data.assignments)
    if isinstance(event.data, events.TicketAbsorbed):
        yield from event.data.brought


def _within(spans: Sequence[Span], start: datetime, end: datetime) -> Iterator[Span]:
    """The spans cut to the time from `start` to `end`, without overlaps."""
    reached = start
    for since, until in sorted(spans):
        since, until = max(since, reached), min(until, end)  # noqa: PLW2901 - cut to the time between
        if since < until:
            yield since, until
            reached = until


HAND_OVER = frozenset({events.AssignmentReturned.type, events.LeadMoved.type})
_ENDS_GAP = frozenset(
    {
        events.TicketVerified.type,
        events.TicketResolved.type,
        events.TicketReferred.type,
        events.TicketArchived.type,
        events.TicketWithdrawn.type,
    }
)


def handover_count(history: Sequence[Event]) -> int:
    """Number of times that an assignment was returned or the lead moved."""
    return sum(event.type in HAND_OVER for event in history)


class Gaps:
    """The times in which no OPD had the ticket in hand: from a handover until the next OPD accepts it.

    `spans` are the gaps that are over; `since` is the start of the current one, None without one. There is no gap when
    the lead moves to an OPD that has accepted its assignment already, nor when the coordinator settles a return without
    another OPD.
    """

    def __init__(self, history: Sequence[Event]) -> None:
        self.spans: list[Span] = []
        self.since: datetime | None = None
        self._accepted: set[str] = set()
        self._expected: set[str] = set()
        for event in history:
            self._apply(event)

    def _apply(self, event: Event) -> None:
        opd = event.data.opd
        if event.type in HAND_OVER:
            self._hand_over(event, opd)
        elif event.type in {events.TicketDispatched.type, events.AssignmentAdded.type}:
            self._assign({assigned.opd for assigned in event.data.assignments})
        elif event.type in ACCEPTING_EVENTS:
            self._accept(event, opd)
        elif event.type in _ENDS_GAP:
            self._close()

    def _hand_over(self, event: Event, opd: str) -> None:
        if event.type == events.AssignmentReturned.type:
            self._accepted.discard(opd)
            self._expected.discard(opd)
        elif opd in self._accepted:
            self._close()
            return
        else:
            self._expected.add(opd)
        self.since = self.since or event.at

    def _assign(self, opds: set[str]) -> None:
        self._accepted -= opds
        if self.since:
            self._expected |= opds

    def _accept(self, event: Event, opd: str) -> None:
        self._accepted.add(opd)
        if self.since and opd in self._expected:
            self.spans.append((self.since, event.at))
            self._close()

    def _close(self) -> None:
        self.since = None
        self._expected.clear()
