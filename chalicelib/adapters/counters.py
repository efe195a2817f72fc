"""The counters in DynamoDB (`keys.py` tells how they lie), and what of each ticket stands in them."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.adapters import aws, keys
from chalicelib.adapters.table import Raw, Refused, find, table, write
from chalicelib.domain.counts import Contribution, Counted, Differences, Generations, Key, Share
from chalicelib.flow.figure_ports import Figures, Moved

_KEYS = frozenset({"pk", "sk"})


class TableCounters:
    """As `flow.figure_ports.Counters` has it."""

    def generations(self) -> Generations:
        return read_generations()

    def counted(self, ticket: str) -> Counted:
        item = _get(ticket, keys.COUNTED)
        if item is None:
            return Counted(ticket)
        shares = {int(generation): _share(each["M"]) for generation, each in item["g"]["M"].items()}
        return Counted(ticket, int(item["v"]["N"]), shares)

    def count(self, after: Counted, generation: int, differences: Differences) -> None:
        try:
            write([_note(after), *additions(after.ticket, generation, differences)])
        except Refused as refused:
            raise Moved(after.ticket) from refused

    def figures(self, generation: int, period: str, scope: str) -> Figures:
        found: dict[str, dict[str, int]] = {}
        for item in find(keys.counters(generation, period, scope), None, dict):
            subject = found.setdefault(item["sk"]["S"].rpartition("#")[0], {})
            for name in item.keys() - _KEYS:
                subject[name] = subject.get(name, 0) + int(item[name]["N"])
        return found


def read_generations() -> Generations:
    item = _get(keys.COUNT, keys.GENERATIONS)
    if item is None:
        return Generations()
    return Generations(int(item["current"]["N"]), int(item["building"]["N"]))


def unchanged(generations: Generations) -> dict[str, Any]:
    """A check in a transaction: nobody has begun or ended a rebuild meanwhile."""
    values = {":c": {"N": str(generations.current)}, ":b": {"N": str(generations.building)}}
    holds = "#c = :c AND #b = :b"
    if generations == Generations():  # as nobody has written it yet
        holds = f"attribute_not_exists(pk) OR ({holds})"
    return {
        "ConditionCheck": {
            "TableName": table().table_name,
            "Key": _key(keys.COUNT, keys.GENERATIONS),
            "ConditionExpression": holds,
            "ExpressionAttributeNames": {"#c": "current", "#b": "building"},
            "ExpressionAttributeValues": values,
        }
    }


def additions(ticket: str, generation: int, differences: Differences) -> Iterator[dict[str, Any]]:
    """The writes of a transaction that bring these differences into the counters."""
    for place, counts in differences.items():
        pk = keys.counters(generation, place.period, place.scope)
        yield _addition(_key(pk, keys.shard(place.subject, ticket)), counts)


def _addition(key: Raw, counts: Mapping[str, int]) -> dict[str, Any]:
    named = list(enumerate(counts.items()))
    return {
        "Update": {
            "TableName": table().table_name,
            "Key": key,
            "UpdateExpression": "ADD " + ", ".join(f"#{n} :{n}" for n, _ in named),
            "ExpressionAttributeNames": {f"#{n}": name for n, (name, _) in named},
            "ExpressionAttributeValues": {f":{n}": {"N": str(count)} for n, (_, count) in named},
        }
    }


def _note(counted: Counted) -> dict[str, Any]:
    """What stands in the counters from now on, on the condition that it was the version before that stood there."""
    shares = {str(generation): {"M": _told(share)} for generation, share in counted.shares.items()}
    item = _key(counted.ticket, keys.COUNTED) | {"v": {"N": str(counted.version)}, "g": {"M": shares}}
    put: dict[str, Any] = {"TableName": table().table_name, "Item": item}
    if counted.version == 1:
        put["ConditionExpression"] = "attribute_not_exists(pk)"
    else:
        put["ConditionExpression"] = "v = :v"
        put["ExpressionAttributeValues"] = {":v": {"N": str(counted.version - 1)}}
    return {"Put": put}


def _told(share: Share) -> Raw:
    counts = {"/".join(key): {"N": str(count)} for key, count in share.contribution.counts.items()}
    return {"s": {"N": str(share.sequence)}, "k": {"S": share.contribution.kecamatan}, "c": {"M": counts}}


def _share(raw: Mapping[str, Any]) -> Share:
    counts = {Key(*name.split("/")): int(count["N"]) for name, count in raw["c"]["M"].items()}
    return Share(Contribution(raw["k"]["S"], counts), int(raw["s"]["N"]))


def _get(pk: str, sk: str) -> Raw | None:
    asked = {"TableName": table().table_name, "Key": _key(pk, sk), "ConsistentRead": True}
    found: Raw | None = aws.client("dynamodb").get_item(**asked).get("Item")
    return found


def _key(pk: str, sk: str) -> Raw:
    return {"pk": {"S": pk}, "sk": {"S": sk}}
