"""How a report becomes a ticket and gets to its first OPDs, or to the coordinator.

All functions are pure: they return an `Opening` or a `Change`, which storage writes as one transaction.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import Event, EventData, linked
from chalicelib.domain.tickets.publication import Publication
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
"""Statuses in which rules may dispatch a ticket to OPDs."""


def open_ticket(
    number: str,
    report: Report,
    *,
    secret_hash: str,
    fingerprint: str,
    at: datetime,
    correlation: str,
    identity: bytes | None,
    photos: tuple[str, ...] = (),
    next_check: datetime | None = None,
    publication: Publication | None = None,
) -> Opening:
    """Opens a ticket for a report.

    Args:
        number: The ticket number.
        report: What the citizen reported.
        secret_hash: Hash of the reporter's secret.
        fingerprint: Hash of the request's body, which tells a repeat from a reused key.
        at: When it came in; aware, UTC.
        correlation: Id of the request.
        identity: The sealed contact, if one was given.
        photos: Ids of the photos that came with it.
        next_check: When the deadline watch must look at the ticket first.
        publication: How its content is published; None: at once.
    """
    ticket = Ticket(
        number,
        TicketStatus.RECEIVED,
        report,
        at,
        sequence=1,
        secret_hash=secret_hash,
        fingerprint=fingerprint,
        next_check=next_check,
        publication=publication or Publication(),
    )
    received = received_event(ticket, photos, correlation)
    return Opening(replace(ticket, chain=linked("", [received])), received, identity)


def received_event(ticket: Ticket, photos: tuple[str, ...] = (), correlation: str = "") -> Event:
    """The first event of a ticket."""
    report = ticket.report
    data = events.TicketReceived(
        service=report.service,
        area=report.place.area,
        visibility=report.visibility,
        channel=report.channel,
        held=ticket.publication.reasons,
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
    """Gives a new ticket to its first OPDs; `by` is the event's `routed_by`, `days` are those of `Terms.days`.

    Raises:
        ForbiddenStep: not exactly one OPD leads, or the ticket was dispatched already.
    """
    first = tuple(assignments)
    if sum(assignment.role is Role.LEAD for assignment in first) != 1:
        raise ForbiddenStep("one_lead")
    if ticket.status not in UNDISPATCHED:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
    assigned = tuple(assignment.as_event_data() for assignment in first)
    dispatched = _moved(ticket, TicketStatus.DISPATCHED, assignments=first, desk=None)
    data = events.TicketDispatched(assignments=assigned, routed_by=by, days=days or {})
    event = _latest_event(dispatched, data, at, correlation)
    return Change(replace(dispatched, chain=linked(ticket.chain, [event])), (event,), first)


def hand_to_coordinator(ticket: Ticket, data: events.TicketUnroutable, *, at: datetime, correlation: str) -> Change:
    """Puts a ticket on the coordinator's desk that the rules could not route, or that looks like another government's
    matter.
    """
    hints = tuple(Hint(guess.service, guess.opd, round(guess.score * 100)) for guess in data.guesses)
    desk = Desk(UNROUTABLE, data.due, hints)
    waiting = replace(ticket, sequence=ticket.sequence + 1, desk=desk)
    event = _latest_event(waiting, data, at, correlation)
    return Change(replace(waiting, chain=linked(ticket.chain, [event])), (event,), changes_status=False)


def _moved(ticket: Ticket, status: TicketStatus, **fields: Any) -> Ticket:
    if status not in TICKET_TRANSITIONS[ticket.status]:
        raise ForbiddenStep("ticket_step", status=str(ticket.status), to=str(status))
    return replace(ticket, status=status, sequence=ticket.sequence + 1, **fields)


def _latest_event(ticket: Ticket, data: EventData, at: datetime, correlation: str) -> Event:
    """The event that brought the ticket to its sequence."""
    return Event(ticket.id, ticket.sequence, at, events.SYSTEM, data, correlation)
