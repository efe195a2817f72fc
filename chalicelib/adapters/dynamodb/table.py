"""The table: base model, reads, and writes of transactions. PynamoDB uses the shared client of `adapters.aws`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Self, TypeVar

from botocore.exceptions import ClientError
from pynamodb.attributes import UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.connection.base import MetaTable
from pynamodb.constants import ALL_NEW, ALL_OLD
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.pagination import ResultIterator

from chalicelib import names, settings
from chalicelib.adapters.aws import clients
from chalicelib.adapters.dynamodb import keys

Raw = dict[str, dict[str, Any]]
"""An item in DynamoDB JSON."""

Write = dict[str, Any]
"""One write of a transaction, as `TransactWriteItems` takes it."""

T = TypeVar("T")


class Refused(Exception):
    """The condition of a write does not hold.

    Attributes:
        stored: The item as it is in the table; None if there is none.
        at: The position of the write in its transaction.
    """

    def __init__(self, stored: Raw | None, at: int = 0) -> None:
        super().__init__("condition does not hold")
        self.stored = stored
        self.at = at


class Item(Model):
    """Base model of all items in the table.

    It has its own constructor, `serialize` and `from_raw_data`, because PynamoDB's take a seventh of the processor time
    of submitting a report, and a tenth of that of showing a ticket.
    """

    class Meta:
        table_name = names.APP  # replaced by the stage's table: see `table`

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    def __init__(self, *, _user_instantiated: bool = True, **values: Any) -> None:
        self.attribute_values = {name: value for name, value in values.items() if value is not None}

    def serialize(self, null_check: bool = True) -> Raw:  # noqa: ARG002 - PynamoDB's
        """The item in DynamoDB JSON, without the attributes that are None."""
        specs = _write_specs(type(self))
        raw: Raw = {}
        for name, value in self.attribute_values.items():
            if value is not None:
                attribute, kind, serialize = specs[name]
                raw[attribute] = {kind: serialize(value)}
        return raw

    @classmethod
    def from_raw_data(cls, data: Raw) -> Self:
        """The item from DynamoDB JSON, without attributes that this version of the code does not know."""
        specs, item = _read_specs(cls), cls()
        for attribute, value in data.items():
            if attribute in specs and "NULL" not in value:
                name, kind, deserialize = specs[attribute]
                item.attribute_values[name] = deserialize(value[kind])
        return item

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return table()


Kind = TypeVar("Kind", bound=Item)


@cache
def _write_specs(kind: type[Item]) -> dict[str, tuple[str, str, Callable[[Any], Any]]]:
    """By attribute of the model: its name in the table, its DynamoDB type, and its serializer."""
    attributes = kind.get_attributes().items()
    return {name: (attribute.attr_name, attribute.attr_type, attribute.serialize) for name, attribute in attributes}


@cache
def _read_specs(kind: type[Item]) -> dict[str, tuple[str, str, Callable[[Any], Any]]]:
    """By name in the table: the attribute of the model, its DynamoDB type, and its deserializer."""
    attributes = kind.get_attributes().items()
    return {attribute.attr_name: (name, attribute.attr_type, attribute.deserialize) for name, attribute in attributes}


def table() -> TableConnection:
    """The stage's table on the shared client."""
    return _table(names.table(settings.stage()))


NEW = Item.pk.does_not_exist()
"""The condition that the item does not exist yet."""


def sort_key(raw: Raw) -> str:
    """The sort key of an item in DynamoDB JSON; it tells the kind of the item."""
    return str(raw["sk"]["S"])


def put(item: Item, condition: Condition | None = None) -> Write:
    """A write of a transaction that puts the whole item."""
    return {"Put": {"TableName": table().table_name, "Item": item.serialize(), **_condition(condition)}}


def update(item: Item, actions: Sequence[Action], condition: Condition | None = None) -> Write:
    """A write of a transaction that changes attributes of the item."""
    return {"Update": _update(item, actions, condition)}


def check(item: Item, condition: Condition) -> Write:
    """A condition in a transaction on an item that it does not write. `item` has only its key."""
    return {"ConditionCheck": {"TableName": table().table_name, "Key": item.serialize(), **_condition(condition)}}


def delete(item: Item) -> Write:
    """A write of a transaction that deletes the item. `item` has only its key."""
    return {"Delete": {"TableName": table().table_name, "Key": item.serialize()}}


