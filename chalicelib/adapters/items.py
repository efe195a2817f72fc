"""The items of a ticket in the table, and how they and the domain become each other.

Attribute names are part of an item's size, which is billed: names that no index, stream filter or reader of events
needs are short. The ticket item changes at every step, so it stays within 1,024 bytes, one write unit:
what was told moves into an item of its own where it is long.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.adapters import keys
from chalicelib.adapters.attributes import DataAttribute, InstantAttribute, Rank, RankAttribute
from chalicelib.adapters.table import Item, Raw
from chalicelib.domain.event import Event
from chalicelib.domain.inbox import PROOF, pause_of, shelf_of
from chalicelib.domain.parts import GONE, is_open, waits_for
from chalicelib.domain.photo import Photo, PhotoState, Verdict, named
from chalicelib.domain.status import AssignmentStatus, TicketStatus
from chalicelib.domain.ticket import (
    UNROUTABLE,
    Assignment,
    Change,
    Circle,
    Desk,
    Hint,
    Note,
    Place,
    Report,
    Role,
    Ticket,
    Visibility,
)

INLINE = 360
"""Bytes of description, landmark and answers that the ticket item has room for beside everything else."""


class Told(Item):
    """What the citizen wrote."""

    description = UnicodeAttribute(attr_name="text", null=True)
    address = UnicodeAttribute(attr_name="adr", null=True)
    answers = DataAttribute(attr_name="ans", null=True)


class ReportItem(Told):
    """A long report, apart from the ticket item."""


class TicketItem(Told):
    """A ticket's head. `listed_at` is absent on a confidential ticket, which is thereby in no list.

    `inbox`, `due` and `desk` (why, then each hint as `service:OPD:percent`, by spaces) are there while it waits for the
    coordinator.
    """

    city = UnicodeAttribute()
    service = UnicodeAttribute()
    kecamatan = UnicodeAttribute(null=True)
    area = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    received_at = InstantAttribute(attr_name="at")
    listed_at = InstantAttribute(null=True)
    sequence = NumberAttribute(attr_name="seq")
    proof = UnicodeAttribute(attr_name="prf")
    fingerprint = UnicodeAttribute(attr_name="fpr")
    visibility = UnicodeAttribute(attr_name="vis")
    channel = UnicodeAttribute(attr_name="ch")
    lat = NumberAttribute(null=True)
    long = NumberAttribute(null=True)
    inbox = UnicodeAttribute(null=True)
    due = RankAttribute(null=True)
    spot = UnicodeAttribute(null=True)
    spot_at = UnicodeAttribute(null=True)
    shelf = UnicodeAttribute(null=True)
    desk = UnicodeAttribute(null=True)
    asked_at = InstantAttribute(attr_name="ask", null=True)
    offered = UnicodeAttribute(attr_name="ofr", null=True)
    hand_overs = NumberAttribute(attr_name="ho", null=True)
    rating = NumberAttribute(attr_name="rat", null=True)
    merged_into = UnicodeAttribute(attr_name="mrg", null=True)
    cell = UnicodeAttribute(null=True)
    watch = InstantAttribute(null=True)


class DuplicateItem(Item):
    """Beside a ticket: one that follows it. Its key says which; `left` once it follows no more: nothing is deleted."""

    left = BooleanAttribute(null=True)


class SupportersItem(Item):
    """Beside a ticket: how many said "me too". Apart from the ticket item, so that no step of the staff meets it."""

    said = NumberAttribute(attr_name="n")


class AssignmentItem(Item):
    """One OPD's part. `opd_listed_at`: as `listed_at`; `inbox`: the OPD, only while the part is open.

    `after` and `waits` (those that it still waits for) are OPD codes, separated by spaces.
    """

    opd = UnicodeAttribute()
    role = UnicodeAttribute()
    status = UnicodeAttribute()
    ticket_status = UnicodeAttribute()
    due = RankAttribute()
    why = DataAttribute()
    required = BooleanAttribute(attr_name="req")
    service = UnicodeAttribute()
    area = UnicodeAttribute(null=True)
    opd_listed_at = InstantAttribute(null=True)
    inbox = UnicodeAttribute(null=True)
    spot = UnicodeAttribute(null=True)
    spot_at = UnicodeAttribute(null=True)
    shelf = UnicodeAttribute(null=True)
    person = UnicodeAttribute(null=True)
    after = UnicodeAttribute(attr_name="aft", null=True)
    waiting_since = InstantAttribute(attr_name="wai", null=True)
    waits = UnicodeAttribute(null=True)
    answer_due = InstantAttribute(attr_name="ans", null=True)


class NoteItem(Item):
    """What somebody wrote; the key tells whether the public may read it.

    `person`, `inbox` and `due` stand with the reason for which somebody read who reported: the auditor's list.
    """

    at = InstantAttribute()
    actor = UnicodeAttribute(attr_name="by")
    text = UnicodeAttribute(attr_name="txt")
    opd = UnicodeAttribute(null=True)
    circle = UnicodeAttribute(attr_name="cir", null=True)
    person = UnicodeAttribute(null=True)
    inbox = UnicodeAttribute(null=True)
    due = InstantAttribute(null=True)


class PhotoItem(Item):
    """A photo that was looked at, among a ticket's items. `inbox`, `due` and what a line shows are there while its
    `flags` (by spaces) wait for the coordinator; `desk` holds them then, by commas.
    """

    sequence = NumberAttribute(attr_name="seq")
    state = UnicodeAttribute(attr_name="st")
    at = InstantAttribute()
    by = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(attr_name="why", null=True)
    width = NumberAttribute(attr_name="w", null=True)
    height = NumberAttribute(attr_name="h", null=True)
    flags = UnicodeAttribute(attr_name="fl", null=True)
    verdict = UnicodeAttribute(attr_name="vd", null=True)
    like = UnicodeAttribute(null=True)
    inbox = UnicodeAttribute(null=True)
    due = RankAttribute(null=True)
    service = UnicodeAttribute(null=True)
    area = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    desk = UnicodeAttribute(null=True)


class EventItem(Item):
    """One event. The stream carries it on as it stands here, so the names are those of the domain.

    `shows` is `photos` where the event names some: the bus filters by it, which it could not by the list itself.
    """

    type = UnicodeAttribute()
    version = NumberAttribute()
    ticket = UnicodeAttribute()
    sequence = NumberAttribute()
    at = InstantAttribute()
    actor = UnicodeAttribute()
    data = DataAttribute()
    correlation = UnicodeAttribute()
    shows = UnicodeAttribute(null=True)


class IdentityItem(Item):
    """Who reported, sealed by the vault."""

    sealed = BinaryAttribute(legacy_encoding=False)


_KINDS: Mapping[str, type[Item]] = {
    keys.TICKET: TicketItem,
    keys.REPORT: ReportItem,
    keys.ASSIGNMENT: AssignmentItem,
    keys.EVENT: EventItem,
    keys.NOTE: NoteItem,
    keys.DUPLICATE: DuplicateItem,
    keys.SUPPORTERS: SupportersItem,
    keys.INTERNAL_NOTE: NoteItem,
    keys.PHOTO: PhotoItem,
}


def read(raw: Raw) -> Item:
    """The item as the model of its kind; a plain `Item` if this version of the code does not know the kind."""
    kind, mark, _ = raw["sk"]["S"].partition("#")
    return _KINDS.get(kind + mark, Item).from_raw_data(raw)


def ticket_items(ticket: Ticket, city: str) -> list[Told]:
    """The head of a new ticket and, where the report is long, the report."""
    report, place = ticket.report, ticket.report.place
    head = TicketItem(
        pk=ticket.id, sk=keys.TICKET, city=city, service=report.service, area=place.area,
        kecamatan=keys.kecamatan(place.area), status=str(ticket.status), received_at=ticket.received_at,
        listed_at=ticket.received_at if ticket.is_public else None, sequence=ticket.sequence, proof=ticket.proof,
        fingerprint=ticket.fingerprint, visibility=str(report.visibility), channel=report.channel,
        lat=place.lat, long=place.long, watch=ticket.watch,
        **({} if ticket.is_public else _spot_of_all(ticket)),
    )  # fmt: skip
    items: list[Told] = [head]
    if _told_size(report) > INLINE:
        items.append(ReportItem(pk=ticket.id, sk=keys.REPORT))
    items[-1].description = report.description
    items[-1].address = report.place.address or None
    items[-1].answers = report.attributes or None
    return items


def _spot_of_all(ticket: Ticket) -> dict[str, Any]:
    """A confidential ticket is in no list of the public: those who see all find it by place here."""
    area = ticket.report.place.area
    return {"spot": keys.spot(keys.CONFIDENTIAL, area), "spot_at": keys.spot_order(area, ticket.received_at)}


def _told_size(report: Report) -> int:
    texts = [report.description, report.place.address, *report.attributes, *report.attributes.values()]
    return sum(len(text.encode()) + 2 for text in texts)


def assignment_item(part: Assignment, ticket: Ticket) -> AssignmentItem:
    return AssignmentItem(
        pk=ticket.id, sk=keys.assignment(part.opd), opd=part.opd, role=str(part.role), status=str(part.status),
        ticket_status=str(ticket.status), due=rank(part, ticket), why=part.why, required=part.required,
        service=ticket.report.service, area=ticket.report.place.area,
        opd_listed_at=ticket.received_at if ticket.is_public else None,
        inbox=part.opd if is_open(ticket, part) else None, shelf=keys.shelf(part.opd, shelf_of(ticket, part)),
        person=part.person or None, after=" ".join(part.after) or None, waiting_since=part.waiting_since,
        waits=" ".join(waits_for(ticket, part)) or None, answer_due=part.answer_due, **_spot(part, ticket),
    )  # fmt: skip


def _spot(part: Assignment, ticket: Ticket) -> dict[str, Any]:
    """Where the OPD finds it by place, as long as it is its business."""
    area = ticket.report.place.area
    if part.status in GONE:
        return {}
    return {"spot": keys.spot(part.opd, area), "spot_at": keys.spot_order(area, ticket.received_at)}


def rank(part: Assignment, ticket: Ticket) -> Rank:
    """Where the part stands in its OPD's inbox."""
    return Rank(part.due, pause_of(ticket, part))


