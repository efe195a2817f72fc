"""The one table, and the models' way to it: PynamoDB works on the shared client instead of making a session."""

from collections.abc import Callable
from functools import cache
from typing import Any

from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.connection.base import MetaTable
from pynamodb.expressions.condition import Condition
from pynamodb.models import Model
from pynamodb.pagination import ResultIterator

from chalicelib import names, settings
from chalicelib.adapters import aws, keys

Raw = dict[str, dict[str, Any]]
"""An item in DynamoDB JSON."""


class Item(Model):
    """Anything in the table."""

    class Meta:
        table_name = names.APP  # in truth the stage's: see `table`

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return table()


def table() -> TableConnection:
    """The stage's table, on the client that everything shares."""
    return _table(names.table(settings.stage()))


def find(value: str, condition: Condition | None, read: Callable[[Raw], Any], **options: Any) -> ResultIterator[Any]:
    """Query a partition of the table or, with `index_name`, of an index; all pages, up to `limit` items."""
    options["range_key_condition"] = condition
    return ResultIterator(table().query, (value,), options, map_fn=read, limit=options.get("limit"))


class _Shared(Connection):
    @property
    def client(self) -> Any:
        return aws.client("dynamodb")


@cache
def _table(name: str) -> TableConnection:
    made = TableConnection(name)
    made.connection = _Shared()
    made.connection.add_meta_table(MetaTable({"TableName": name, **_SCHEMA}))
    return made


def _pair(partition: str, order: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": order, "KeyType": "RANGE"}]


_SCHEMA = {
    "KeySchema": _pair("pk", "sk"),
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"}
        for name in dict.fromkeys(["pk", "sk", *(key for _, *pair in keys.LISTINGS.values() for key in pair)])
    ],
    "GlobalSecondaryIndexes": [
        {"IndexName": index, "KeySchema": _pair(partition, order)} for index, partition, order in keys.LISTINGS.values()
    ],
}
