"""Handovers between OPDs, and the time that passed in them."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.statistics.assignment_history import ACCEPTING_EVENTS, Span

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
