"""The writes of a change: the ticket, new items beside it, and the assignments that changed."""

from collections.abc import Iterator
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import Rank
from chalicelib.adapters.dynamodb.table import Item, put, update
from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.adapters.dynamodb.tickets.items import AssignmentItem, TicketItem
from chalicelib.adapters.dynamodb.tickets.publication_mapping import publication_item
from chalicelib.domain import events
from chalicelib.domain.duplicates.nearby import cell_of
from chalicelib.domain.tickets.inbox import pause_of
from chalicelib.domain.tickets.ticket import Change, Ticket


def writes_of(change: Change) -> list[dict[str, Any]]:
    """The writes of one transaction; the first is refused if the ticket has changed since it was read."""
    head = TicketItem(pk=change.ticket.id, sk=keys.TICKET)
    is_unchanged = TicketItem.sequence == change.expected
    listing = _listing_actions(change.ticket) if change.changes_publication else []
    ticket = update(head, [*_ticket_actions(change.ticket), *listing], is_unchanged)
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
    return [_set_or_remove(name, value) for name, value in values]


def _listing_actions(ticket: Ticket) -> list[Action]:
    """Put a ticket into the public lists, or take it out; where it is not listed, staff find it by place."""
    spot = {"spot": None, "spot_at": None} if ticket.is_public else mapping.unlisted_spot(ticket)
    values = [
        (TicketItem.listed_at, ticket.received_at if ticket.is_public else None),
        (TicketItem.spot, spot["spot"]),
        (TicketItem.spot_at, spot["spot_at"]),
    ]
    return [_set_or_remove(name, value) for name, value in values]


def _set_or_remove(name: Any, value: Any) -> Action:
    action: Action = name.remove() if value is None else name.set(value)
    return action


def _new_items(change: Change) -> list[Item]:
    readers = {e.sequence: e.data.by for e in change.events if e.type == events.IdentityRead.type}
    notes = [mapping.note_item(note, change.ticket.id, readers.get(note.sequence, "")) for note in change.notes]
    photos = [mapping.photo_item(photo, change.ticket.id, change.ticket) for photo in change.photos]
    publication = [publication_item(change.ticket)] if change.changes_publication else []
    return [*map(mapping.event_item, change.events), *notes, *mapping.duplicate_items(change), *photos, *publication]


def _assignment_writes(change: Change) -> Iterator[dict[str, Any]]:
    """Puts of the changed assignments; for the others, if the ticket changed, updates of the ticket's status, which
    lists show, of the rank, which depends on the clock pause, and of whether public lists show the ticket.
    """
    ticket, changed = change.ticket, {each.opd for each in change.assignments}
    for assignment in change.assignments:
        yield put(mapping.assignment_item(assignment, ticket))
    for assignment in ticket.assignments:
        if (change.changes_status or change.changes_publication) and assignment.opd not in changed:
            item = AssignmentItem(pk=ticket.id, sk=keys.assignment(assignment.opd))
            actions: list[Action] = [
                AssignmentItem.ticket_status.set(str(ticket.status)),
                AssignmentItem.due.set(mapping.rank(assignment, ticket)),
            ]
            if change.changes_publication:
                listed_at = ticket.received_at if ticket.is_public else None
                actions.append(_set_or_remove(AssignmentItem.opd_listed_at, listed_at))
            yield update(item, actions)
