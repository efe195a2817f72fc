"""A notice that did not arrive is sent again, or put away; both stand in the ticket's history, with who decided it."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deed import Deed, change
from chalicelib.domain.events import Event
from chalicelib.domain.ticket import Case, Change, Ticket


def told(event: Event, history: Sequence[Event]) -> tuple[Event, str]:
    """The event that people are told of. If this one asks for one notice of an earlier event, that event, and the
    audience that alone is told; else the event itself, and nobody in particular.
    """
    if event.type != events.NoticeRequested.type:
        return event, ""
    return history[event.data["of"] - 1], event.data["audience"]


def again(ticket: Ticket, of: int, audience: str, deed: Deed) -> Change:
    """Asks the worker to send the notice once more; whoever was told already is not told twice."""
    return _noted(events.NoticeRequested.type, ticket, of, audience, deed)


def drop(ticket: Ticket, of: int, audience: str, deed: Deed) -> Change:
    """It need not be sent any more."""
    return _noted(events.NoticeDropped.type, ticket, of, audience, deed)


def is_under_way(case: Case, of: int, audience: str, failed_at: datetime) -> bool:
    """Whether somebody has asked for it since it failed last, and the worker has not come to it yet."""
    return _is_noted(events.NoticeRequested.type, case, of, audience, failed_at)


def is_dropped(case: Case, of: int, audience: str, failed_at: datetime) -> bool:
    """Whether somebody has said since it failed last that it is needed no more."""
    return _is_noted(events.NoticeDropped.type, case, of, audience, failed_at)


def _is_noted(kind: str, case: Case, of: int, audience: str, since: datetime) -> bool:
    noted = (e for e in case.events if e.type == kind and e.at >= since)
    return any((e.data["of"], e.data["audience"]) == (of, audience) for e in noted)


def _noted(kind: str, ticket: Ticket, of: int, audience: str, deed: Deed) -> Change:
    return change(ticket, ticket, deed, [(kind, {"of": of, "audience": audience})])
