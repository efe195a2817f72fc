"""Who takes a step, when and with which words; and how what happened becomes a `Change`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import Event
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.ticket import Assignment, Change, Circle, Note, Ticket
from chalicelib.domain.value import value

Happened = tuple[str, Mapping[str, Any]]
"""Type and data of an event."""


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
    happened: Sequence[Happened],
    *,
    note: Note | None = None,
    parts: Sequence[Assignment] = (),
) -> Change:
    """These events and what they alter; the note and the photos belong to the first of them."""
    first, *others = happened
    told = tuple(
        Event(
            before.id,
            before.sequence + n,
            kind,
            context.at,
            context.actor,
            {**data, **_by(context)},
            context.correlation,
        )
        for n, (kind, data) in enumerate([_shown(first, context), *others], 1)
    )
    notes = (replace(note, sequence=told[0].sequence),) if note else ()
    ticket = replace(after, sequence=told[-1].sequence)
    return Change(ticket, told, tuple(parts), notes, moved=before.status is not after.status)


def _by(context: StepContext) -> Mapping[str, Any]:
    return {"by": context.person} if context.person else {}


def _shown(happened: Happened, context: StepContext) -> Happened:
    kind, data = happened
    return (kind, {**data, "photos": list(context.photos)}) if context.photos else happened


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