def event_item(event: Event) -> EventItem:
    return EventItem(
        pk=event.ticket, sk=keys.event(event.sequence), type=event.type, version=event.version, ticket=event.ticket,
        sequence=event.sequence, at=event.at, actor=event.actor, data=event.data, correlation=event.correlation,
        shows="photos" if named(event) else None,
    )  # fmt: skip


def photo_item(photo: Photo, number: str, ticket: Ticket | None = None) -> PhotoItem:
    """`ticket` for one that may be in the coordinator's inbox."""
    item = PhotoItem(
        pk=number, sk=keys.photo(photo.id), sequence=photo.sequence, state=str(photo.state), at=photo.at,
        by=photo.opd or None, reason=photo.reason or None, width=photo.width or None, height=photo.height or None,
        flags=" ".join(photo.flags) or None, verdict=photo.verdict and str(photo.verdict),
        like=photo.like or None,
    )  # fmt: skip
    if photo.due and ticket:
        item.inbox, item.due, item.desk = PROOF, Rank(photo.due), ",".join(photo.flags)
        item.service, item.area = ticket.report.service, ticket.report.place.area
        item.status = str(ticket.status)
    return item


def photo_of(item: PhotoItem) -> Photo:
    return Photo(
        item.sk.removeprefix(keys.PHOTO), int(item.sequence), PhotoState(item.state), item.at, item.by or "",
        item.reason or "", int(item.width or 0), int(item.height or 0), tuple((item.flags or "").split()),
        Verdict(item.verdict) if item.verdict else None, item.due.due if item.due else None, item.like or "",
    )  # fmt: skip


