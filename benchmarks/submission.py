"""Cost of one report through the API: processor time, AWS calls and write units."""

from collections.abc import Iterator
from typing import Any

from benchmarks.capacity import Item, item_size, projected, write_units
from benchmarks.figures import Figure
from benchmarks.gateway import Gateway, an_event
from infra.template import render

WORDS = "Lampu jalan di depan balai desa padam sejak tiga hari yang lalu, sehingga jalan menjadi gelap. "
REPORT = {
    "service": "lampu-jalan",
    "description": (WORDS * 3)[:200],
    "location": {"lat": -6.75123, "long": 111.03812, "area": "33.18.10.2001", "address": "Depan balai desa"},
}
CONTACT = {"name": "Siti Aminah", "phone": "0812-3456-7890", "email": "siti@warga.example"}
CHANGES_OFTEN = 1024
"""The most bytes of an item that is written often: a write unit covers so many."""


def figures(runs: int) -> Iterator[Figure]:
    gateway = Gateway()
    yield from _calls(gateway)
    yield from _units(gateway)
    ratio = _ratio(gateway, runs)
    yield Figure("processor time of POST /v1/tickets", ratio, 1.25, "its bare transact_write_items", "x")


def _calls(gateway: Gateway) -> Iterator[Figure]:
    submit = gateway.calls("POST", "/v1/tickets", "", REPORT)
    written = _written(gateway)
    contact = gateway.calls("POST", "/v1/tickets", "", REPORT | {"contact": CONTACT})
    gateway.aws.answers["Query"] = {"Items": written, "Count": len(written), "ScannedCount": len(written)}
    number = written[0]["pk"]["S"]
    one = gateway.calls("GET", f"/v1/tickets/{number}", "/v1/tickets/{number}", number=number)
    line = projected(written[0], indexes()["newest"])
    gateway.aws.answers["Query"] = {"Items": [line], "Count": 1, "ScannedCount": 1}
    page = gateway.calls("GET", "/v1/tickets")
    for name, calls, aim in (
        ("submit", submit, 1),
        ("submit with contact", contact, 2),
        ("one ticket", one, 1),
        ("one list page", page, 1),
    ):
        yield Figure(f"AWS calls: {name}", len(calls), aim, " ".join(calls), exact=True)


def _units(gateway: Gateway) -> Iterator[Figure]:
    gateway("POST", "/v1/tickets", "", REPORT)
    plain = _written(gateway)
    gateway("POST", "/v1/tickets", "", REPORT | {"contact": CONTACT})
    yield Figure("write units of a typical report", write_units(plain, indexes().values()), 12)
    yield Figure("write units of a typical report with contact", write_units(_written(gateway), indexes().values()), 12)
    yield Figure("buckets that it charges, two write units each", len(_charged(gateway)), 1, exact=True)
    yield Figure("bytes of its ticket item, which changes often", item_size(plain[0]), CHANGES_OFTEN, unit=" B")
    gateway("POST", "/v1/tickets", "", REPORT | {"description": "ó" * 4000})
    yield Figure("the same with 4,000 characters", item_size(_written(gateway)[0]), CHANGES_OFTEN, unit=" B")


def _ratio(gateway: Gateway, runs: int) -> float:
    """The ratio to a bare call that writes the same items."""
    gateway("POST", "/v1/tickets", "", REPORT)
    return gateway.ratio_to_bare_call(lambda: an_event("POST", "/v1/tickets", "", REPORT), runs)


def _written(gateway: Gateway) -> list[Item]:
    """The new items of the last transaction."""
    writes = gateway.aws.requests[-1].parameters["TransactItems"]
    return [write["Put"]["Item"] for write in writes if "Put" in write]


def _charged(gateway: Gateway) -> list[dict[str, Any]]:
    """The charges to buckets of rate limits in the last transaction."""
    writes = gateway.aws.requests[-1].parameters["TransactItems"]
    return [write["Update"] for write in writes if "Update" in write]


def indexes() -> dict[str, Any]:
    """The table's indexes in the template, by name."""
    (table,) = [r for r in render("bench", "pati")["Resources"].values() if r["Type"] == "AWS::DynamoDB::Table"]
    return {index["IndexName"]: index for index in table["Properties"]["GlobalSecondaryIndexes"]}
