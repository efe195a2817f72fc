"""How the OPDs work as a team: what was handed on, and what it cost the citizen."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.statistics.assignment_history import ACCEPTING_EVENTS, Span

HAND_OVER = frozenset({events.AssignmentReturned.type, events.LeadMoved.type})
_SETTLED = frozenset(
    {
        events.TicketVerified.type,
        events.TicketResolved.type,
        events.TicketReferred.type,
        events.TicketArchived.type,
        events.TicketWithdrawn.type,
    }
)


def hand_overs(history: Sequence[Event]) -> int:
    """How often a part was given back or the lead moved."""
    return sum(event.type in HAND_OVER for event in history)


class Gaps:
    """The time in which nobody had it in hand: from a hand-over until the next OPD takes it.

    `spans` are over; `since` is when the one began that is not. Who has taken its part before and now leads goes on
    without a gap; a return that the coordinator settles without another OPD has none either.
    """

    def __init__(self, history: Sequence[Event]) -> None:
        self.spans: list[Span] = []
        self.since: datetime | None = None
        self._taken: set[str] = set()
        self._next: set[str] = set()
        for event in history:
            self._apply(event)

    def _apply(self, event: Event) -> None:
        opd = event.data.opd
        if event.type in HAND_OVER:
            self._hand_over(event, opd)
        elif event.type in {events.TicketDispatched.type, events.AssignmentAdded.type}:
            self._give({assigned.opd for assigned in event.data.assignments})
        elif event.type in ACCEPTING_EVENTS:
            self._take(event, opd)
        elif event.type in _SETTLED:
            self._close()

    def _hand_over(self, event: Event, opd: str) -> None:
        if event.type == events.AssignmentReturned.type:
            self._taken.discard(opd)
            self._next.discard(opd)
        elif opd in self._taken:
            self._close()
            return
        else:
            self._next.add(opd)
        self.since = self.since or event.at

    def _give(self, opds: set[str]) -> None:
        self._taken -= opds
        if self.since:
            self._next |= opds

    def _take(self, event: Event, opd: str) -> None:
        self._taken.add(opd)
        if self.since and opd in self._next:
            self.spans.append((self.since, event.at))
            self._close()

    def _close(self) -> None:
        self.since = None
        self._next.clear()