def note_item(note: Note, ticket: str, reader: str = "") -> NoteItem:
    """`reader`: the user name, if it tells why somebody read who reported."""
    return NoteItem(
        pk=ticket, sk=keys.note(note.sequence, is_public=note.is_public), at=note.at, actor=note.actor, text=note.text,
        opd=note.opd or None, circle=None if note.is_public else str(note.circle),
        person=reader or None, inbox=keys.READS if reader else None, due=note.at if reader else None,
    )  # fmt: skip


def duplicate_items(change: Change) -> list[DuplicateItem]:
    number = change.ticket.id
    joined = [DuplicateItem(pk=number, sk=keys.duplicate(other)) for other in change.joined]
    return joined + [DuplicateItem(pk=number, sk=keys.duplicate(other), left=True) for other in change.left]


def note_of(item: NoteItem) -> Note:
    sequence = int(item.sk.rpartition("#")[2])
    return Note(sequence, item.at, item.actor, item.text, item.opd or "", Circle(item.circle or Circle.PUBLIC))


def ticket_of(head: TicketItem, told: Told, parts: list[AssignmentItem], beside: Sequence[Item] = ()) -> Ticket:
    """`told`: the report item where there is one, else the head again; `beside`: whatever lies with them.

    The lead comes first.
    """
    place = Place(head.area, head.lat, head.long, told.address or "")
    report = Report(
        head.service, told.description, place, Visibility(head.visibility), told.answers or {}, head.channel
    )
    assignments = sorted((assignment_of(part) for part in parts), key=lambda part: part.role is not Role.LEAD)
    return Ticket(
        head.pk, TicketStatus(head.status), report, head.received_at, int(head.sequence), head.proof, head.fingerprint,
        tuple(assignments), _desk(head), head.asked_at, head.offered or "", int(head.hand_overs or 0),
        int(head.rating or 0), head.watch, head.merged_into or "", _duplicates(beside), _supporters(beside),
    )  # fmt: skip


