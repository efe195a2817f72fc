"""moto's table, made quicker by `infra.local.emulator.moto_table`, still answers as DynamoDB does."""

import pytest
from moto.core.serialize import XFormedAttributePicker
from moto.dynamodb.models.table import Table

from chalicelib import names
from tests.support.stage.stage_world import client

VALUES = {
    "text": {"S": "jalan"},
    "empty": {"S": ""},
    "number": {"N": "-1.5"},
    "bytes": {"B": b"\x00\xff"},
    "yes": {"BOOL": False},
    "nothing": {"NULL": True},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "raw": {"BS": [b"\x00", b"\x01"]},
    "list": {"L": [{"S": "a"}, {"L": []}, {"M": {"N": {"N": "1"}}}]},
    "map": {"M": {"S": {"S": "named like a type"}, "deep": {"M": {"er": {"B": b"\xfe"}}}}},
}


@pytest.fixture
def table(stage):
    return names.table(stage)


def put(table, pk, sk="a", **attributes):
    item = {"pk": {"S": pk}, "sk": {"S": sk}} | attributes
    client("dynamodb").put_item(TableName=table, Item=item)
    return item


def test_a_value_of_every_type_comes_back_as_it_was(table):
    item = put(table, "values", **VALUES)
    (found,) = client("dynamodb").query(
        TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": "values"}}
    )["Items"]
    assert found == item


def test_an_answer_is_not_searched_for_types_that_it_has_not(table, monkeypatch):
    put(table, "values", **VALUES)
    asked, stock = [], XFormedAttributePicker.__call__
    monkeypatch.setattr(XFormedAttributePicker, "__call__", lambda own, it: asked.append(it.key) or stock(own, it))
    client("dynamodb").get_item(TableName=table, Key={"pk": {"S": "values"}, "sk": {"S": "a"}})
    assert asked
    assert not {"S", "NS", "BOOL"} & set(asked)


def test_an_index_is_read_in_order_and_looks_at_its_partition_alone(table, monkeypatch):
    for n, city in enumerate(("pati", "other", "pati")):
        put(table, f"t-{9 - n}", city={"S": city}, listed_at={"S": "2026-01-01"})
    put(table, "t-0", city={"S": "pati"})
    put(table, "t-1", city={"S": "pati"}, listed_at={"S": "2025-12-31"})
    monkeypatch.setattr(Table, "all_items", None)
    found = client("dynamodb").query(
        TableName=table, IndexName="newest", KeyConditionExpression="city = :city",
        ExpressionAttributeValues={":city": {"S": "pati"}},
    )["Items"]  # fmt: skip
    assert [each["pk"]["S"] for each in found] == ["t-1", "t-7", "t-9"]
