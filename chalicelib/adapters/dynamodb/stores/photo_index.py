"""Photo records in DynamoDB, and the index by which similar photos are found.

A photo that may be compared has one item under its digest and one under each band of its image hash. Finding the
photos similar to one takes nine queries of at most `MAX_PER_BAND` items, however many photos there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute, NumberAttribute
from chalicelib.adapters.dynamodb.table import ConditionFailed, Item, Raw, put, query_items, update_and_read, write
from chalicelib.domain.photos.image_similarity import MAX_PER_BAND, hash_bands, is_near
from chalicelib.domain.photos.proof_check import EarlierUse, Trace
from chalicelib.flow.ports.photos import Attachment, Finding, PhotoRecord

UNATTACHED_LIFETIME = timedelta(days=4)
"""How long a record waits for its event before it expires: longer than a draft in a phone, shorter than the files."""


class PhotoRecordItem(Item):
    """A photo record: finding and attachment. The camera's place and time are deleted when the photo is settled."""

    digest = UnicodeAttribute(attr_name="dig", null=True)
    arrived_at = InstantAttribute(attr_name="arr", null=True)
    reason = UnicodeAttribute(attr_name="why", null=True)
    width = NumberAttribute(attr_name="w", null=True)
    height = NumberAttribute(attr_name="h", null=True)
    image_hash = UnicodeAttribute(attr_name="look", null=True)
    lat = NumberAttribute(null=True)
    long = NumberAttribute(null=True)
    taken = UnicodeAttribute(null=True)  # ISO 8601, with a zone if the camera knew it
    ticket = UnicodeAttribute(null=True)
    sequence = NumberAttribute(attr_name="seq", null=True)
    event = UnicodeAttribute(attr_name="ev", null=True)
    at = InstantAttribute(null=True)
    opd = UnicodeAttribute(null=True)
    correlation = UnicodeAttribute(attr_name="cor", null=True)
    settled = BooleanAttribute(null=True)
    expires = NumberAttribute(null=True)


class SimilarPhotoItem(Item):
    """A photo under its digest or under one band of its image hash."""

    photo = UnicodeAttribute()
    ticket = UnicodeAttribute()
    sequence = NumberAttribute(attr_name="seq")
    image_hash = UnicodeAttribute(attr_name="look", null=True)


@dataclass(frozen=True, slots=True)
class TablePhotoIndex:
    """Implements `flow.ports.photos.PhotoIndex`."""

    def find(self, photo: str) -> PhotoRecord:
        found = list(query_items(keys.photo(photo), Item.sk == keys.PHOTO_RECORD, _raw, consistent_read=True, limit=1))
        return _record(photo, found[0] if found else {})

    def claim(self, photo: str, digest: str, at: datetime) -> str:
        expires = int((at + UNATTACHED_LIFETIME).timestamp())
        actions = [PhotoRecordItem.digest.set(digest), PhotoRecordItem.expires.set(expires)]
        try:
            update_and_read(_key(photo), actions, PhotoRecordItem.digest.does_not_exist())
        except ConditionFailed as refused:
            return str(PhotoRecordItem.from_raw_data(refused.stored or {}).digest)
        return digest

    def add_finding(self, photo: str, finding: Finding) -> PhotoRecord:
        return _fill(photo, _of_finding(finding), PhotoRecordItem.arrived_at)

    def add_attachment(self, photo: str, attachment: Attachment) -> PhotoRecord:
        return _fill(photo, [*_of_attachment(attachment), PhotoRecordItem.expires.remove()], PhotoRecordItem.ticket)

    def add_picture(self, record: PhotoRecord) -> None:
        write(map(put, _similar_items(record)))

    def earlier(self, record: PhotoRecord) -> tuple[EarlierUse, ...]:
        same = {item.photo: item for item in _stored_under(keys.identical_photos(_finding(record).digest))}
        near = {item.photo: item for item in _near(_finding(record).image_hash)}
        candidates = [(item, item.photo in same) for item in {**near, **same}.values()]
        uses = [_earlier(item, is_same=is_same) for item, is_same in candidates if _is_other_event(item, record)]
        return tuple(sorted(uses, key=lambda each: not each.is_same))

    def settle(self, photo: str) -> None:
        removed = (PhotoRecordItem.lat, PhotoRecordItem.long, PhotoRecordItem.taken, PhotoRecordItem.expires)
        update_and_read(_key(photo), [PhotoRecordItem.settled.set(True), *(each.remove() for each in removed)])


def _raw(raw: Raw) -> Raw:
    return raw


