"""The photo index, in memory and in DynamoDB: both halves of a record in any order, and which photos are similar."""

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from chalicelib import names
from chalicelib.adapters.dynamodb.stores import photo_index as albums
from chalicelib.adapters.dynamodb.stores.photo_index import TablePhotoIndex
from chalicelib.domain.photos.image_similarity import BANDS, MAX_PER_BAND
from chalicelib.domain.photos.proof_check import EarlierUse, Trace
from chalicelib.domain.tickets.photo import new_id
from chalicelib.flow.ports.photos import Attachment, Finding, PhotoRecord
from tests.contract.conftest import _either
from tests.support.factory import NOW, a_number
from tests.support.memory_photo_ports import MemoryPhotoIndex
from tests.support.stage.stage_world import client

WHERE = Trace(-6.75123, 111.03812, datetime(2026, 11, 24, 10, 15, tzinfo=timezone(timedelta(hours=7))))


@pytest.fixture(params=["fake", "real"])
def photo_index(request):
    return _either(request, MemoryPhotoIndex, TablePhotoIndex)


def a_photo_id():
    return new_id(os.urandom(16))


def an_image_hash():
    return os.urandom(16).hex()


def changed(image_hash, *bits):
    return f"{int(image_hash, 16) ^ sum(1 << bit for bit in bits):032x}"


def a_finding(image_hash="", **changes):
    digest = hashlib.sha256(os.urandom(8)).hexdigest()
    return replace(Finding(digest, NOW, "", 800, 600, image_hash, WHERE), **changes)


def an_attachment(**changes):
    return replace(Attachment(a_number(os.urandom(4).hex()), 3, "assignment.done", NOW, "DISHUB", "c-1"), **changes)


def kept(photo_index, finding, attachment):
    """A photo that the index remembers."""
    photo = a_photo_id()
    photo_index.add_finding(photo, finding)
    record = photo_index.add_attachment(photo, attachment)
    photo_index.add_picture(record)
    return record


def test_the_halves_are_filled_in_either_order(photo_index):
    finding, attachment = a_finding(an_image_hash()), an_attachment()
    one, two = a_photo_id(), a_photo_id()
    assert photo_index.add_finding(one, finding) == PhotoRecord(one, finding, None)
    assert photo_index.add_attachment(one, attachment) == PhotoRecord(one, finding, attachment)
    assert photo_index.add_attachment(two, attachment) == PhotoRecord(two, None, attachment)
    assert photo_index.add_finding(two, finding) == PhotoRecord(two, finding, attachment)


def test_what_is_filled_stays(photo_index):
    photo, finding, attachment = a_photo_id(), a_finding(), an_attachment()
    photo_index.add_finding(photo, finding)
    photo_index.add_attachment(photo, attachment)
    assert photo_index.add_finding(photo, a_finding(an_image_hash())).finding == finding
    assert photo_index.add_attachment(photo, an_attachment()).attachment == attachment


def test_a_refused_file_and_a_report_s_photo_are_told_as_they_are(photo_index):
    photo = a_photo_id()
    finding = Finding("d" * 64, NOW, "not_image")
    attachment = Attachment(a_number(), 1, "ticket.received", NOW)
    photo_index.add_finding(photo, finding)
    assert photo_index.add_attachment(photo, attachment) == PhotoRecord(photo, finding, attachment)


def test_a_camera_without_a_zone_keeps_none(photo_index):
    finding = a_finding(trace=Trace(None, None, datetime(2026, 11, 24, 10, 15)))  # noqa: DTZ001 - as the camera tells it
    assert photo_index.add_finding(a_photo_id(), finding).finding == finding


def test_the_first_bytes_are_the_photo(photo_index):
    photo = a_photo_id()
    assert photo_index.claim(photo, "a" * 64, NOW) == "a" * 64
    assert photo_index.claim(photo, "b" * 64, NOW) == "a" * 64
    assert photo_index.claim(photo, "a" * 64, NOW) == "a" * 64


def test_bytes_may_come_after_the_event(photo_index):
    photo = a_photo_id()
    photo_index.add_attachment(photo, an_attachment())
    assert photo_index.claim(photo, "a" * 64, NOW) == "a" * 64


def test_settled_it_forgets_where_the_camera_was(photo_index):
    photo = a_photo_id()
    photo_index.add_finding(photo, a_finding())
    photo_index.add_attachment(photo, an_attachment())
    photo_index.settle(photo)
    photo_index.settle(photo)
    record = photo_index.add_attachment(photo, an_attachment())
    assert record.is_settled
    assert record.finding.trace == Trace()


