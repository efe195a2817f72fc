"""How a report becomes a ticket and gets to its first OPDs, or to the coordinator.

Functions here are pure: they take what is and answer with a `Change`, which storage writes as one transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import Event, EventData
from chalicelib.domain.tickets.status import TICKET_TRANSITIONS, TicketStatus
from chalicelib.domain.tickets.ticket import (
    UNROUTABLE,
    Assignment,
    Change,
    Desk,
    Hint,
    Opening,
    Report,
    Role,
    Ticket,
)

UNDISPATCHED = frozenset({TicketStatus.RECEIVED, TicketStatus.INCOMPLETE})
"""From where rules may give a ticket to OPDs."""


def open_ticket(
    number: str,
    report: Report,
    *,
    proof: str,
    fingerprint: str,
    at: datetime,
    correlation: str,
    identity: bytes | None,
    photos: tuple[str, ...] = (),
    watch: datetime | None = None,
) -> Opening:
    """A report becomes a ticket, which somebody looks at `watch` at the latest."""
    ticket = Ticket(
        number, TicketStatus.RECEIVED, report, at, sequence=1, proof=proof, fingerprint=fingerprint, watch=watch
    )
    return Opening(ticket, received(ticket, photos, correlation), identity)


def received(ticket: Ticket, photos: tuple[str, ...] = (), correlation: str = "") -> Event:
    """The first event of a ticket."""
    report = ticket.report
    data = events.TicketReceived(
        service=report.service, area=report.place.area, visibility=report.visibility, channel=report.channel
    )
    return Event(ticket.id, 1, ticket.received_at, events.CITIZEN, data.noted(photos=photos), correlation)


def dispatch(
    ticket: Ticket,
    assignments: Iterable[Assignment],
    *,
    by: str,
    at: datetime,
    correlation: str,
    days: Mapping[str, int] | None = None,
) -> Change:
    """Every OPD with a part in the ticket gets its assignment; `days` are those of `Terms.days`."""
    parts = tuple(assignments)
    if sum(part.role is Role.LEAD for part in parts) != 1:
        raise ForbiddenStep("one_lead")
    if ticket.status not in UNDISPATCHED:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
    assigned = tuple(part.as_event_data() for part in parts)
    moved = _moved(ticket, TicketStatus.DISPATCHED, assignments=parts, desk=None)
    data = events.TicketDispatched(assignments=assigned, routed_by=by, days=days or {})
    return Change(moved, (_next(moved, data, at, correlation),), parts)


def hand_to_coordinator(ticket: Ticket, data: events.TicketUnroutable, *, at: datetime, correlation: str) -> Change:
    """Rules could not decide (or the matter looks like another government's): the coordinator does."""
    hints = tuple(Hint(guess.service, guess.opd, round(guess.score * 100)) for guess in data.guesses)
    desk = Desk(UNROUTABLE, data.due, hints)
    waiting = replace(ticket, sequence=ticket.sequence + 1, desk=desk)
    return Change(waiting, (_next(waiting, data, at, correlation),), moved=False)


def _moved(ticket: Ticket, status: TicketStatus, **fields: Any) -> Ticket:
    if status not in TICKET_TRANSITIONS[ticket.status]:
        raise ForbiddenStep("ticket_step", status=str(ticket.status), to=str(status))
    return replace(ticket, status=status, sequence=ticket.sequence + 1, **fields)


def _next(ticket: Ticket, data: EventData, at: datetime, correlation: str) -> Event:
    return Event(ticket.id, ticket.sequence, at, events.SYSTEM, data, correlation)
