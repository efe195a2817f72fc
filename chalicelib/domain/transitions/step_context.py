"""Who takes a step, when and with which words; and how a step's events become a `Change`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import Event, EventData, linked
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Change, Note, Readers, Ticket
from chalicelib.domain.values import value


@value
class StepContext:
    """Who acts, when, with which words and photos.

    `actor` is that of the event; `person` is the user name, empty for a reporter. `at` is aware, UTC. `correlation` is
    the id of the request, `photos` are ids.
    """

    actor: str
    at: datetime
    person: str = ""
    text: str = ""
    correlation: str = ""
    photos: tuple[str, ...] = ()


def build_change(
    before: Ticket,
    after: Ticket,
    context: StepContext,
    happened: Sequence[EventData],
    *,
    note: Note | None = None,
    assignments: Sequence[Assignment] = (),
) -> Change:
    """The change that turns the ticket `before` into `after` with one event for each item of `happened`.

    The note and the photos belong to the first of the events. `assignments` are those that are new or differ.
    """
    numbered = tuple(
        Event(
            before.id, before.sequence + n, context.at, context.actor, data.noted(context.person), context.correlation
        )
        for n, data in enumerate([happened[0].noted(photos=context.photos), *happened[1:]], 1)
    )
    notes = (replace(note, sequence=numbered[0].sequence),) if note else ()
    ticket = replace(after, sequence=numbered[-1].sequence, chain=linked(before.chain, numbered))
    return Change(
        ticket,
        numbered,
        tuple(assignments),
        notes,
        changes_status=before.status is not after.status,
        changes_publication=before.publication != after.publication,
    )


def build_note(context: StepContext, opd: str = "", readers: Readers = Readers.PUBLIC) -> Note | None:
    """The note with the text of the step; None if nothing was written. `build_change` gives it its sequence."""
    return Note(0, context.at, context.actor, context.text, opd, readers) if context.text else None


def require_text(context: StepContext) -> None:
    """Raises ForbiddenStep if the step has no text."""
    if not context.text:
        raise ForbiddenStep("text_needed")


def require_status(ticket: Ticket, *allowed: TicketStatus) -> None:
    """Raises ForbiddenStep unless the ticket has one of these statuses."""
    if ticket.status not in allowed:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
