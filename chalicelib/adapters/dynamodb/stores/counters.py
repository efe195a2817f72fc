"""The counters in DynamoDB (`keys.py` describes their partitions), and what each ticket contributed to them."""

from collections.abc import Iterator, Mapping
from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import DataAttribute, plain
from chalicelib.adapters.dynamodb.table import (
    NEW,
    ConditionFailed,
    Item,
    Write,
    check,
    get,
    put,
    query_items,
    update,
    write,
)
from chalicelib.domain.statistics.counters import (
    Contribution,
    Counted,
    Differences,
    Generations,
    Key,
    Place,
    Share,
)
from chalicelib.flow.ports.statistics import CountersChanged, Figures


class GenerationsItem(Item):
    """The generation that is read, and the one that is being built (0: none)."""

    current = NumberAttribute()
    building = NumberAttribute()


class CountedItem(Item):
    """What a ticket has contributed to the counters, by generation.

    `s` is the sequence of the last event counted, `k` the kecamatan, `c` the counts by `Key`, whose fields are joined
    by slashes.
    """

    version = NumberAttribute(attr_name="v")
    shares = DataAttribute(attr_name="g")


class TableCounters:
    """Implements `flow.ports.statistics.Counters`."""

    def generations(self) -> Generations:
        return read_generations()

    def counted(self, ticket: str) -> Counted:
        item = get(CountedItem, ticket, keys.COUNTED)
        if item is None:
            return Counted(ticket)
        shares = {int(generation): _share(data) for generation, data in item.shares.items()}
        return Counted(ticket, int(item.version), shares)

    def count(self, after: Counted, generation: int, differences: Differences) -> None:
        try:
            write([_record(after), *additions(after.ticket, generation, differences)])
        except ConditionFailed as refused:
            raise CountersChanged(after.ticket) from refused

    def figures(self, generation: int, period: str, scope: str) -> Figures:
        figures: dict[str, dict[str, int]] = {}
        for counts in query_items(keys.counters(generation, period, scope), None, plain):
            del counts["pk"]
            subject = figures.setdefault(keys.subject_of(counts.pop("sk")), {})
            for name, count in counts.items():
                subject[name] = subject.get(name, 0) + count
        return figures


def read_generations() -> Generations:
    item = get(GenerationsItem, keys.COUNT, keys.GENERATIONS)
    return Generations(int(item.current), int(item.building)) if item else Generations()


def unchanged(generations: Generations) -> Write:
    """A condition in a transaction: no rebuild was begun or ended meanwhile."""
    return check(Item(pk=keys.COUNT, sk=keys.GENERATIONS), _are(generations))


def replaced(before: Generations, after: Generations) -> Write:
    """The write that replaces the generations `before` with `after`; refused if they are not `before` any more."""
    item = GenerationsItem(pk=keys.COUNT, sk=keys.GENERATIONS, current=after.current, building=after.building)
    return put(item, _are(before))


def _are(generations: Generations) -> Condition:
    current = GenerationsItem.current == generations.current
    holds: Condition = current & (GenerationsItem.building == generations.building)
    return NEW | holds if generations == Generations() else holds  # the first generations are not stored


def additions(ticket: str, generation: int, differences: Differences) -> Iterator[Write]:
    """The writes of a transaction that add these differences to the counters.

    Each counter is an attribute of its item, named after what it counts.
    """
    for place, counts in differences.items():
        actions = [Path([name]).add(count) for name, count in counts.items()]
        yield update(_counters(ticket, generation, place), actions)


def _counters(ticket: str, generation: int, place: Place) -> Item:
    pk = keys.counters(generation, place.period, place.scope)
    return Item(pk=pk, sk=keys.shard(place.subject, ticket))


def _record(counted: Counted) -> Write:
    """The write that stores what a ticket has contributed; refused unless the version before is stored."""
    shares = {str(generation): _data(share) for generation, share in counted.shares.items()}
    item = CountedItem(pk=counted.ticket, sk=keys.COUNTED, version=counted.version, shares=shares)
    return put(item, NEW if counted.version == 1 else CountedItem.version == counted.version - 1)


def _data(share: Share) -> dict[str, Any]:
    counts = {"/".join(key): count for key, count in share.contribution.counts.items()}
    return {"s": share.sequence, "k": share.contribution.kecamatan, "c": counts}


def _share(data: Mapping[str, Any]) -> Share:
    counts = {Key(*name.split("/")): count for name, count in data["c"].items()}
    return Share(Contribution(data["k"], counts), data["s"])
