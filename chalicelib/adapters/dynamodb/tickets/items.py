"""The items of a ticket in the table (`mapping.py` makes them from what the domain says, and reads them again).

Attribute names are part of an item's size, which is billed: names that no index, stream filter or reader of events
needs are short. The ticket item changes at every step, so it stays within 1,024 bytes, one write unit:
what was told moves into an item of its own where it is long.
"""

from collections.abc import Mapping

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import (
    DataAttribute,
    InstantAttribute,
    NumberAttribute,
    RankAttribute,
)
from chalicelib.adapters.dynamodb.table import Item, Raw, sort_key


class ReportText(Item):
    """What the citizen wrote."""

    description = UnicodeAttribute(attr_name="text", null=True)
    address = UnicodeAttribute(attr_name="adr", null=True)
    answers = DataAttribute(attr_name="ans", null=True)


class ReportItem(ReportText):
    """A long report, apart from the ticket item."""


class TicketItem(ReportText):
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
    like_photo = UnicodeAttribute(attr_name="lp", null=True)
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
    kind, mark, _ = sort_key(raw).partition("#")
    return _KINDS.get(kind + mark, Item).from_raw_data(raw)
