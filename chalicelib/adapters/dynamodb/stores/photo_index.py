"""What is known of photos, in DynamoDB: a sheet for each, and where to look for pictures that are alike.

A picture that may be compared has an item under its digest and one under each band of its look: finding the like of
one is nine queries of at most `PER_BAND` items, however many pictures there are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute, NumberAttribute
from chalicelib.adapters.dynamodb.table import Item, Raw, Refused, find, put, update_and_read, write
from chalicelib.domain.photos.image_similarity import PER_BAND, hash_bands, is_near
from chalicelib.domain.photos.proof_check import EarlierUse, Trace
from chalicelib.flow.ports.photos import Attachment, Finding, PhotoRecord

LOOSE = timedelta(days=7)
"""So long a photo may wait for its event, longer than a draft in a phone; then it is forgotten. Its files go later."""


class PhotoRecordItem(Item):
    """Both halves of a sheet. The camera's place and time are there only until it is settled."""

    digest = UnicodeAttribute(attr_name="dig", null=True)
    arrived_at = InstantAttribute(attr_name="arr", null=True)
    reason = UnicodeAttribute(attr_name="why", null=True)
    width = NumberAttribute(attr_name="w", null=True)
    height = NumberAttribute(attr_name="h", null=True)
    look = UnicodeAttribute(null=True)
    lat = NumberAttribute(null=True)
    long = NumberAttribute(null=True)
    taken = UnicodeAttribute(null=True)  # ISO, with a zone where the camera knew it
    ticket = UnicodeAttribute(null=True)
    sequence = NumberAttribute(attr_name="seq", null=True)
    event = UnicodeAttribute(attr_name="ev", null=True)
    at = InstantAttribute(null=True)
    opd = UnicodeAttribute(null=True)
    correlation = UnicodeAttribute(attr_name="cor", null=True)
    settled = BooleanAttribute(null=True)
    expires = NumberAttribute(null=True)


class SimilarPhotoItem(Item):
    """Where a picture is found by its digest, or by one band of its look."""

    photo = UnicodeAttribute()
    ticket = UnicodeAttribute()
    sequence = NumberAttribute(attr_name="seq")
    look = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class TablePhotoIndex:
    """As `flow.ports.photos.PhotoIndex` has it."""

    def claim(self, photo: str, digest: str, at: datetime) -> str:
        expires = int((at + LOOSE).timestamp())
        actions = [PhotoRecordItem.digest.set(digest), PhotoRecordItem.expires.set(expires)]
        try:
            update_and_read(_key(photo), actions, PhotoRecordItem.digest.does_not_exist())
        except Refused as refused:
            return str(PhotoRecordItem.from_raw_data(refused.found or {}).digest)
        return digest

    def found(self, photo: str, finding: Finding) -> PhotoRecord:
        return _fill(photo, _of_finding(finding), PhotoRecordItem.arrived_at)

    def attached(self, photo: str, attachment: Attachment) -> PhotoRecord:
        return _fill(photo, [*_of_attachment(attachment), PhotoRecordItem.expires.remove()], PhotoRecordItem.ticket)

    def remember(self, sheet: PhotoRecord) -> None:
        write(map(put, _alikes(sheet)))

    def earlier(self, sheet: PhotoRecord) -> tuple[EarlierUse, ...]:
        same = {item.photo: item for item in _under(keys.same(_finding(sheet).digest))}
        near = {item.photo: item for item in _near(_finding(sheet).look)}
        found = [(item, item.photo in same) for item in {**near, **same}.values()]
        others = [_earlier(item, is_same=is_same) for item, is_same in found if _is_other(item, sheet)]
        return tuple(sorted(others, key=lambda each: not each.is_same))

    def settle(self, photo: str) -> None:
        gone = (PhotoRecordItem.lat, PhotoRecordItem.long, PhotoRecordItem.taken, PhotoRecordItem.expires)
        update_and_read(_key(photo), [PhotoRecordItem.settled.set(True), *(each.remove() for each in gone)])


def _key(photo: str) -> PhotoRecordItem:
    return PhotoRecordItem(pk=keys.photo(photo), sk=keys.SHEET)


