"""Tickets in DynamoDB: one transaction to add or change one, one query to read one or a page of a list."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from chalicelib.adapters import cursor as cursors
from chalicelib.adapters import items, keys
from chalicelib.adapters.attributes import Rank, RankAttribute
from chalicelib.adapters.items import (
    AssignmentItem,
    EventItem,
    IdentityItem,
    NoteItem,
    PhotoItem,
    ReportItem,
    SupportersItem,
    TicketItem,
)
from chalicelib.adapters.table import Item, Raw, Refused, count, find, put, scan, update, write, write_update
from chalicelib.domain import event as events
from chalicelib.domain.errors import Outdated, UnknownTicket
from chalicelib.domain.inbox import ALL, InboxLine, InboxPage, Slice, pause_of
from chalicelib.domain.nearness import MOST, Neighbour, cell
from chalicelib.domain.photo import Photo
from chalicelib.domain.status import UNFINISHED
from chalicelib.domain.ticket import Case, Change, Note, Opening, Ticket
from chalicelib.domain.value import value
from chalicelib.flow.ports import Entry, Listing, Page, TicketExists, Watched, Watches


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

    def get(self, number: str, *, internal: bool = False) -> Case:
        # Consistent: a citizen who follows the link on the receipt finds the ticket.
        end = keys.PRIVATE if internal else keys.INTERNAL
        found = list(find(number, TicketItem.sk < end, items.read, consistent_read=True))
        head = next((item for item in found if isinstance(item, TicketItem)), None)
        if head is None:
            raise UnknownTicket(number)
        told = next((item for item in found if isinstance(item, ReportItem)), head)
        ticket = items.ticket_of(head, told, [item for item in found if isinstance(item, AssignmentItem)], found)
        notes = sorted((items.note_of(item) for item in found if isinstance(item, NoteItem)), key=_sequence)
        happened = tuple(items.event_of(item) for item in found if isinstance(item, EventItem))
        photos = tuple(items.photo_of(item) for item in found if isinstance(item, PhotoItem))
        return Case(ticket, happened, tuple(notes), photos)

    def identity(self, number: str) -> bytes | None:
        found = list(find(number, IdentityItem.sk == keys.IDENTITY, IdentityItem.from_raw_data, limit=1))
        return bytes(found[0].sealed) if found else None

    def save(self, *changes: Change) -> None:
        writes = [(change.ticket.id, each) for change in changes for each in _writes(change)]
        try:
            write(each for _, each in writes)
        except Refused as refused:
            raise Outdated(writes[refused.at][0]) from refused

    def add_photo(self, number: str, photo: Photo) -> None:
        with suppress(Refused):  # it has it already
            write([put(items.photo_item(photo, number), new=True)])

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

    def inbox(self, box: str, slice_: Slice = ALL, *, cursor: str | None = None, size: int = 25) -> InboxPage:
        listing = _drawer(box, slice_)
        index, *_ = keys.INDEXES[listing.by]
        ends = tuple(map(RankAttribute().serialize, _ends(slice_) or ()))
        start = cursors.read(cursor, listing, listing.value, ends) if cursor else None
        found: list[Raw] = list(
            find(listing.value, _ranks(slice_), dict, index_name=index, exclusive_start_key=start, limit=size + 1)
        )
        following = cursors.write(found[size - 1], listing) if len(found) > size else None
        return InboxPage(tuple(map(_line, found[:size])), following)

    def count(self, box: str, slice_: Slice = ALL, most: int = 200) -> int:
        listing = _drawer(box, slice_)
        index, *_ = keys.INDEXES[listing.by]
        return count(listing.value, _ranks(slice_), index_name=index, limit=most + 1)

    def support(self, number: str, mark: str) -> bool:
        supporter = Item(pk=number, sk=f"{keys.SUPPORT}{mark}")
        counted = update(SupportersItem(pk=number, sk=keys.SUPPORTERS), [SupportersItem.said.add(1)])
        try:
            write([put(supporter, new=True), counted])
        except Refused:
            return False
        return True

    def near(self, cell: str, *, since: datetime, until: datetime, size: int = MOST) -> tuple[Neighbour, ...]:
        index, *_ = keys.NEAR
        within = TicketItem.listed_at.between(since, until)
        found = find(cell, within, dict, index_name=index, scan_index_forward=False, limit=size)
        return tuple(map(_neighbour, found))

    def at_place(self, opd: str, area: str, cursor: str | None = None, size: int = 25) -> Page:
        who = opd or keys.CONFIDENTIAL
        index, *_ = keys.SPOT
        listing, value = Listing("spot", f"{who}/{area}"), keys.spot(who, area) or ""
        is_village = area != keys.kecamatan(area)
        start = (
            cursors.read(cursor, listing, value, (f"{area}@", f"{area}@~") if is_village else ()) if cursor else None
        )
        here = TicketItem.spot_at.startswith(f"{area}@") if is_village else None
        found: list[Raw] = list(
            find(
                value, here, dict,
                index_name=index, scan_index_forward=False, exclusive_start_key=start, limit=size + 1,
            )
        )  # fmt: skip
        following = cursors.write(found[size - 1], listing) if len(found) > size else None
        return Page(tuple(map(_entry_here, found[:size])), following)

    def to_watch(self, until: datetime, *, cursor: str | None = None, size: int = 25) -> Watches:
        index, *_ = keys.WATCH
        listing = Listing("watch", self.city)
        start = cursors.read(cursor, listing, self.city) if cursor else None
        due = TicketItem.watch <= until
        found: list[Raw] = list(find(self.city, due, dict, index_name=index, exclusive_start_key=start, limit=size + 1))
        following = cursors.write(found[size - 1], listing) if len(found) > size else None
        lines = [Watched(raw["pk"]["S"], datetime.fromisoformat(raw["watch"]["S"])) for raw in found[:size]]
        return Watches(tuple(lines), following)

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
        states = {f":s{n}": {"S": str(status)} for n, status in enumerate(sorted(UNFINISHED))}
        is_theirs = "sk = :sk AND city = :city"
        may_be_late = f"attribute_exists(watch) OR attribute_exists(inbox) OR #status IN ({', '.join(states)})"
        values = {":sk": {"S": keys.TICKET}, ":city": {"S": self.city}, **states}
        names = {"#status": "status"}
        for raw in scan(f"{is_theirs} AND ({may_be_late})", values, ExpressionAttributeNames=names):
            yield raw["pk"]["S"]


def _identity(opening: Opening) -> list[IdentityItem]:
    if opening.identity is None:
        return []
    return [IdentityItem(pk=opening.ticket.id, sk=keys.IDENTITY, sealed=opening.identity)]


def _writes(change: Change) -> list[dict[str, Any]]:
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
        (TicketItem.desk, desk and items.desk_text(desk)),
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
    readers = {e.sequence: str(e.data.get("by", "")) for e in change.events if e.type == events.IDENTITY_READ}
    notes = [items.note_item(note, change.ticket.id, readers.get(note.sequence, "")) for note in change.notes]
    photos = [items.photo_item(photo, change.ticket.id, change.ticket) for photo in change.photos]
    return [*map(items.event_item, change.events), *notes, *items.duplicate_items(change), *photos]


def _parts(change: Change) -> Iterator[dict[str, Any]]:
    """The parts that changed as a whole; of the others, if the ticket moved, its status, which lists show, and whether
    their clock stands.
    """
    changed = {part.opd for part in change.assignments}
    for part in change.assignments:
        yield put(items.assignment_item(part, change.ticket))
    for part in change.ticket.assignments:
        if change.moved and part.opd not in changed:
            item = AssignmentItem(pk=change.ticket.id, sk=keys.assignment(part.opd))
            status, rank = str(change.ticket.status), items.rank(part, change.ticket)
            yield update(item, [AssignmentItem.ticket_status.set(status), AssignmentItem.due.set(rank)])


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


def _line(raw: Raw) -> InboxLine:
    """A line of an inbox, from what the index projects."""
    text: dict[str, Any] = {name: value["S"] for name, value in raw.items()}
    desk = text.get("desk", "")
    return InboxLine(
        text["pk"], text["service"], text.get("area"), text["status"], text.get("ticket_status", text["status"]),
        RankAttribute().deserialize(text["due"]).due, text.get("role", ""), items.reason_of(desk),
        text.get("person", ""), tuple(text.get("waits", "").split()), items.hints_of(desk),
        _photo(text["sk"]),
    )  # fmt: skip


def _photo(sk: str) -> str:
    return sk.removeprefix(keys.PHOTO) if sk.startswith(keys.PHOTO) else ""


def _neighbour(raw: Raw) -> Neighbour:
    lat, long = (float(raw[name]["N"]) if name in raw else None for name in ("lat", "long"))
    return Neighbour(raw["pk"]["S"], datetime.fromisoformat(raw["listed_at"]["S"]), lat, long)


def _sequence(note: Note) -> int:
    return note.sequence


def _entry(raw: Raw, listing: Listing) -> Entry:
    """A line, from what the index projects."""
    text: dict[str, Any] = {name: value["S"] for name, value in raw.items()}
    *_, order = keys.LISTINGS[listing.by]
    status = text["ticket_status" if listing.by == "opd" else "status"]
    return Entry(text["pk"], text["service"], text.get("area"), status, datetime.fromisoformat(text[order]))


def _entry_here(raw: Raw) -> Entry:
    """A line of what is at a place: of an OPD's part, or of a ticket itself."""
    text: dict[str, Any] = {name: value["S"] for name, value in raw.items()}
    _, _, at = text["spot_at"].partition("@")
    status = text.get("ticket_status", text["status"])
    return Entry(text["pk"], text["service"], text["area"], status, datetime.fromisoformat(at))
