"""Addresses that agree, by keyed hash, and the day's number of SMS."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from chalicelib.adapters.dynamodb.stores.addresses import TableAddresses, TableSmsBudget
from chalicelib.adapters.dynamodb.stores.phone_index import TablePhoneIndex
from tests.contract.conftest import _either
from tests.support.factory import NOW
from tests.support.memory_ports import MemoryAddresses, MemorySmsBudget

DAY = date(2026, 11, 25)


@pytest.fixture(params=["fake", "real"])
def addresses(request):
    return _either(request, MemoryAddresses, lambda: TableAddresses(TablePhoneIndex().hashed))


@pytest.fixture(params=["fake", "real"])
def budget(request):
    return _either(request, lambda: MemorySmsBudget(3), lambda: TableSmsBudget(3))


def test_an_address_agrees_once_it_is_confirmed(addresses, seed):
    key = addresses.key(f"{seed()}@warga.example")
    assert not addresses.is_confirmed(key)
    addresses.ask(key, "1", NOW)
    assert not addresses.is_confirmed(key)
    addresses.confirm(key, NOW)
    addresses.confirm(key, NOW)
    assert addresses.is_confirmed(key)


def test_one_question_a_week_goes_to_an_address_and_its_delivery_may_be_tried_again(addresses, seed):
    key = addresses.key(f"{seed()}@warga.example")
    assert [addresses.ask(key, delivery, NOW) for delivery in "aab"] == [True, True, False]
    assert addresses.ask(key, "b", NOW + timedelta(days=6, hours=23)) is False
    assert addresses.ask(key, "b", NOW + timedelta(days=7)) is True


def test_the_table_holds_no_address(stage, wire, seed):
    real = TableAddresses(TablePhoneIndex().hashed)
    real.ask(real.key("+6281234567890"), "1", NOW)
    assert "81234567890" not in repr([call.parameters for call in wire.calls])


def test_a_day_has_so_many_sms_and_the_next_one_again(budget):
    assert [budget.take(DAY) for _ in range(4)] == [True, True, True, False]
    assert budget.take(DAY + timedelta(days=1))


def test_of_many_at_once_exactly_as_many_pass(budget):
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: budget.take(DAY), range(8))).count(True) == 3


def test_a_budget_of_nothing_sends_nothing(stage):
    assert not TableSmsBudget(0).take(DAY)


def test_an_sms_is_counted_by_one_write(stage, wire):
    TableSmsBudget(3).take(DAY)
    assert wire.operations == ["UpdateItem"]
