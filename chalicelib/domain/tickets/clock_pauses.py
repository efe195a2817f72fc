"""When the clocks of a ticket stood because the citizen was asked: told by its history."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.events import Event

Pause = tuple[datetime, datetime]
"""From when until when."""

_OVER = frozenset({events.TicketResolved.type, events.TicketMerged.type})
"""What ends a question without an answer: no clock has to go on."""


def clock_pauses(history: Iterable[Event]) -> tuple[Pause, ...]:
    """Those that are over, oldest first; a question that is still open is none yet."""
    found: list[Pause] = []
    since: datetime | None = None
    for event in history:
        if event.type == events.TicketIncomplete.type:
            since = since or event.at
        elif event.type == events.TicketCompleted.type and since:
            found.append((since, event.at))
            since = None
        elif event.type in _OVER:
            since = None
    return tuple(found)
