"""Who takes a step, when and with which words; and how what happened becomes a `Change`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import Event, EventData
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Change, Circle, Note, Ticket
from chalicelib.domain.values import value


@value
class StepContext:
    """Who acts, when, with what words. `actor` as in events; `person` the user name, empty for a reporter."""

    actor: str
    at: datetime
    person: str = ""
    text: str = ""
    correlation: str = ""
    photos: tuple[str, ...] = ()


def change(
    before: Ticket,
    after: Ticket,
    context: StepContext,
    happened: Sequence[EventData],
    *,
    note: Note | None = None,
    parts: Sequence[Assignment] = (),
) -> Change:
    """These events and what they alter; the note and the photos belong to the first of them."""
    told = tuple(
        Event(
            before.id, before.sequence + n, context.at, context.actor, data.noted(context.person), context.correlation
        )
        for n, data in enumerate([happened[0].noted(photos=context.photos), *happened[1:]], 1)
    )
    notes = (replace(note, sequence=told[0].sequence),) if note else ()
    ticket = replace(after, sequence=told[-1].sequence)
    return Change(ticket, told, tuple(parts), notes, moved=before.status is not after.status)


def note(context: StepContext, opd: str = "", circle: Circle = Circle.PUBLIC) -> Note | None:
    """What was said, if anything was."""
    return Note(0, context.at, context.actor, context.text, opd, circle) if context.text else None


def require_text(context: StepContext) -> None:
    """ForbiddenStep if nothing was said."""
    if not context.text:
        raise ForbiddenStep("text_needed")


def require_status(ticket: Ticket, *allowed: TicketStatus) -> None:
    """ForbiddenStep unless the ticket has one of these."""
    if ticket.status not in allowed:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