def _fill(photo: str, actions: list[Action], mark: Any) -> PhotoRecord:
    """Fill one half unless it is filled, which `mark` tells; the sheet as it is then."""
    try:
        raw = update_and_read(_key(photo), actions, mark.does_not_exist())
    except Refused as refused:
        raw = refused.found or {}
    return _sheet(photo, raw)


def _of_finding(finding: Finding) -> list[Action]:
    trace = finding.trace
    told: list[tuple[Any, Any]] = [
        (PhotoRecordItem.digest, finding.digest), (PhotoRecordItem.arrived_at, finding.arrived_at),
        (PhotoRecordItem.reason, finding.reason),
        (PhotoRecordItem.width, finding.width), (PhotoRecordItem.height, finding.height),
        (PhotoRecordItem.look, finding.look), (PhotoRecordItem.lat, trace.lat), (PhotoRecordItem.long, trace.long),
        (PhotoRecordItem.taken, trace.taken and trace.taken.isoformat()),
    ]  # fmt: skip
    return [name.set(value) for name, value in told if value not in (None, "")]


def _of_attachment(to: Attachment) -> list[Action]:
    told: list[tuple[Any, Any]] = [
        (PhotoRecordItem.ticket, to.ticket), (PhotoRecordItem.sequence, to.sequence), (PhotoRecordItem.event, to.event),
        (PhotoRecordItem.at, to.at), (PhotoRecordItem.opd, to.opd), (PhotoRecordItem.correlation, to.correlation),
    ]  # fmt: skip
    return [name.set(value) for name, value in told if value != ""]


def _sheet(photo: str, raw: Raw) -> PhotoRecord:
    item = PhotoRecordItem.from_raw_data(raw)
    finding = attachment = None
    if item.arrived_at:
        trace = Trace(item.lat, item.long, datetime.fromisoformat(item.taken) if item.taken else None)
        finding = Finding(
            item.digest or "", item.arrived_at, item.reason or "", int(item.width or 0), int(item.height or 0),
            item.look or "", trace,
        )  # fmt: skip
    if item.ticket and item.at:
        attachment = Attachment(
            item.ticket, int(item.sequence or 0), item.event or "", item.at, item.opd or "", item.correlation or ""
        )
    return PhotoRecord(photo, finding, attachment, bool(item.settled))


def _alikes(sheet: PhotoRecord) -> Iterator[SimilarPhotoItem]:
    finding, to = _finding(sheet), _attachment(sheet)
    places = [keys.same(finding.digest), *_bands(finding.look)]
    for place in places:
        yield SimilarPhotoItem(
            pk=place, sk=f"{keys.instant(finding.arrived_at)}#{sheet.id}", photo=sheet.id, ticket=to.ticket,
            sequence=to.sequence, look=finding.look or None,
        )  # fmt: skip


def _near(look: str) -> Iterator[SimilarPhotoItem]:
    for place in _bands(look):
        yield from (item for item in _under(place) if is_near(look, item.look or ""))


def _bands(look: str) -> list[str]:
    return [keys.alike(place, band) for place, band in enumerate(hash_bands(look))] if look else []


def _under(place: str) -> Iterator[SimilarPhotoItem]:
    """The newest first."""
    options = {"limit": PER_BAND, "scan_index_forward": False, "consistent_read": True}
    yield from find(place, None, SimilarPhotoItem.from_raw_data, **options)


def _is_other(item: SimilarPhotoItem, sheet: PhotoRecord) -> bool:
    """Two shots of the same thing come with one event."""
    to = _attachment(sheet)
    return item.photo != sheet.id and (item.ticket, int(item.sequence)) != (to.ticket, to.sequence)


def _earlier(item: SimilarPhotoItem, *, is_same: bool) -> EarlierUse:
    return EarlierUse(item.photo, item.ticket, int(item.sequence), is_same)


def _finding(sheet: PhotoRecord) -> Finding:
    assert sheet.finding
    return sheet.finding


def _attachment(sheet: PhotoRecord) -> Attachment:
    assert sheet.attachment
    return sheet.attachment
