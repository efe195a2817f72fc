"""Converts the domain's records of a ticket to items of the table, and back."""

from collections.abc import Sequence
from typing import Any

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import Rank
from chalicelib.adapters.dynamodb.table import Item
from chalicelib.adapters.dynamodb.tickets.items import (
    AssignmentItem,
    DuplicateItem,
    EventItem,
    NoteItem,
    PhotoItem,
    ReportItem,
    ReportText,
    SupportersItem,
    TicketItem,
)
from chalicelib.adapters.dynamodb.tickets.publication_mapping import publication_item, publication_of
from chalicelib.domain.events import Event, read
from chalicelib.domain.tickets.assignments import INACTIVE, is_open, waits_for
from chalicelib.domain.tickets.inbox import PROOF, inbox_state_of, pause_of
from chalicelib.domain.tickets.photo import Photo, PhotoState, Verdict, named_photos
from chalicelib.domain.tickets.publication import Publication
from chalicelib.domain.tickets.status import AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import (
    UNROUTABLE,
    Assignment,
    Case,
    Change,
    Desk,
    Hint,
    Note,
    Place,
    Readers,
    Report,
    Role,
    Ticket,
    Visibility,
)

INLINE = 360
"""Bytes of description, landmark and answers for which the ticket item has room."""


def ticket_items(ticket: Ticket, city: str) -> list[Item]:
    """The ticket item of a new ticket, the report item if the report is long, and the publication's if there is one."""
    report, place = ticket.report, ticket.report.place
    content: dict[str, Any] = {
        "description": report.description,
        "address": place.address or None,
        "answers": report.attributes or None,
    }
    is_long = _report_size(report) > INLINE
    head = TicketItem(
        pk=ticket.id, sk=keys.TICKET, city=city, service=report.service, area=place.area,
        kecamatan=keys.kecamatan(place.area), status=str(ticket.status), received_at=ticket.received_at,
        listed_at=ticket.received_at if ticket.is_public else None, sequence=ticket.sequence,
        secret_hash=ticket.secret_hash, fingerprint=ticket.fingerprint,
        visibility=str(report.visibility), channel=report.channel,
        lat=place.lat, long=place.long, next_check=ticket.next_check,
        chain=ticket.chain or None,
        **({} if ticket.is_public else unlisted_spot(ticket)), **({} if is_long else content),
    )  # fmt: skip
    report_items = [ReportItem(pk=ticket.id, sk=keys.REPORT, **content)] if is_long else []
    return [head, *report_items, *([publication_item(ticket)] if ticket.publication != Publication() else [])]


def unlisted_spot(ticket: Ticket) -> dict[str, Any]:
    """Where staff who see all tickets find one by place that is in no public list."""
    area = ticket.report.place.area
    return {"spot": keys.spot(keys.CONFIDENTIAL, area), "spot_at": keys.spot_order(area, ticket.received_at)}


def _report_size(report: Report) -> int:
    """Bytes of its texts."""
    texts = [report.description, report.place.address, *report.attributes, *report.attributes.values()]
    return sum(len(text.encode()) + 2 for text in texts)


def assignment_item(assignment: Assignment, ticket: Ticket) -> AssignmentItem:
    opd = assignment.opd
    return AssignmentItem(
        pk=ticket.id, sk=keys.assignment(opd), opd=opd, role=str(assignment.role), status=str(assignment.status),
        ticket_status=str(ticket.status), due=rank(assignment, ticket), why=assignment.why,
        required=assignment.required, service=ticket.report.service, area=ticket.report.place.area,
        opd_listed_at=ticket.received_at if ticket.is_public else None,
        inbox=opd if is_open(ticket, assignment) else None,
        inbox_state=keys.inbox_state(opd, inbox_state_of(ticket, assignment)),
        person=assignment.person or None, after=" ".join(assignment.after) or None,
        waiting_since=assignment.waiting_since, waits=" ".join(waits_for(ticket, assignment)) or None,
        answer_due=assignment.answer_due, **_spot(assignment, ticket),
    )  # fmt: skip


def _spot(assignment: Assignment, ticket: Ticket) -> dict[str, Any]:
    """Where the OPD finds the ticket by place, unless its assignment was returned or waived."""
    area = ticket.report.place.area
    if assignment.status in INACTIVE:
        return {}
    return {"spot": keys.spot(assignment.opd, area), "spot_at": keys.spot_order(area, ticket.received_at)}


def rank(assignment: Assignment, ticket: Ticket) -> Rank:
    """Where the assignment stands in its OPD's inbox."""
    return Rank(assignment.due, pause_of(ticket, assignment))


def event_item(event: Event) -> EventItem:
    return EventItem(
        pk=event.ticket, sk=keys.event(event.sequence), type=event.type, version=event.version, ticket=event.ticket,
        sequence=event.sequence, at=event.at, actor=event.actor, data=event.data.wire, correlation=event.correlation,
        shows="photos" if named_photos(event) else None,
    )  # fmt: skip


