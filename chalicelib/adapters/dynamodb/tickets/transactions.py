"""The writes of a change: the ticket, new items beside it, and the assignments that changed."""

from collections.abc import Iterator
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import Rank
from chalicelib.adapters.dynamodb.table import Item, put, update
from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.adapters.dynamodb.tickets.items import AssignmentItem, TicketItem
from chalicelib.domain import events
from chalicelib.domain.duplicates.nearby import cell_of
from chalicelib.domain.tickets.inbox import pause_of
from chalicelib.domain.tickets.ticket import Change, Ticket


def writes_of(change: Change) -> list[dict[str, Any]]:
    """The writes of one transaction; the first is refused if the ticket has changed since it was read."""
    head = TicketItem(pk=change.ticket.id, sk=keys.TICKET)
    is_unchanged = TicketItem.sequence == change.expected
    ticket = update(head, _ticket_actions(change.ticket), is_unchanged)
    return [ticket, *map(put, _new_items(change)), *_assignment_writes(change)]


def _ticket_actions(ticket: Ticket) -> list[Action]:
    """Set or remove each attribute that an action may change; a ticket on the desk is in the coordinator's inbox."""
    desk = ticket.desk
    values: list[tuple[Any, Any]] = [
        (TicketItem.sequence, ticket.sequence),
        (TicketItem.status, str(ticket.status)),
        (TicketItem.inbox, keys.COORDINATOR if desk else None),
        (TicketItem.due, desk and Rank(desk.due, pause_of(ticket))),
        (TicketItem.inbox_state, desk and keys.inbox_state(keys.COORDINATOR, desk.reason)),
        (TicketItem.desk, desk and mapping.desk_text(desk)),
        (TicketItem.asked_at, ticket.asked_at),
        (TicketItem.lead_offered_to, ticket.lead_offered_to or None),
        (TicketItem.chain, ticket.chain or None),
        (TicketItem.hand_overs, ticket.hand_overs or None),
        (TicketItem.rating, ticket.rating or None),
        (TicketItem.merged_into, ticket.merged_into or None),
        (TicketItem.cell, cell_of(ticket)),  # from the first change on; a new report does not need it
        (TicketItem.next_check, ticket.next_check),
    ]
    return [name.remove() if value is None else name.set(value) for name, value in values]


def _new_items(change: Change) -> list[Item]:
    readers = {e.sequence: e.data.by for e in change.events if e.type == events.IdentityRead.type}
    notes = [mapping.note_item(note, change.ticket.id, readers.get(note.sequence, "")) for note in change.notes]
    photos = [mapping.photo_item(photo, change.ticket.id, change.ticket) for photo in change.photos]
    return [*map(mapping.event_item, change.events), *notes, *mapping.duplicate_items(change), *photos]


def _assignment_writes(change: Change) -> Iterator[dict[str, Any]]:
    """Puts of the changed assignments; for the others, if the ticket changed, updates of the ticket's status, which
    lists show, and of the rank, which depends on the clock pause.
    """
    changed = {each.opd for each in change.assignments}
    for assignment in change.assignments:
        yield put(mapping.assignment_item(assignment, change.ticket))
    for assignment in change.ticket.assignments:
        if change.changes_status and assignment.opd not in changed:
            item = AssignmentItem(pk=change.ticket.id, sk=keys.assignment(assignment.opd))
            status, rank = str(change.ticket.status), mapping.rank(assignment, change.ticket)
            yield update(item, [AssignmentItem.ticket_status.set(status), AssignmentItem.due.set(rank)])
