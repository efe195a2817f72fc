"""The items of a ticket in the table. `mapping.py` converts between them and the domain's records.

Attribute names are part of an item's size, which is billed; names that no index, stream filter or reader of events
needs are short. The ticket item changes with every action, so it stays within 1,024 bytes, one write unit: a long
report is stored in an item of its own.
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
    """The report's texts."""

    description = UnicodeAttribute(attr_name="text", null=True)
    address = UnicodeAttribute(attr_name="adr", null=True)
    answers = DataAttribute(attr_name="ans", null=True)


class ReportItem(ReportText):
    """A long report, stored apart from the ticket item."""


class TicketItem(ReportText):
    """The ticket itself. One whose content is not public has no `listed_at`, and is therefore in no public list.

    `inbox`, `due` and `desk` are present while the ticket is on the coordinator's desk. `desk` holds the reason and the
    hints, each as `service:OPD:percent`, separated by spaces.
    """

    city = UnicodeAttribute()
    service = UnicodeAttribute()
    kecamatan = UnicodeAttribute(null=True)
    area = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    received_at = InstantAttribute(attr_name="at")
    listed_at = InstantAttribute(null=True)
    sequence = NumberAttribute(attr_name="seq")
    secret_hash = UnicodeAttribute(attr_name="prf")
    fingerprint = UnicodeAttribute(attr_name="fpr")
    visibility = UnicodeAttribute(attr_name="vis")
    channel = UnicodeAttribute(attr_name="ch")
    lat = NumberAttribute(null=True)
    long = NumberAttribute(null=True)
    inbox = UnicodeAttribute(null=True)
    due = RankAttribute(null=True)
    spot = UnicodeAttribute(null=True)
    spot_at = UnicodeAttribute(null=True)
    inbox_state = UnicodeAttribute(attr_name="shelf", null=True)
    desk = UnicodeAttribute(null=True)
    asked_at = InstantAttribute(attr_name="ask", null=True)
    lead_offered_to = UnicodeAttribute(attr_name="ofr", null=True)
    hand_overs = NumberAttribute(attr_name="ho", null=True)
    chain = UnicodeAttribute(attr_name="hc", null=True)
    rating = NumberAttribute(attr_name="rat", null=True)
    merged_into = UnicodeAttribute(attr_name="mrg", null=True)
    cell = UnicodeAttribute(null=True)
    next_check = InstantAttribute(attr_name="watch", null=True)


class PublicationItem(Item):
    """What the public reads of the report; there is none while that follows from the visibility alone.

    `redactions` are separated by spaces. While there is something to check, `inbox`, `due` and the attributes of an
    inbox line are present, and `desk` holds the reasons separated by commas.
    """

    state = UnicodeAttribute(attr_name="st")
    redactions = UnicodeAttribute(attr_name="red", null=True)
    inbox = UnicodeAttribute(null=True)
    due = RankAttribute(null=True)
    service = UnicodeAttribute(null=True)
    area = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    desk = UnicodeAttribute(null=True)


class DuplicateItem(Item):
    """A duplicate of the ticket; the sort key holds its number. `left`: unmerged since, because nothing is deleted."""

    left = BooleanAttribute(null=True)


class SupportersItem(Item):
    """How many people said "me too"; apart from the ticket item, so that it never conflicts with an action of staff."""

    supporters = NumberAttribute(attr_name="n")


class AssignmentItem(Item):
    """One OPD's assignment. `opd_listed_at` is as the ticket's `listed_at`; `inbox` is the OPD while it is open.

    `after` holds the OPDs that must finish first, `waits` those of them that have not finished yet: codes separated by
    spaces.
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
    inbox_state = UnicodeAttribute(attr_name="shelf", null=True)
    person = UnicodeAttribute(null=True)
    after = UnicodeAttribute(attr_name="aft", null=True)
    waiting_since = InstantAttribute(attr_name="wai", null=True)
    waits = UnicodeAttribute(null=True)
    answer_due = InstantAttribute(attr_name="ans", null=True)


class NoteItem(Item):
    """A note; its sort key tells whether the public may read it.

    `person`, `inbox` and `due` are present on the reason for which somebody opened the reporter's identity: they put it
    into the access log.
    """

    at = InstantAttribute()
    actor = UnicodeAttribute(attr_name="by")
    text = UnicodeAttribute(attr_name="txt")
    opd = UnicodeAttribute(null=True)
    readers = UnicodeAttribute(attr_name="cir", null=True)
    person = UnicodeAttribute(null=True)
    inbox = UnicodeAttribute(null=True)
    due = InstantAttribute(null=True)


class PhotoItem(Item):
    """A processed photo of the ticket. `flags` are separated by spaces.

    While they wait for proof review by the coordinator, `inbox`, `due` and the attributes of an inbox line are present,
    and `desk` holds the flags separated by commas.
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
    """One event. The stream publishes it as it is stored, so its attributes have the names of the domain.

    `shows` is `photos` if the event names photos: the bus can filter by it, but not by the list itself.
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
    """The reporter's contact, sealed by the contact cipher."""

    sealed = BinaryAttribute(legacy_encoding=False)


_KINDS: Mapping[str, type[Item]] = {
    keys.TICKET: TicketItem,
    keys.REPORT: ReportItem,
    keys.PUBLICATION: PublicationItem,
    keys.ASSIGNMENT: AssignmentItem,
    keys.EVENT: EventItem,
    keys.NOTE: NoteItem,
    keys.DUPLICATE: DuplicateItem,
    keys.SUPPORTERS: SupportersItem,
    keys.INTERNAL_NOTE: NoteItem,
    keys.PHOTO: PhotoItem,
}


def read(raw: Raw) -> Item:
    """The item as its model; a plain `Item` if this version of the code does not know its kind."""
    kind, mark, _ = sort_key(raw).partition("#")
    return _KINDS.get(kind + mark, Item).from_raw_data(raw)