def photo_item(photo: Photo, number: str, ticket: Ticket | None = None) -> PhotoItem:
    """The item of a photo; with `ticket` also what puts a doubted proof into the coordinator's inbox."""
    item = PhotoItem(
        pk=number, sk=keys.photo(photo.id), sequence=photo.sequence, state=str(photo.state), at=photo.at,
        by=photo.opd or None, reason=photo.reason or None, width=photo.width or None, height=photo.height or None,
        flags=" ".join(photo.flags) or None, verdict=photo.verdict and str(photo.verdict),
        like=photo.like or None, like_photo=photo.like_photo or None,
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
        item.like_photo or "",
    )  # fmt: skip


def note_item(note: Note, ticket: str, reader: str = "") -> NoteItem:
    """The item of a note; `reader` is the user name of whoever opened the identity for this reason."""
    return NoteItem(
        pk=ticket, sk=keys.note(note.sequence, is_public=note.is_public), at=note.at, actor=note.actor, text=note.text,
        opd=note.opd or None, readers=None if note.is_public else str(note.readers),
        person=reader or None, inbox=keys.ACCESS_LOG if reader else None, due=note.at if reader else None,
    )  # fmt: skip


def duplicate_items(change: Change) -> list[DuplicateItem]:
    number = change.ticket.id
    joined = [DuplicateItem(pk=number, sk=keys.duplicate(other)) for other in change.joined]
    return joined + [DuplicateItem(pk=number, sk=keys.duplicate(other), left=True) for other in change.left]


def note_of(item: NoteItem) -> Note:
    sequence = int(item.sk.rpartition("#")[2])
    return Note(sequence, item.at, item.actor, item.text, item.opd or "", Readers(item.readers or Readers.PUBLIC))


def case_of(items: Sequence[Item]) -> Case | None:
    """The case from a ticket's items, in the order of their keys; None without a ticket item."""
    head = next((item for item in items if isinstance(item, TicketItem)), None)
    if head is None:
        return None
    texts = next((item for item in items if isinstance(item, ReportItem)), head)
    ticket = ticket_of(head, texts, [item for item in items if isinstance(item, AssignmentItem)], items)
    notes = sorted((note_of(item) for item in items if isinstance(item, NoteItem)), key=_sequence)
    history = tuple(event_of(item) for item in items if isinstance(item, EventItem))
    photos = tuple(photo_of(item) for item in items if isinstance(item, PhotoItem))
    return Case(ticket, history, tuple(notes), photos)


def _sequence(note: Note) -> int:
    return note.sequence


def ticket_of(
    head: TicketItem, texts: ReportText, assignment_items: list[AssignmentItem], items: Sequence[Item] = ()
) -> Ticket:
    """The ticket, its lead's assignment first.

    `texts` is the report item if there is one, otherwise the ticket item again; `items` are all items of the ticket.
    """
    place = Place(head.area, head.lat, head.long, texts.address or "")
    report = Report(
        head.service, texts.description, place, Visibility(head.visibility), texts.answers or {}, head.channel
    )
    assignments = sorted(
        (assignment_of(item) for item in assignment_items), key=lambda each: each.role is not Role.LEAD
    )
    return Ticket(
        head.pk, TicketStatus(head.status), report, head.received_at, int(head.sequence), head.secret_hash,
        head.fingerprint,
        tuple(assignments), _desk(head), head.asked_at, head.lead_offered_to or "", int(head.hand_overs or 0),
        int(head.rating or 0), head.next_check, head.merged_into or "", _duplicates(items), _supporters(items),
        publication_of(items), head.chain or "",
    )  # fmt: skip


def _duplicates(items: Sequence[Item]) -> tuple[str, ...]:
    duplicates = (item for item in items if isinstance(item, DuplicateItem) and not item.left)
    return tuple(item.sk.removeprefix(keys.DUPLICATE) for item in duplicates)


def _supporters(items: Sequence[Item]) -> int:
    return next((int(item.supporters) for item in items if isinstance(item, SupportersItem)), 0)


def _desk(head: TicketItem) -> Desk | None:
    if not (head.inbox and head.due):
        return None
    text = head.desk or UNROUTABLE  # the first release knew no other reason
    return Desk(reason_of(text), head.due.due, hints_of(text))


def desk_text(desk: Desk) -> str:
    """The text of `TicketItem.desk`."""
    return " ".join([desk.reason, *(f"{hint.service}:{hint.opd}:{hint.percent}" for hint in desk.hints)])


def reason_of(text: str) -> str:
    """Why the ticket is on the desk, from the text of `TicketItem.desk`."""
    return text.partition(" ")[0]


def hints_of(text: str) -> tuple[Hint, ...]:
    """Which services and OPDs it may concern, from the text of `TicketItem.desk`."""
    hints = (each.split(":") for each in text.split()[1:])
    return tuple(Hint(service, opd, int(percent)) for service, opd, percent in hints)


def assignment_of(item: AssignmentItem) -> Assignment:
    return Assignment(
        item.opd, Role(item.role), item.due.due, item.why, AssignmentStatus(item.status), item.required,
        item.person or "", tuple((item.after or "").split()), item.waiting_since, item.answer_due,
    )  # fmt: skip


def event_of(item: EventItem) -> Event:
    data = read(item.type, item.data, int(item.version))
    return Event(item.ticket, int(item.sequence), item.at, item.actor, data, item.correlation)
