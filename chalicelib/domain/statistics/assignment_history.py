"""What became of each OPD's part in a ticket, read from the ticket's history.

Times are working time of the OPD without what its clock stood: while the citizen was asked, while the part waited for
another OPD's.
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
"""Signs that an OPD has its part in hand."""
ANSWERING_EVENTS = frozenset({events.TicketIncomplete.type, events.AssignmentAnswered.type, events.AssignmentDone.type})
"""Words of an OPD to the citizen."""
_GOES = frozenset({events.AssignmentReturned.type, events.AssignmentWaived.type, events.AssignmentDone.type})
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
    """One part. `begun`: when the OPD got it last; `done`: each time that it said so; `waits`: while its clock stood
    for another part, `waits_since` if it does now.
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
        """The part is given to the OPD, perhaps once more."""
        self.begun, self.taken, self.answered = at, None, None

    def apply(self, event: Event) -> None:
        """An event of this OPD's part."""
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
        elif event.type in _GOES:
            self.waits_since = None

    def reopened(self, others: Iterable[str], at: datetime) -> None:
        """Parts that this one waits for are open again."""
        if self.after & frozenset(others):
            self.waits_since = at


def assignment_histories(history: Sequence[Event]) -> dict[str, AssignmentHistory]:
    """By OPD, in the order in which they came in."""
    found: dict[str, AssignmentHistory] = {}
    for event in history:
        for opd in _given(event):
            found.setdefault(opd, AssignmentHistory(opd, event.at)).begin(event.at)
        of_part = found.get(event.data.opd)
        if of_part:
            of_part.apply(event)
        if isinstance(event.data, events.TicketDisputed):
            for each in found.values():
                each.reopened(event.data.reopened or (), event.at)
    return found


def questions(history: Sequence[Event]) -> list[Span]:
    """While the citizen was asked for something; the last one is open if it has no answer yet."""
    found: list[Span] = []
    since: datetime | None = None
    for event in history:
        if event.type == events.TicketIncomplete.type:
            since = since or event.at
        elif since and event.type in _ENDS_QUESTION:
            found.append((since, event.at))
            since = None
    return found


def is_asking(history: Sequence[Event], opd: str) -> bool:
    """Whether a question of this OPD to the citizen has no answer yet."""
    asking = False
    for event in history:
        if event.type == events.TicketIncomplete.type:
            asking = asking or event.data.opd == opd
        elif event.type in _ENDS_QUESTION:
            asking = False
    return asking


def minutes(calendar: Calendar, span: Span, standing: Sequence[Span] = ()) -> int:
    """Working time of a span without those in which the clock stood, in whole minutes."""
    start, end = span
    stood = sum(calendar.minutes_between(*span) for span in _within(standing, start, end))
    return max(0, calendar.minutes_between(start, end) - stood)


def _given(event: Event) -> Iterator[str]:
    yield from (assigned.opd for assigned in event.data.assignments)
    if isinstance(event.data, events.TicketAbsorbed):
        yield from event.data.brought


def _within(spans: Sequence[Span], start: datetime, end: datetime) -> Iterator[Span]:
    """What of the spans lies between, each instant once."""
    reached = start
    for since, until in sorted(spans):
        since, until = max(since, reached), min(until, end)  # noqa: PLW2901 - cut to what lies between
        if since < until:
            yield since, until
            reached = until
