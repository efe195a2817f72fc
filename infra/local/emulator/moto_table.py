"""Changes of moto's DynamoDB for many threads and more than a hundred tickets: `install()` in moto's own process.

Stock moto copies the whole table for every item of a transaction (1 s at 5,000 items). When one is cancelled it puts
the copy in the table's place: what other threads wrote meanwhile is lost, and readers of the stream go on reading that
of the replaced table. It checks conditions and acts upon them without a lock. Its queries sort every item of the table,
and it searches each value of an answer under the names of all ten types. Here requests take turns, a cancelled
transaction undoes only its own writes, a query reads the items of its partition, and a value is read by the type that
it names. The same as patches for moto: docs/upstream.md.
"""

import copy
import inspect
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore.model import StructureShape
from moto.core.serialize import JSONSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table
from moto.dynamodb.responses import DynamoHandler

_lock = threading.RLock()
_stock_transaction = DynamoDBBackend.transact_write_items
_stock_query = Table.query
_query_signature = inspect.signature(_stock_query)
_stock_action = DynamoHandler.call_action
_stock_structure = JSONSerializer._serialize_type_structure  # noqa: SLF001


def install() -> None:
    """Replace moto's transactions, queries, calls and serialisation of answers in this process."""
    for owner, name, replacement in (
        (DynamoDBBackend, "transact_write_items", _transact),
        (Table, "query", _query),
        (DynamoHandler, "call_action", _call_action),
        (JSONSerializer, "_serialize_type_structure", _structure),
    ):
        setattr(owner, name, replacement)


def _call_action(handler: DynamoHandler) -> Any:
    """As stock, for one request at a time."""
    with _lock:
        return _stock_action(handler)


def _transact(backend: DynamoDBBackend, transact_items: list[dict[str, Any]]) -> None:
    """As stock, for one transaction at a time, but a failed one undoes its own writes only."""
    with _lock, _uncopied_tables():
        touched = [_WrittenItem(backend, operation) for item in transact_items for operation in item.values()]
        try:
            _stock_transaction(backend, transact_items)
        except BaseException:
            for each in reversed(touched):
                each.restore()
            raise


def _query(table: Table, *conditions: Any, **options: Any) -> Any:
    """As stock, which sees only the items of the wanted partition and sorts them."""
    query = _query_signature.bind(table, *conditions, **options).arguments
    vars(table)["all_items"] = lambda: _partition(table, query)
    try:
        return _stock_query(table, *conditions, **options)
    finally:
        del vars(table)["all_items"]


def _partition(table: Table, query: Mapping[str, Any]) -> list[Any]:
    if not query.get("index_name"):
        return list(table.items.get(query["hash_key"], {}).values())
    ((name, hash_value),) = query["hash_key_conditions"]
    every = (item for siblings in table.items.values() for item in siblings.values())
    return [item for item in every if name in item.attrs and item.attrs[name].value == hash_value.value]


def _structure(serializer: JSONSerializer, serialized: Any, value: Any, shape: StructureShape, key: str) -> None:
    """As stock, but of an AttributeValue only the member that is there."""
    if shape.name != "AttributeValue" or not isinstance(value, dict) or not key:
        _stock_structure(serializer, serialized, value, shape, key)
        return
    member: dict[str, Any] = {}
    for kind, content in value.items():
        serializer._serialize(member, content, shape.members[kind], kind)  # noqa: SLF001
    serializer._default_serialize(serialized, member, shape, key)  # noqa: SLF001


@contextmanager
def _uncopied_tables() -> Iterator[None]:
    """Make a table's copy the table itself, so that restoring the copy changes nothing."""
    Table.__deepcopy__ = lambda table, _: table  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del Table.__deepcopy__  # type: ignore[attr-defined]


class _WrittenItem:
    """An item as it was before the transaction, and the length of its table's stream."""

    def __init__(self, backend: DynamoDBBackend, operation: Mapping[str, Any]) -> None:
        self._table = backend.get_table(operation["TableName"])
        key = operation.get("Key") or operation["Item"]
        self._hash = DynamoType(key[self._table.hash_key_attr])
        self._range = DynamoType(key[self._table.range_key_attr])
        self._item = copy.deepcopy(self._siblings().get(self._range))
        self._streamed = len(self._table.stream_shard.items) if self._table.stream_shard else 0

    def restore(self) -> None:
        if self._item is None:
            self._siblings().pop(self._range, None)
        else:
            self._siblings()[self._range] = self._item
        if self._table.stream_shard:
            del self._table.stream_shard.items[self._streamed :]

    def _siblings(self) -> dict[DynamoType, Any]:
        """The items with the same partition key (our one table has a sort key)."""
        siblings: dict[DynamoType, Any] = self._table.items[self._hash]
        return siblings
