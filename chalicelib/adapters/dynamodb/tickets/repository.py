"""Tickets in DynamoDB: one transaction adds or changes a ticket, one query reads a ticket or a page of a list."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pynamodb.expressions.condition import Condition

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import Rank, due_of, plain, rank_text
from chalicelib.adapters.dynamodb.paging import Line, query_page
from chalicelib.adapters.dynamodb.rate_buckets import arrival_of, charge_write
from chalicelib.adapters.dynamodb.table import (
    NEW,
    ConditionFailed,
    Item,
    count_items,
    put,
    query_items,
    scan_items,
    update,
    write,
    write_update,
)
from chalicelib.adapters.dynamodb.tickets import mapping
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
from chalicelib.domain.tickets.inbox import ALL, InboxFilter, InboxLine, InboxPage
from chalicelib.domain.tickets.photo import Photo
from chalicelib.domain.tickets.status import UNFINISHED
from chalicelib.domain.tickets.ticket import Case, Change, Opening
from chalicelib.domain.values import value
from chalicelib.flow.ports.rate_limits import BucketFull
from chalicelib.flow.ports.tickets import DuePage, DueTicket, Entry, Listing, Page, TicketExists

if TYPE_CHECKING:
    from chalicelib.domain.rate_limits.client_limits import Charge


@value
class TableTickets:
    """The tickets of one city; implements `flow.ports.tickets.Tickets`.

    If two transactions on one ticket conflict, DynamoDB cancels one of them. botocore retries it (`aws/clients.py`),
    and it then sees what the other one wrote. Throttling and outages are raised as botocore's errors after botocore's
    retries.
    """

    city: str

    def add(self, opening: Opening, charge: "Charge | None" = None) -> None:
        head, *rest = mapping.ticket_items(opening.ticket, self.city)
        others = [*rest, mapping.event_item(opening.event), *_identity(opening)]
        charged = [charge_write(charge)] if charge else []
        try:
            write([put(head, NEW), *map(put, others), *charged])
        except ConditionFailed as refused:
            if refused.at:
                raise BucketFull(arrival_of(refused.stored)) from refused
            stored = TicketItem.from_raw_data(refused.stored or {})
            raise TicketExists(stored.secret_hash, stored.fingerprint, stored.received_at) from refused

    def get(self, number: str, *, internal: bool = False) -> Case:
        # A consistent read: a citizen who follows the link on the receipt at once must find the ticket.
        end = keys.PRIVATE if internal else keys.INTERNAL
        items = list(query_items(number, TicketItem.sk < end, read, consistent_read=True))
        case = mapping.case_of(items)
        if case is None:
            raise UnknownTicket(number)
        return case

    def identity(self, number: str) -> bytes | None:
        items = list(query_items(number, IdentityItem.sk == keys.IDENTITY, IdentityItem.from_raw_data, limit=1))
        return bytes(items[0].sealed) if items else None

    def save(self, *changes: Change) -> None:
        writes = [(change.ticket.id, each) for change in changes for each in writes_of(change)]
        try:
            write(each for _, each in writes)
        except ConditionFailed as refused:
            raise Outdated(writes[refused.at][0]) from refused

    def add_photo(self, number: str, photo: Photo) -> None:
        with suppress(ConditionFailed):  # the ticket has it already
            write([put(mapping.photo_item(photo, number), NEW)])

    def page(self, listing: Listing, cursor: str | None = None, size: int = 25) -> Page:
        partition = self.city if listing.by == "all" else listing.value
        lines, next_cursor = query_page(listing, partition, cursor=cursor, size=size, newest_first=True)
        return Page(tuple(_entry(line, listing) for line in lines), next_cursor)

    def inbox(self, box: str, slice_: InboxFilter = ALL, *, cursor: str | None = None, size: int = 25) -> InboxPage:
        ends = tuple(map(rank_text, _ends(slice_) or ()))
        listing = _inbox_listing(box, slice_)
        lines, next_cursor = query_page(listing, cursor=cursor, size=size, within=_ranks(slice_), ends=ends)
        return InboxPage(tuple(map(_inbox_line, lines)), next_cursor)

    def count(self, box: str, slice_: InboxFilter = ALL, most: int = 200) -> int:
        listing = _inbox_listing(box, slice_)
        index, *_ = keys.INDEXES[listing.by]
        return count_items(listing.value, _ranks(slice_), index_name=index, limit=most + 1)

    def add_supporter(self, number: str, mark: str, charge: "Charge | None" = None) -> bool:
        supporter = Item(pk=number, sk=f"{keys.SUPPORT}{mark}")
        counted = update(SupportersItem(pk=number, sk=keys.SUPPORTERS), [SupportersItem.supporters.add(1)])
        try:
            write([put(supporter, NEW), counted, *([charge_write(charge)] if charge else [])])
        except ConditionFailed as refused:
            if refused.at:
                raise BucketFull(arrival_of(refused.stored)) from refused
            return False
        return True

    def near(self, cell: str, *, since: datetime, until: datetime, size: int = MOST) -> tuple[Neighbour, ...]:
        index, *_ = keys.NEAR
        within = TicketItem.listed_at.between(since, until)
        lines = query_items(cell, within, plain, index_name=index, scan_index_forward=False, limit=size)
        return tuple(map(_neighbour, lines))

    def at_place(self, opd: str, area: str, cursor: str | None = None, size: int = 25) -> Page:
        owner = opd or keys.CONFIDENTIAL
        listing, partition = Listing("spot", f"{owner}/{area}"), keys.spot(owner, area) or ""
        is_village = area != keys.kecamatan(area)
        ends = (f"{area}@", f"{area}@~") if is_village else ()
        in_village = TicketItem.spot_at.startswith(f"{area}@") if is_village else None
        lines, next_cursor = query_page(
            listing, partition, cursor=cursor, size=size, within=in_village, ends=ends, newest_first=True
        )
        return Page(tuple(map(_entry_here, lines)), next_cursor)

    def due_tickets(self, until: datetime, *, cursor: str | None = None, size: int = 25) -> DuePage:
        due = TicketItem.next_check <= until
        lines, next_cursor = query_page(Listing("watch", self.city), cursor=cursor, size=size, within=due)
        return DuePage(tuple(map(_due_ticket, lines)), next_cursor)

    def change_next_check(
        self, number: str, stored: datetime | None, next_check: datetime | None, version: int | None = None
    ) -> bool:
        unmoved = (
            TicketItem.next_check == stored
            if stored
            else TicketItem.pk.exists() & TicketItem.next_check.does_not_exist()
        )
        if version is not None:
            unmoved &= TicketItem.sequence == version
        action = TicketItem.next_check.remove() if next_check is None else TicketItem.next_check.set(next_check)
        try:
            write_update(TicketItem(pk=number, sk=keys.TICKET), [action], unmoved)
        except ConditionFailed:
            return False
        return True

    def unfinished(self) -> Iterator[str]:
        is_of_city = (TicketItem.sk == keys.TICKET) & (TicketItem.city == self.city)
        is_open = TicketItem.status.is_in(*sorted(map(str, UNFINISHED)))
        may_be_late = TicketItem.next_check.exists() | TicketItem.inbox.exists() | is_open
        items = scan_items(is_of_city & may_be_late, Item.from_raw_data, attributes_to_get=["pk"])
        return (item.pk for item in items)


def _identity(opening: Opening) -> list[IdentityItem]:
    if opening.identity is None:
        return []
    return [IdentityItem(pk=opening.ticket.id, sk=keys.IDENTITY, sealed=opening.identity)]


def _inbox_listing(box: str, slice_: InboxFilter) -> Listing:
    """The index and the partition that hold this slice of the inbox."""
    state = keys.inbox_state(box, slice_.state)
    return Listing("shelf", state) if state else Listing("inbox", box)


def _ranks(slice_: InboxFilter) -> Condition | None:
    ends = _ends(slice_)
    return AssignmentItem.due.between(*ends) if ends else None


def _ends(slice_: InboxFilter) -> tuple[Rank, Rank] | None:
    """The first and the last rank of a slice; `until` itself is outside of it."""
    if slice_.since or slice_.until:
        last = (slice_.until or _LAST) - timedelta(microseconds=1)
        return Rank(slice_.since or _FIRST), Rank(last)
    if slice_.pause is None:
        return None
    return Rank(_FIRST, slice_.pause), Rank(_LAST, slice_.pause)


_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


def _inbox_line(line: Line) -> InboxLine:
    """A line of an inbox."""
    desk = line.get("desk", "")
    return InboxLine(
        line["pk"], line["service"], line.get("area"), line["status"], line.get("ticket_status") or line["status"],
        due_of(line["due"]), line.get("role", ""), mapping.reason_of(desk),
        line.get("person", ""), tuple(line.get("waits", "").split()), mapping.hints_of(desk),
        _photo(line["sk"]),
    )  # fmt: skip


def _photo(sk: str) -> str:
    return sk.removeprefix(keys.PHOTO) if sk.startswith(keys.PHOTO) else ""


def _neighbour(line: Line) -> Neighbour:
    """A report nearby; without coordinates if only its area is known."""
    return Neighbour(line["pk"], datetime.fromisoformat(line["listed_at"]), line.get("lat"), line.get("long"))


def _entry(line: Line, listing: Listing) -> Entry:
    """A line of a public list."""
    *_, order = keys.LISTINGS[listing.by]
    status = line["ticket_status" if listing.by == "opd" else "status"]
    return Entry(line["pk"], line["service"], line.get("area"), status, datetime.fromisoformat(line[order]))


def _entry_here(line: Line) -> Entry:
    """A line of a search by place, from an assignment or from a confidential ticket."""
    _, _, at = line["spot_at"].partition("@")
    status = line.get("ticket_status") or line["status"]
    return Entry(line["pk"], line["service"], line["area"], status, datetime.fromisoformat(at))


def _due_ticket(line: Line) -> DueTicket:
    """A line of the deadline watch."""
    return DueTicket(line["pk"], datetime.fromisoformat(line["watch"]))