def test_the_same_bytes_are_found(photo_index):
    finding = a_finding()
    before = kept(photo_index, finding, an_attachment())
    after = kept(photo_index, finding, an_attachment())
    assert photo_index.earlier(after) == (EarlierUse(before.id, before.attachment.ticket, 3, is_same=True),)


def test_nearly_the_same_look_is_found(photo_index):
    image_hash = an_image_hash()
    before = kept(photo_index, a_finding(image_hash), an_attachment())
    after = kept(photo_index, a_finding(changed(image_hash, 3, 40, 77, 111, 127)), an_attachment())
    assert photo_index.earlier(after) == (EarlierUse(before.id, before.attachment.ticket, 3, is_same=False),)


def test_other_pictures_are_not_found(photo_index):
    image_hash = an_image_hash()
    kept(photo_index, a_finding(changed(image_hash, *range(40))), an_attachment())
    kept(photo_index, a_finding(), an_attachment())
    after = kept(photo_index, a_finding(image_hash), an_attachment())
    assert photo_index.earlier(after) == ()


def test_shots_of_one_event_are_not_found_but_those_of_another_of_the_ticket_are(photo_index):
    image_hash, to = an_image_hash(), an_attachment()
    kept(photo_index, a_finding(image_hash), to)
    earlier = kept(photo_index, a_finding(image_hash), replace(to, sequence=1))
    after = kept(photo_index, a_finding(image_hash), to)
    assert [found.photo for found in photo_index.earlier(after)] == [earlier.id]


def test_the_same_bytes_come_before_what_is_only_alike(photo_index):
    image_hash, digest = an_image_hash(), "e" * 64
    kept(photo_index, a_finding(image_hash, arrived_at=NOW + timedelta(hours=1)), an_attachment())
    kept(photo_index, a_finding(image_hash, digest=digest), an_attachment())
    after = kept(photo_index, a_finding(image_hash, digest=digest), an_attachment())
    assert [found.is_same for found in photo_index.earlier(after)] == [True, False]


def test_remembering_twice_changes_nothing(photo_index):
    image_hash = an_image_hash()
    before = kept(photo_index, a_finding(image_hash), an_attachment())
    photo_index.add_picture(before)
    after = kept(photo_index, a_finding(image_hash), an_attachment())
    assert len(photo_index.earlier(after)) == 1


def test_looking_for_the_like_is_nine_bounded_queries(stage, wire):
    photo_index = TablePhotoIndex()
    record = kept(photo_index, a_finding(an_image_hash()), an_attachment())
    wire.forget()
    photo_index.earlier(record)
    assert wire.operations == ["Query"] * (BANDS + 1)
    assert {call.parameters["Limit"] for call in wire.calls} == {MAX_PER_BAND}


def test_a_full_band_costs_no_more(stage, wire, monkeypatch):
    monkeypatch.setattr(albums, "MAX_PER_BAND", 4)
    photo_index, image_hash = TablePhotoIndex(), an_image_hash()
    for n in range(6):
        kept(photo_index, a_finding(image_hash, arrived_at=NOW + timedelta(minutes=n)), an_attachment())
    record = kept(photo_index, a_finding(image_hash), an_attachment())
    wire.forget()
    assert len(photo_index.earlier(record)) == 4
    assert len(wire.calls) == BANDS + 1


def test_filling_a_half_is_one_write(stage, wire):
    photo_index, photo = TablePhotoIndex(), a_photo_id()
    photo_index.add_finding(photo, a_finding())
    photo_index.add_attachment(photo, an_attachment())
    photo_index.add_attachment(photo, an_attachment())
    assert wire.operations == ["UpdateItem"] * 3


def test_a_sheet_without_an_event_expires_and_one_with_it_stays(stage):
    photo_index, loose, taken = TablePhotoIndex(), a_photo_id(), a_photo_id()
    for photo in (loose, taken):
        photo_index.claim(photo, "a" * 64, NOW)
        photo_index.add_finding(photo, a_finding())
    photo_index.add_attachment(taken, an_attachment())
    assert expiry(stage, loose) == NOW + timedelta(days=4)
    assert expiry(stage, taken) is None


def expiry(stage, photo):
    key = {"pk": {"S": f"photo#{photo}"}, "sk": {"S": "sheet"}}
    item = client("dynamodb").get_item(TableName=names.table(stage), Key=key)["Item"]
    return datetime.fromtimestamp(int(item["expires"]["N"]), UTC) if "expires" in item else None
