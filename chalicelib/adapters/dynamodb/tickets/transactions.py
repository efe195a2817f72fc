"""How a change of a ticket is written: the ticket as it is now, what is new beside it, the parts that moved."""

from collections.abc import Iterator
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import Rank
from chalicelib.adapters.dynamodb.table import Item, put, update
from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.adapters.dynamodb.tickets.items import AssignmentItem, TicketItem
from chalicelib.domain import events
from chalicelib.domain.duplicates.nearby import cell
from chalicelib.domain.tickets.inbox import pause_of
from chalicelib.domain.tickets.ticket import Change, Ticket


def writes_of(change: Change) -> list[dict[str, Any]]:
    """Those of one transaction; refused at its first, the ticket's, if the ticket has moved since it was read."""
    head = TicketItem(pk=change.ticket.id, sk=keys.TICKET)
    unmoved = TicketItem.sequence == change.expected
    moved = update(head, _moves(change.ticket), unmoved)
    return [moved, *map(put, _news(change)), *_parts(change)]


def _moves(ticket: Ticket) -> list[Action]:
    """What may differ on the ticket item; it is in the coordinator's inbox while it lies on the desk."""
    desk = ticket.desk
    wanted: list[tuple[Any, Any]] = [
        (TicketItem.sequence, ticket.sequence),
        (TicketItem.status, str(ticket.status)),
        (TicketItem.inbox, keys.COORDINATOR if desk else None),
        (TicketItem.due, desk and Rank(desk.due, pause_of(ticket))),
        (TicketItem.shelf, desk and keys.shelf(keys.COORDINATOR, desk.reason)),
        (TicketItem.desk, desk and mapping.desk_text(desk)),
        (TicketItem.asked_at, ticket.asked_at),
        (TicketItem.offered, ticket.offered or None),
        (TicketItem.hand_overs, ticket.hand_overs or None),
        (TicketItem.rating, ticket.rating or None),
        (TicketItem.merged_into, ticket.merged_into or None),
        (TicketItem.cell, cell(ticket)),  # from the first step on: not on the path of a report
        (TicketItem.watch, ticket.watch),
    ]
    return [name.remove() if value is None else name.set(value) for name, value in wanted]


def _news(change: Change) -> list[Item]:
    readers = {e.sequence: e.data.by for e in change.events if e.type == events.IdentityRead.type}
    notes = [mapping.note_item(note, change.ticket.id, readers.get(note.sequence, "")) for note in change.notes]
    photos = [mapping.photo_item(photo, change.ticket.id, change.ticket) for photo in change.photos]
    return [*map(mapping.event_item, change.events), *notes, *mapping.duplicate_items(change), *photos]


def _parts(change: Change) -> Iterator[dict[str, Any]]:
    """The parts that changed as a whole; of the others, if the ticket moved, its status, which lists show, and whether
    their clock stands.
    """
    changed = {part.opd for part in change.assignments}
    for part in change.assignments:
        yield put(mapping.assignment_item(part, change.ticket))
    for part in change.ticket.assignments:
        if change.moved and part.opd not in changed:
            item = AssignmentItem(pk=change.ticket.id, sk=keys.assignment(part.opd))
            status, rank = str(change.ticket.status), mapping.rank(part, change.ticket)
            yield update(item, [AssignmentItem.ticket_status.set(status), AssignmentItem.due.set(rank)])
