"""The coordinator's two decisions about an undelivered notice: send it again, or drop it.

Both are recorded in the ticket's history, with who decided.
"""

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.events import Event, NoticeDropped, NoticeRequested
from chalicelib.domain.tickets.ticket import Case, Change, Ticket
from chalicelib.domain.transitions.step_context import StepContext, build_change


def notified_of(event: Event, history: Sequence[Event]) -> tuple[Event, str]:
    """The event to notify about, and the one audience to notify; empty if all are.

    For a `notice.requested` event these are the earlier event and the audience that it names; for any other event, the
    event itself and no single audience.
    """
    if not isinstance(event.data, NoticeRequested):
        return event, ""
    return history[event.data.of - 1], event.data.audience


def request_resend(ticket: Ticket, of: int, audience: str, context: StepContext) -> Change:
    """Request that the worker sends the notice once more."""
    return build_change(ticket, ticket, context, [NoticeRequested(of=of, audience=audience)])


def drop(ticket: Ticket, of: int, audience: str, context: StepContext) -> Change:
    """Record that the notice need not be sent any more."""
    return build_change(ticket, ticket, context, [NoticeDropped(of=of, audience=audience)])


def is_under_way(case: Case, of: int, audience: str, failed_at: datetime) -> bool:
    """Whether a resend was requested since the notice last failed, and the worker has not tried it yet."""
    return _has_event(NoticeRequested, case, of, audience, failed_at)


def is_dropped(case: Case, of: int, audience: str, failed_at: datetime) -> bool:
    """Whether somebody has dropped the notice since it last failed."""
    return _has_event(NoticeDropped, case, of, audience, failed_at)


def _has_event(
    kind: type[NoticeRequested | NoticeDropped], case: Case, of: int, audience: str, since: datetime
) -> bool:
    decisions = (e.data for e in case.events if isinstance(e.data, kind) and e.at >= since)
    return any((data.of, data.audience) == (of, audience) for data in decisions)