def _key(photo: str) -> PhotoRecordItem:
    return PhotoRecordItem(pk=keys.photo(photo), sk=keys.PHOTO_RECORD)


def _fill(photo: str, actions: list[Action], marker: Any) -> PhotoRecord:
    """Set these attributes unless `marker` is set already, and return the record as it is then."""
    try:
        raw = update_and_read(_key(photo), actions, marker.does_not_exist())
    except ConditionFailed as refused:
        raw = refused.stored or {}
    return _record(photo, raw)


def _of_finding(finding: Finding) -> list[Action]:
    trace = finding.trace
    values: list[tuple[Any, Any]] = [
        (PhotoRecordItem.digest, finding.digest), (PhotoRecordItem.arrived_at, finding.arrived_at),
        (PhotoRecordItem.reason, finding.reason),
        (PhotoRecordItem.width, finding.width), (PhotoRecordItem.height, finding.height),
        (PhotoRecordItem.image_hash, finding.image_hash),
        (PhotoRecordItem.lat, trace.lat), (PhotoRecordItem.long, trace.long),
        (PhotoRecordItem.taken, trace.taken and trace.taken.isoformat()),
    ]  # fmt: skip
    return [name.set(value) for name, value in values if value not in (None, "")]


def _of_attachment(attachment: Attachment) -> list[Action]:
    values: list[tuple[Any, Any]] = [
        (PhotoRecordItem.ticket, attachment.ticket), (PhotoRecordItem.sequence, attachment.sequence),
        (PhotoRecordItem.event, attachment.event), (PhotoRecordItem.at, attachment.at),
        (PhotoRecordItem.opd, attachment.opd), (PhotoRecordItem.correlation, attachment.correlation),
    ]  # fmt: skip
    return [name.set(value) for name, value in values if value != ""]


def _record(photo: str, raw: Raw) -> PhotoRecord:
    item = PhotoRecordItem.from_raw_data(raw)
    finding = attachment = None
    if item.arrived_at:
        trace = Trace(item.lat, item.long, datetime.fromisoformat(item.taken) if item.taken else None)
        finding = Finding(
            item.digest or "", item.arrived_at, item.reason or "", int(item.width or 0), int(item.height or 0),
            item.image_hash or "", trace,
        )  # fmt: skip
    if item.ticket and item.at:
        attachment = Attachment(
            item.ticket, int(item.sequence or 0), item.event or "", item.at, item.opd or "", item.correlation or ""
        )
    return PhotoRecord(photo, finding, attachment, bool(item.settled))


def _similar_items(record: PhotoRecord) -> Iterator[SimilarPhotoItem]:
    finding, attachment = _finding(record), _attachment(record)
    partitions = [keys.identical_photos(finding.digest), *_band_partitions(finding.image_hash)]
    for partition in partitions:
        yield SimilarPhotoItem(
            pk=partition, sk=f"{keys.instant(finding.arrived_at)}#{record.id}",
            photo=record.id, ticket=attachment.ticket, sequence=attachment.sequence,
            image_hash=finding.image_hash or None,
        )  # fmt: skip


def _near(hash_: str) -> Iterator[SimilarPhotoItem]:
    for partition in _band_partitions(hash_):
        yield from (item for item in _stored_under(partition) if is_near(hash_, item.image_hash or ""))


def _band_partitions(hash_: str) -> list[str]:
    return [keys.similar_photos(place, band) for place, band in enumerate(hash_bands(hash_))] if hash_ else []


def _stored_under(partition: str) -> Iterator[SimilarPhotoItem]:
    """Up to `MAX_PER_BAND` photos of the partition, newest first."""
    options = {"limit": MAX_PER_BAND, "scan_index_forward": False, "consistent_read": True}
    yield from query_items(partition, None, SimilarPhotoItem.from_raw_data, **options)


def _is_other_event(item: SimilarPhotoItem, record: PhotoRecord) -> bool:
    """Whether the photo belongs to another event; two shots of one thing in one event are no repeated use."""
    attachment = _attachment(record)
    return item.photo != record.id and (item.ticket, int(item.sequence)) != (attachment.ticket, attachment.sequence)


def _earlier(item: SimilarPhotoItem, *, is_same: bool) -> EarlierUse:
    return EarlierUse(item.photo, item.ticket, int(item.sequence), is_same)


def _finding(record: PhotoRecord) -> Finding:
    assert record.finding
    return record.finding


def _attachment(record: PhotoRecord) -> Attachment:
    assert record.attachment
    return record.attachment
