"""Tickets in DynamoDB: one transaction to add or change one, one query to read one or a page of a list."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import Rank, plain, rank_text
from chalicelib.adapters.dynamodb.paging import query_page
from chalicelib.adapters.dynamodb.table import (
    NEW,
    Item,
    Refused,
    count,
    find,
    put,
    scan,
    update,
    write,
    write_update,
)
from chalicelib.adapters.dynamodb.tickets import mapping, projections
from chalicelib.adapters.dynamodb.tickets.items import (
    AssignmentItem,
    IdentityItem,
    SupportersItem,
    TicketItem,
    read,
)
from chalicelib.adapters.dynamodb.tickets.transactions import writes_of
from chalicelib.domain.duplicates.nearby import MOST, Neighbour
from chalicelib.domain.errors import Outdated, UnknownTicket
from chalicelib.domain.tickets.inbox import ALL, InboxPage, Slice
from chalicelib.domain.tickets.photo import Photo
from chalicelib.domain.tickets.status import UNFINISHED
from chalicelib.domain.tickets.ticket import Case, Change, Opening
from chalicelib.domain.values import value
from chalicelib.flow.ports.tickets import DuePage, Listing, Page, TicketExists


@value
class TableTickets:
    """The tickets of one city, as `flow.ports.tickets.Tickets` has it.

    Two transactions that meet on one ticket at the same instant make DynamoDB cancel one of them; botocore tries
    that one again (`aws.py`), and it then finds what the other one wrote. Throttling and outages pass through as
    botocore's errors once botocore's tries are used up.
    """

    city: str

    def add(self, opening: Opening) -> None:
        head, *rest = mapping.ticket_items(opening.ticket, self.city)
        others = [*rest, mapping.event_item(opening.event), *_identity(opening)]
        try:
            write([put(head, NEW), *map(put, others)])
        except Refused as refused:
            stored = TicketItem.from_raw_data(refused.found or {})
            raise TicketExists(stored.proof, stored.fingerprint, stored.received_at) from refused

    def get(self, number: str, *, internal: bool = False) -> Case:
        # Consistent: a citizen who follows the link on the receipt finds the ticket.
        end = keys.PRIVATE if internal else keys.INTERNAL
        found = list(find(number, TicketItem.sk < end, read, consistent_read=True))
        case = mapping.case_of(found)
        if case is None:
            raise UnknownTicket(number)
        return case

    def identity(self, number: str) -> bytes | None:
        found = list(find(number, IdentityItem.sk == keys.IDENTITY, IdentityItem.from_raw_data, limit=1))
        return bytes(found[0].sealed) if found else None

    def save(self, *changes: Change) -> None:
        writes = [(change.ticket.id, each) for change in changes for each in writes_of(change)]
        try:
            write(each for _, each in writes)
        except Refused as refused:
            raise Outdated(writes[refused.at][0]) from refused

    def add_photo(self, number: str, photo: Photo) -> None:
        with suppress(Refused):  # it has it already
            write([put(mapping.photo_item(photo, number), NEW)])

    def page(self, listing: Listing, cursor: str | None = None, size: int = 25) -> Page:
        value = self.city if listing.by == "all" else listing.value
        found, following = query_page(listing, value, cursor=cursor, size=size, newest_first=True)
        return Page(tuple(projections.entry(line, listing) for line in found), following)

    def inbox(self, box: str, slice_: Slice = ALL, *, cursor: str | None = None, size: int = 25) -> InboxPage:
        ends = tuple(map(rank_text, _ends(slice_) or ()))
        found, following = query_page(_drawer(box, slice_), cursor=cursor, size=size, within=_ranks(slice_), ends=ends)
        return InboxPage(tuple(map(projections.inbox_line, found)), following)

    def count(self, box: str, slice_: Slice = ALL, most: int = 200) -> int:
        listing = _drawer(box, slice_)
        index, *_ = keys.INDEXES[listing.by]
        return count(listing.value, _ranks(slice_), index_name=index, limit=most + 1)

    def support(self, number: str, mark: str) -> bool:
        supporter = Item(pk=number, sk=f"{keys.SUPPORT}{mark}")
        counted = update(SupportersItem(pk=number, sk=keys.SUPPORTERS), [SupportersItem.said.add(1)])
        try:
            write([put(supporter, NEW), counted])
        except Refused:
            return False
        return True

    def near(self, cell: str, *, since: datetime, until: datetime, size: int = MOST) -> tuple[Neighbour, ...]:
        index, *_ = keys.NEAR
        within = TicketItem.listed_at.between(since, until)
        found = find(cell, within, plain, index_name=index, scan_index_forward=False, limit=size)
        return tuple(map(projections.neighbour, found))

    def at_place(self, opd: str, area: str, cursor: str | None = None, size: int = 25) -> Page:
        who = opd or keys.CONFIDENTIAL
        listing, partition = Listing("spot", f"{who}/{area}"), keys.spot(who, area) or ""
        is_village = area != keys.kecamatan(area)
        ends = (f"{area}@", f"{area}@~") if is_village else ()
        here = TicketItem.spot_at.startswith(f"{area}@") if is_village else None
        found, following = query_page(
            listing, partition, cursor=cursor, size=size, within=here, ends=ends, newest_first=True
        )
        return Page(tuple(map(projections.entry_here, found)), following)

    def to_watch(self, until: datetime, *, cursor: str | None = None, size: int = 25) -> DuePage:
        due = TicketItem.watch <= until
        found, following = query_page(Listing("watch", self.city), cursor=cursor, size=size, within=due)
        return DuePage(tuple(map(projections.due_ticket, found)), following)

    def watch_later(
        self, number: str, seen: datetime | None, then: datetime | None, version: int | None = None
    ) -> bool:
        unmoved = TicketItem.watch == seen if seen else TicketItem.pk.exists() & TicketItem.watch.does_not_exist()
        if version is not None:
            unmoved &= TicketItem.sequence == version
        action = TicketItem.watch.remove() if then is None else TicketItem.watch.set(then)
        try:
            write_update(TicketItem(pk=number, sk=keys.TICKET), [action], unmoved)
        except Refused:
            return False
        return True

    def unfinished(self) -> Iterator[str]:
        is_theirs = (TicketItem.sk == keys.TICKET) & (TicketItem.city == self.city)
        is_open = TicketItem.status.is_in(*sorted(map(str, UNFINISHED)))
        may_be_late = TicketItem.watch.exists() | TicketItem.inbox.exists() | is_open
        found = scan(is_theirs & may_be_late, Item.from_raw_data, attributes_to_get=["pk"])
        return (item.pk for item in found)


def _identity(opening: Opening) -> list[IdentityItem]:
    if opening.identity is None:
        return []
    return [IdentityItem(pk=opening.ticket.id, sk=keys.IDENTITY, sealed=opening.identity)]


def _drawer(box: str, slice_: Slice) -> Listing:
    """The index that holds the slice, and its partition."""
    shelf = keys.shelf(box, slice_.shelf)
    return Listing("shelf", shelf) if shelf else Listing("inbox", box)


def _ranks(slice_: Slice) -> Condition | None:
    ends = _ends(slice_)
    return AssignmentItem.due.between(*ends) if ends else None


def _ends(slice_: Slice) -> tuple[Rank, Rank] | None:
    """The first and the last place of a slice in its index; `until` is to be left out."""
    if slice_.since or slice_.until:
        last = (slice_.until or _LAST) - timedelta(microseconds=1)
        return Rank(slice_.since or _FIRST), Rank(last)
    if slice_.pause is None:
        return None
    return Rank(_FIRST, slice_.pause), Rank(_LAST, slice_.pause)


_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