def _duplicates(beside: Sequence[Item]) -> tuple[str, ...]:
    found = (item for item in beside if isinstance(item, DuplicateItem) and not item.left)
    return tuple(item.sk.removeprefix(keys.DUPLICATE) for item in found)


def _supporters(beside: Sequence[Item]) -> int:
    return next((int(item.said) for item in beside if isinstance(item, SupportersItem)), 0)


def _desk(head: TicketItem) -> Desk | None:
    if not (head.inbox and head.due):
        return None
    text = head.desk or UNROUTABLE  # the first release knew no other reason
    return Desk(reason_of(text), head.due.due, hints_of(text))


def desk_text(desk: Desk) -> str:
    return " ".join([desk.reason, *(f"{hint.service}:{hint.opd}:{hint.percent}" for hint in desk.hints)])


def reason_of(text: str) -> str:
    return text.partition(" ")[0]


def hints_of(text: str) -> tuple[Hint, ...]:
    told = (each.split(":") for each in text.split()[1:])
    return tuple(Hint(service, opd, int(percent)) for service, opd, percent in told)


def assignment_of(item: AssignmentItem) -> Assignment:
    return Assignment(
        item.opd, Role(item.role), item.due.due, item.why, AssignmentStatus(item.status), item.required,
        item.person or "", tuple((item.after or "").split()), item.waiting_since, item.answer_due,
    )  # fmt: skip


def event_of(item: EventItem) -> Event:
    return Event(
        item.ticket, int(item.sequence), item.type, item.at, item.actor, item.data, item.correlation, int(item.version)
    )
