"""A second generation of counters, built beside the first while the system runs."""

from collections.abc import Iterator
from itertools import islice

from chalicelib.adapters import keys
from chalicelib.adapters.counters import read_generations, unchanged
from chalicelib.adapters.surveys import counts, questionnaire_of
from chalicelib.adapters.table import Raw, Refused, scan, table, write
from chalicelib.domain.counts import Generations
from chalicelib.flow.figure_ports import MOST, Moved


class TableRebuilding:
    """As `flow.figure_ports.Rebuilding` has it."""

    def begin(self) -> Generations:
        now = read_generations()
        return now if now.building else _replaced(now, Generations(now.current, now.current + 1))

    def tickets(self) -> Iterator[str]:
        for item in scan("sk = :sk", {":sk": {"S": keys.TICKET}}, ProjectionExpression="pk"):
            yield item["pk"]["S"]

    def recount_surveys(self, generation: int) -> int:
        found = 0
        for found, item in enumerate(scan("sk = :sk", {":sk": {"S": keys.SURVEY}}), 1):  # noqa: B007 - the last stays
            if str(generation) not in item["g"]["NS"]:
                _count(item, generation)
        return found

    def switch(self, building: int) -> None:
        now = read_generations()
        if now.building != building:
            raise Moved(keys.COUNT)
        _replaced(now, Generations(building))

    def forget(self, oldest: int) -> int:
        found = scan("begins_with(pk, :all)", {":all": {"S": f"{keys.COUNT}#"}}, ProjectionExpression="pk, sk")
        dead = (item for item in found if keys.generation_of(item["pk"]["S"]) < oldest)
        gone = 0
        while batch := list(islice(dead, MOST)):
            write({"Delete": {"TableName": table().table_name, "Key": key}} for key in batch)
            gone += len(batch)
        return gone


def _count(item: Raw, generation: int) -> None:
    """Count a questionnaire, and note on it that this generation has it."""
    number = {"NS": [str(generation)]}
    noted = {
        "TableName": table().table_name,
        "Key": {"pk": item["pk"], "sk": item["sk"]},
        "UpdateExpression": "ADD g :set",
        "ConditionExpression": "NOT contains(g, :one)",
        "ExpressionAttributeValues": {":set": number, ":one": {"N": str(generation)}},
    }
    name = item["pk"]["S"].partition("#")[2]
    try:
        write([{"Update": noted}, *counts(name, generation, questionnaire_of(item))])
    except Refused:
        return  # another rebuild has just counted it


def _replaced(before: Generations, after: Generations) -> Generations:
    check = unchanged(before)["ConditionCheck"]
    item = check["Key"] | {
        "current": {"N": str(after.current)},
        "building": {"N": str(after.building)},
    }
    try:
        write([{"Put": {name: check[name] for name in check if name != "Key"} | {"Item": item}}])
    except Refused as refused:
        raise Moved(keys.COUNT) from refused
    return after
