"""Tickets in DynamoDB: one transaction to add or change one, one query to read one or a page of a list."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.adapters import cursor as cursors
from chalicelib.adapters import items, keys
from chalicelib.adapters.items import AssignmentItem, EventItem, IdentityItem, ReportItem, TicketItem
from chalicelib.adapters.table import Raw, Refused, find, put, update, write
from chalicelib.domain import event as events
from chalicelib.domain.errors import Outdated, UnknownTicket
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.ticket import Case, Change, Opening
from chalicelib.domain.value import value
from chalicelib.flow.ports import Entry, Listing, Page, TicketExists

_WAITING = (TicketStatus.RECEIVED, TicketStatus.INCOMPLETE)


@value
class TableTickets:
    """The tickets of one city, as `flow.ports.Tickets` has it.

    Two transactions that meet on one ticket at the same instant make DynamoDB cancel one of them; botocore tries
    that one again (`aws.py`), and it then finds what the other one wrote. Throttling and outages pass through as
    botocore's errors once botocore's tries are used up.
    """

    city: str

    def add(self, opening: Opening) -> None:
        head, *rest = items.ticket_items(opening.ticket, self.city)
        others = [*rest, items.event_item(opening.event), *_identity(opening)]
        try:
            write([put(head, new=True), *map(put, others)])
        except Refused as refused:
            stored = TicketItem.from_raw_data(refused.found or {})
            raise TicketExists(stored.proof, stored.fingerprint, stored.received_at) from refused

    def get(self, number: str) -> Case:
        # Consistent: a citizen who follows the link on the receipt finds the ticket.
        found = list(find(number, TicketItem.sk < keys.PRIVATE, items.read, consistent_read=True))
        head = next((item for item in found if isinstance(item, TicketItem)), None)
        if head is None:
            raise UnknownTicket(number)
        told = next((item for item in found if isinstance(item, ReportItem)), head)
        ticket = items.ticket_of(head, told, [item for item in found if isinstance(item, AssignmentItem)])
        return Case(ticket, tuple(items.event_of(item) for item in found if isinstance(item, EventItem)))

    def save(self, change: Change) -> None:
        head = TicketItem(pk=change.ticket.id, sk=keys.TICKET)
        unmoved = TicketItem.sequence == change.event.sequence - 1
        try:
            write([update(head, _moves(change), unmoved), put(items.event_item(change.event)), *_parts(change)])
        except Refused as refused:
            raise Outdated(change.ticket.id) from refused

    def page(self, listing: Listing, cursor: str | None = None, size: int = 25) -> Page:
        index, *_ = keys.LISTINGS[listing.by]
        value = self.city if listing.by == "all" else listing.value
        start = cursors.read(cursor, listing, value) if cursor else None
        found: list[Raw] = list(
            find(
                value, None, dict,
                index_name=index, scan_index_forward=False, exclusive_start_key=start,
                limit=size + 1,  # whether there is a next page
            )
        )  # fmt: skip
        following = cursors.write(found[size - 1], listing) if len(found) > size else None
        return Page(tuple(_entry(raw, listing) for raw in found[:size]), following)


def _identity(opening: Opening) -> list[IdentityItem]:
    if opening.identity is None:
        return []
    return [IdentityItem(pk=opening.ticket.id, sk=keys.IDENTITY, sealed=opening.identity)]


def _moves(change: Change) -> list[Action]:
    """What changes on the ticket item; it has a place in the coordinator's inbox only while it waits there."""
    status = str(change.ticket.status)
    moves: list[Action] = [TicketItem.sequence.set(change.event.sequence), TicketItem.status.set(status)]
    if change.event.type == events.UNROUTABLE:
        due = datetime.fromisoformat(change.event.data["due"])
        moves += [TicketItem.inbox.set(keys.COORDINATOR), TicketItem.due.set(due)]
    elif change.ticket.status not in _WAITING:
        moves += [TicketItem.inbox.remove(), TicketItem.due.remove()]
    return moves


def _parts(change: Change) -> Iterator[dict[str, Any]]:
    """The parts that changed as a whole; of the others, what their line of the OPD's list shows of the ticket."""
    changed = {part.opd for part in change.assignments}
    for part in change.assignments:
        yield put(items.assignment_item(part, change.ticket))
    for part in change.ticket.assignments:
        if part.opd not in changed:
            item = AssignmentItem(pk=change.ticket.id, sk=keys.assignment(part.opd))
            yield update(item, [AssignmentItem.ticket_status.set(str(change.ticket.status))])


def _entry(raw: Raw, listing: Listing) -> Entry:
    """A line, from what the index projects."""
    text: dict[str, Any] = {name: value["S"] for name, value in raw.items()}
    *_, order = keys.LISTINGS[listing.by]
    status = text["ticket_status" if listing.by == "opd" else "status"]
    return Entry(text["pk"], text["service"], text.get("area"), status, datetime.fromisoformat(text[order]))