def write(writes: Iterable[Write]) -> None:
    """Carry out all writes (100 at most) in one transaction, or none of them.

    PynamoDB's `TransactWrite` is not used, because it sorts the writes by kind, so that the position of a refused write
    would be lost, and it would cost a sixth more processor time for a report.

    Raises:
        Refused: a write's condition does not hold.
    """
    try:
        clients.client("dynamodb").transact_write_items(TransactItems=list(writes))
    except ClientError as error:
        for at, reason in enumerate(error.response.get("CancellationReasons", ())):
            if reason.get("Code") == "ConditionalCheckFailed":
                raise Refused(reason.get("Item"), at) from error
        raise


def write_update(item: Item, actions: Sequence[Action], condition: Condition | None = None) -> None:
    """Change attributes of one item.

    Raises:
        Refused: the condition does not hold.
    """
    update_and_read(item, actions, condition)


def update_and_read(item: Item, actions: Sequence[Action], condition: Condition | None = None) -> Raw:
    """Change attributes of one item, and return the whole item after the change.

    Raises:
        Refused: the condition does not hold.
    """
    try:
        response = clients.client("dynamodb").update_item(**_update(item, actions, condition), ReturnValues=ALL_NEW)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise Refused(error.response.get("Item")) from error
        raise
    raw: Raw = response["Attributes"]
    return raw


def _update(item: Item, actions: Sequence[Action], condition: Condition | None) -> dict[str, Any]:
    on_failure = ALL_OLD if condition is not None else None
    return item.get_update_kwargs_from_instance(list(actions), condition, on_failure)


def _condition(condition: Condition | None) -> dict[str, Any]:
    """The condition's part of a write; if it does not hold, DynamoDB returns the item as it is."""
    if condition is None:
        return {}
    return _IF_NEW if condition is NEW else _expression(condition)


def _expression(condition: Condition) -> dict[str, Any]:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    parameters = {
        "ConditionExpression": condition.serialize(names, values),
        "ExpressionAttributeNames": {placeholder: name for name, placeholder in names.items()},
        "ReturnValuesOnConditionCheckFailure": ALL_OLD,
    }
    return parameters | {"ExpressionAttributeValues": values} if values else parameters


_IF_NEW = _expression(NEW)  # made once: every report needs it


def get(kind: type[Kind], pk: str, sk: str) -> Kind | None:
    """The item by a consistent read; None if there is none."""
    try:
        return kind.get(pk, sk, consistent_read=True)
    except kind.DoesNotExist:
        return None


def find(value: str, condition: Condition | None, read: Callable[[Raw], Any], **options: Any) -> ResultIterator[Any]:
    """Query a partition of the table or, with `index_name`, of an index: all pages, up to `limit` items."""
    options["range_key_condition"] = condition
    return ResultIterator(table().query, (value,), options, map_fn=read, limit=options.get("limit"))


def scan(condition: Condition, read: Callable[[Raw], T], **options: Any) -> Iterator[T]:
    """All items that satisfy the condition, by a scan of the whole table: only for the administrator's commands."""
    options |= {"filter_condition": condition, "consistent_read": True}
    return ResultIterator(table().scan, (), options, map_fn=read)


def count(value: str, condition: Condition | None, *, index_name: str, limit: int) -> int:
    """How many items a query finds, `limit` at most, by one call that returns no items."""
    response = table().query(value, range_key_condition=condition, index_name=index_name, limit=limit, select="COUNT")
    return int(response["Count"])


class _SharedConnection(Connection):
    @property
    def client(self) -> Any:
        return clients.client("dynamodb")


@cache
def _table(name: str) -> TableConnection:
    connection = TableConnection(name)
    connection.connection = _SharedConnection()
    connection.connection.add_meta_table(MetaTable({"TableName": name, **_SCHEMA}))
    return connection


def _key_schema(partition: str, order: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": order, "KeyType": "RANGE"}]


_SCHEMA = {
    "KeySchema": _key_schema("pk", "sk"),
    "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"}
        for name in dict.fromkeys(["pk", "sk", *(key for _, *pair in keys.INDEXES.values() for key in pair)])
    ],
    "GlobalSecondaryIndexes": [
        {"IndexName": index, "KeySchema": _key_schema(partition, order)}
        for index, partition, order in keys.INDEXES.values()
    ],
}
