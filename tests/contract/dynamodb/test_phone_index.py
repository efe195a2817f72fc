"""The contract of `Phonebook`: tickets are found by exactly the number that made them, and by nothing else."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib import names
from chalicelib.adapters.dynamodb.stores.phone_index import TablePhoneIndex
from chalicelib.domain import events
from tests.support.factory import NOW, VILLAGE, a_number, an_event
from tests.support.stage.stage_world import client

PHONE, OTHER = "+6281234567890", "+6281234567891"


def received(seed, **changes):
    data = {"service": "lampu-jalan", "area": VILLAGE, "visibility": "public", "channel": "web"}
    return an_event(events.TicketReceived.type, ticket=a_number(seed), sequence=1, data=data, **changes)


def test_a_phone_finds_the_tickets_that_it_made_newest_first(phone_index, seed):
    older, newer = received(seed(1)), received(seed(2), at=NOW + timedelta(days=1))
    phone_index.add(newer, PHONE)
    phone_index.add(older, PHONE)
    phone_index.add(received(seed(3)), OTHER)
    found = phone_index.find(PHONE)
    assert [each.id for each in found] == [newer.ticket, older.ticket]
    assert (found[1].service, found[1].area, found[1].received_at) == ("lampu-jalan", VILLAGE, NOW)


def test_a_ticket_noted_twice_is_found_once(phone_index, seed):
    event = received(seed())
    phone_index.add(event, PHONE)
    phone_index.add(event, PHONE)
    assert [each.id for each in phone_index.find(PHONE)] == [event.ticket]


def test_a_phone_that_made_nothing_finds_nothing(phone_index):
    assert phone_index.find("+6281299999999") == ()


def test_no_more_are_found_than_asked_for(phone_index, seed):
    for n in range(4):
        phone_index.add(received(seed(n), at=NOW + timedelta(hours=n)), PHONE)
    assert [each.id for each in phone_index.find(PHONE, most=2)] == [a_number(seed(3)), a_number(seed(2))]


def test_all_containers_use_the_same_key_also_when_they_make_it_at_once(stage, seed):
    books = [TablePhoneIndex() for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: books[n].add(received(seed(n)), PHONE), range(4)))
    assert len(TablePhoneIndex().find(PHONE)) == 4


def test_a_search_is_one_query_once_the_key_is_known(stage, wire):
    book = TablePhoneIndex()
    book.find(PHONE)
    wire.forget()
    book.find(PHONE)
    assert wire.operations == ["Query"]


def test_the_table_holds_neither_the_number_nor_the_key_to_it(stage, seed):
    TablePhoneIndex().add(received(seed()), PHONE)
    stored = client("dynamodb").scan(TableName=names.table(stage))["Items"]
    assert PHONE[3:] not in json.dumps(stored, default=repr)
    (pepper,) = [item for item in stored if item["sk"]["S"] == "pepper"]
    with pytest.raises(client("kms").exceptions.InvalidCiphertextException):
        client("kms").decrypt(CiphertextBlob=pepper["sealed"]["B"], EncryptionContext={"ticket": a_number("x")})
