"""Buckets of rate limits: charged with the ticket, by one write, and gone by themselves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from benchmarks.capacity import write_units
from chalicelib import names
from chalicelib.adapters.dynamodb.stores.rate_limits import TableRateBuckets
from chalicelib.domain.rate_limits.client_limits import API, charge
from chalicelib.flow.ports.rate_limits import BucketFull
from chalicelib.flow.ports.tickets import TicketExists
from tests.contract.conftest import _either
from tests.doubles.buckets import MemoryBuckets
from tests.support.factory import NOW, an_opening
from tests.support.stage.stage_world import client


@pytest.fixture(params=["fake", "real"])
def buckets(request):
    return _either(request, MemoryBuckets, TableRateBuckets)


def of(owner, seconds=0):
    return charge(API, owner, b"secret", NOW + timedelta(seconds=seconds))


def taken(buckets, *charges):
    def passes(each):
        try:
            buckets.take(each)
        except BucketFull as full:
            return full.arrival
        return True

    return [passes(each) for each in charges]


def test_a_bucket_is_full_after_its_room_and_says_until_when(buckets, seed):
    assert taken(buckets, *[of(seed())] * 21) == [True] * 20 + [of(seed()).now + 120_000]
    assert taken(buckets, of(seed(), 5), of(seed(), 6), of(seed(), 6)) == [
        of(seed()).now + 120_000,
        True,
        of(seed()).now + 126_000,
    ]
    assert taken(buckets, of(seed("another"))) == [True]


def test_of_many_at_once_exactly_as_many_pass_as_there_is_room_for(buckets, seed):
    with ThreadPoolExecutor(4) as pool:
        passed = list(pool.map(lambda _: taken(buckets, of(seed()))[0], range(30)))
    assert passed.count(True) == 20


def test_a_ticket_and_its_charge_are_stored_together_or_not_at_all(tickets, seed):
    for n in range(20):
        tickets.add(an_opening(seed=seed(n)), of(seed()))
    with pytest.raises(BucketFull) as full:
        tickets.add(an_opening(seed=seed("one too many")), of(seed()))
    assert full.value.arrival == of(seed()).now + 120_000
    tickets.add(an_opening(seed=seed("one too many")), of(seed(), 6))


def test_a_repeat_is_recognised_though_the_bucket_is_full_and_takes_nothing_from_it(tickets, seed):
    for n in range(20):
        tickets.add(an_opening(seed=seed(n)), of(seed()))
        with pytest.raises(TicketExists):
            tickets.add(an_opening(seed=seed(n)), of(seed()))
    with pytest.raises(TicketExists):
        tickets.add(an_opening(seed=seed(0)), of(seed()))


def test_the_charge_is_one_small_item_in_the_same_call_and_expires(table_tickets, stage, wire, seed):
    table_tickets.add(an_opening(seed=seed()), of(seed()))
    (call,) = wire.calls
    (written,) = [write["Update"] for write in call.parameters["TransactItems"] if "Update" in write]
    item = client("dynamodb").get_item(TableName=names.table(stage), Key=written["Key"])["Item"]
    assert set(item) == {"pk", "sk", "tat", "expires"}
    assert write_units([item], []) == 2
    assert int(item["expires"]["N"]) >= NOW.timestamp() + API.room
