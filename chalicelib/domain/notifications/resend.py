"""A notice that did not arrive is sent again, or put away; both stand in the ticket's history, with who decided it."""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.events import Event, NoticeDropped, NoticeRequested
from chalicelib.domain.tickets.ticket import Case, Change, Ticket
from chalicelib.domain.transitions.step_context import StepContext, change


def notified_of(event: Event, history: Sequence[Event]) -> tuple[Event, str]:
    """The event that people are told of. If this one asks for one notice of an earlier event, that event, and the
    audience that alone is told; else the event itself, and nobody in particular.
    """
    if not isinstance(event.data, NoticeRequested):
        return event, ""
    return history[event.data.of - 1], event.data.audience


def request_resend(ticket: Ticket, of: int, audience: str, context: StepContext) -> Change:
    """Asks the worker to send the notice once more; whoever was told already is not told twice."""
    return change(ticket, ticket, context, [NoticeRequested(of=of, audience=audience)])


def drop(ticket: Ticket, of: int, audience: str, context: StepContext) -> Change:
    """It need not be sent any more."""
    return change(ticket, ticket, context, [NoticeDropped(of=of, audience=audience)])


def is_under_way(case: Case, of: int, audience: str, failed_at: datetime) -> bool:
    """Whether somebody has asked for it since it failed last, and the worker has not come to it yet."""
    return _is_noted(NoticeRequested, case, of, audience, failed_at)


def is_dropped(case: Case, of: int, audience: str, failed_at: datetime) -> bool:
    """Whether somebody has said since it failed last that it is needed no more."""
    return _is_noted(NoticeDropped, case, of, audience, failed_at)


def _is_noted(kind: type[NoticeRequested | NoticeDropped], case: Case, of: int, audience: str, since: datetime) -> bool:
    noted = (e.data for e in case.events if isinstance(e.data, kind) and e.at >= since)
    return any((data.of, data.audience) == (of, audience) for data in noted)
