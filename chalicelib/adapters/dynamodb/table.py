"""The one table, and the models' way to it: PynamoDB works on the shared client instead of making a session."""

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
"""A write of a transaction: its kind, and what DynamoDB asks for with it."""


T = TypeVar("T")


class Refused(Exception):
    """A write's condition does not hold; `found` is the item that breaks it, None if there is none, and `at` the
    place of the write in its transaction.
    """

    def __init__(self, found: Raw | None, at: int = 0) -> None:
        super().__init__("condition does not hold")
        self.found = found
        self.at = at


class Item(Model):
    """Anything in the table.

    Made, written and read in the short way: PynamoDB's own is a seventh of the processor time of a whole report, and
    a tenth of that of showing a ticket.
    """

    class Meta:
        table_name = names.APP  # in truth the stage's: see `table`

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    def __init__(self, *, _user_instantiated: bool = True, **values: Any) -> None:
        self.attribute_values = {name: value for name, value in values.items() if value is not None}

    def serialize(self, null_check: bool = True) -> Raw:  # noqa: ARG002 - PynamoDB's
        """In DynamoDB JSON; what is None is left out."""
        written = _written(type(self))
        raw: Raw = {}
        for name, value in self.attribute_values.items():
            if value is not None:
                attribute, kind, serialize = written[name]
                raw[attribute] = {kind: serialize(value)}
        return raw

    @classmethod
    def from_raw_data(cls, data: Raw) -> Self:
        """From DynamoDB JSON; what this version of the code does not know of is left out."""
        known, item = _read(cls), cls()
        for attribute, value in data.items():
            if attribute in known and "NULL" not in value:
                name, kind, deserialize = known[attribute]
                item.attribute_values[name] = deserialize(value[kind])
        return item

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return table()


Kind = TypeVar("Kind", bound=Item)


@cache
def _written(kind: type[Item]) -> dict[str, tuple[str, str, Callable[[Any], Any]]]:
    """How each attribute of a kind of items is written: its name in the table, its type, and its value."""
    known = kind.get_attributes().items()
    return {name: (attribute.attr_name, attribute.attr_type, attribute.serialize) for name, attribute in known}


@cache
def _read(kind: type[Item]) -> dict[str, tuple[str, str, Callable[[Any], Any]]]:
    """By its name in the table how each attribute is read: its name here, its type, and its value."""
    known = kind.get_attributes().items()
    return {attribute.attr_name: (name, attribute.attr_type, attribute.deserialize) for name, attribute in known}


def table() -> TableConnection:
    """The stage's table, on the client that everything shares."""
    return _table(names.table(settings.stage()))


NEW = Item.pk.does_not_exist()
"""The condition that there is no such item yet."""


def sort_key(raw: Raw) -> str:
    """By which a reader knows the kind of an item before it is read."""
    return str(raw["sk"]["S"])


def put(item: Item, condition: Condition | None = None) -> Write:
    """A write of a transaction: the whole item."""
    return {"Put": {"TableName": table().table_name, "Item": item.serialize(), **_only_if(condition)}}


def update(item: Item, actions: Sequence[Action], condition: Condition | None = None) -> Write:
    """A write of a transaction: these attributes of the item."""
    return {"Update": _update(item, actions, condition)}


def check(item: Item, condition: Condition) -> Write:
    """A write of a transaction that writes nothing: the condition must hold of the item. `item` is its key alone."""
    return {"ConditionCheck": {"TableName": table().table_name, "Key": item.serialize(), **_only_if(condition)}}


def delete(item: Item) -> Write:
    """A write of a transaction: the item goes. `item` is its key alone."""
    return {"Delete": {"TableName": table().table_name, "Key": item.serialize()}}


def write(writes: Iterable[Write]) -> None:
    """All of these in one transaction of at most 100, or none.

    Not PynamoDB's `TransactWrite`: it sorts the writes by kind, so that nobody could tell which ticket of two was
    refused, and a report's transaction would cost a sixth more processor time.

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
    """These attributes of one item; Refused."""
    update_and_read(item, actions, condition)


def update_and_read(item: Item, actions: Sequence[Action], condition: Condition | None = None) -> Raw:
    """As `write_update`; the whole item as it is then."""
    try:
        answer = clients.client("dynamodb").update_item(**_update(item, actions, condition), ReturnValues=ALL_NEW)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
            raise Refused(error.response.get("Item")) from error
        raise
    found: Raw = answer["Attributes"]
    return found


def _update(item: Item, actions: Sequence[Action], condition: Condition | None) -> dict[str, Any]:
    back = ALL_OLD if condition is not None else None
    return item.get_update_kwargs_from_instance(list(actions), condition, back)


def _only_if(condition: Condition | None) -> dict[str, Any]:
    """A condition as a write has it; where it does not hold, DynamoDB answers with the item that is there."""
    if condition is None:
        return {}
    return _IF_NEW if condition is NEW else _expression(condition)


def _expression(condition: Condition) -> dict[str, Any]:
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    conditional = {
        "ConditionExpression": condition.serialize(names, values),
        "ExpressionAttributeNames": {placeholder: name for name, placeholder in names.items()},
        "ReturnValuesOnConditionCheckFailure": ALL_OLD,
    }
    return conditional | {"ExpressionAttributeValues": values} if values else conditional


_IF_NEW = _expression(NEW)  # once: it is on the path of every report


def get(kind: type[Kind], pk: str, sk: str) -> Kind | None:
    """The item as it is at this moment; None if there is none."""
    try:
        return kind.get(pk, sk, consistent_read=True)
    except kind.DoesNotExist:
        return None


def find(value: str, condition: Condition | None, read: Callable[[Raw], Any], **options: Any) -> ResultIterator[Any]:
    """Query a partition of the table or, with `index_name`, of an index; all pages, up to `limit` items."""
    options["range_key_condition"] = condition
    return ResultIterator(table().query, (value,), options, map_fn=read, limit=options.get("limit"))


def scan(condition: Condition, read: Callable[[Raw], T], **options: Any) -> Iterator[T]:
    """Everything in the table of which this holds, by reading all of it: for the administrator's commands alone."""
    options |= {"filter_condition": condition, "consistent_read": True}
    return ResultIterator(table().scan, (), options, map_fn=read)


def count(value: str, condition: Condition | None, *, index_name: str, limit: int) -> int:
    """How many items a query finds, `limit` at most: one call, nothing of them travels."""
    told = table().query(value, range_key_condition=condition, index_name=index_name, limit=limit, select="COUNT")
    return int(told["Count"])


class _Shared(Connection):
    @property
    def client(self) -> Any:
        return clients.client("dynamodb")


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
        for name in dict.fromkeys(["pk", "sk", *(key for _, *pair in keys.INDEXES.values() for key in pair)])
    ],
    "GlobalSecondaryIndexes": [
        {"IndexName": index, "KeySchema": _pair(partition, order)} for index, partition, order in keys.INDEXES.values()
    ],
}
