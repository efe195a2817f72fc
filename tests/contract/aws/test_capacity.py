"""The meter of capacity counts as DynamoDB's documentation says."""

import pytest

from benchmarks.capacity import item_size, number_size, projected, read_units, value_size, write_units

INDEX = {
    "IndexName": "newest",
    "KeySchema": [{"AttributeName": "city"}, {"AttributeName": "listed_at"}],
    "Projection": {"NonKeyAttributes": ["status"]},
}


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ({"S": "Pati"}, 4),
        ({"S": "ó🌊"}, 6),
        ({"N": "27"}, 2),
        ({"N": "-6.75123"}, 5),
        ({"N": "0"}, 1),
        ({"B": b"123"}, 3),
        ({"B": "MTIz"}, 3),
        ({"BOOL": True}, 1),
        ({"NULL": True}, 1),
        ({"L": []}, 3),
        ({"L": [{"S": "ab"}]}, 6),
        ({"M": {"ab": {"S": "cd"}}}, 8),
    ],
)
def test_a_value_has_the_size_that_is_billed(value, size):
    assert value_size(value) == size


def test_trailing_and_leading_zeros_of_a_number_are_free():
    assert number_size("1000000") == number_size("0.000001") == 2


def test_names_count_too():
    assert item_size({"pk": {"S": "x"}, "status": {"S": "received"}}) == 3 + 14


@pytest.mark.parametrize(("length", "units"), [(1, 2), (1017, 2), (1018, 4), (2042, 6)])
def test_a_transaction_costs_twice_for_every_kilobyte_begun(length, units):
    item = {"pk": {"S": "x"}, "text": {"S": "y" * length}}  # 7 bytes beside the text
    assert write_units([item], []) == units


def test_an_index_costs_only_for_what_it_holds():
    listed = {"pk": {"S": "x"}, "sk": {"S": "x"}, "city": {"S": "pati"}, "listed_at": {"S": "2026"}}
    listed |= {"status": {"S": "received"}, "text": {"S": "y" * 900}}
    hidden = {name: value for name, value in listed.items() if name != "listed_at"}
    assert write_units([listed], [INDEX], transactional=False) == 2
    assert write_units([hidden], [INDEX], transactional=False) == 1
    assert set(projected(listed, INDEX)) == {"pk", "sk", "city", "listed_at", "status"}


def test_reading_costs_by_four_kilobytes_together():
    items = [{"pk": {"S": "y" * 1500}}] * 3
    assert read_units(items, consistent=True) == 2
    assert read_units(items, consistent=False) == 1
