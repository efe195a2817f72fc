"""Cost of reads with 100 and with 10,000 stored tickets, which must be the same."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3

from benchmarks.capacity import read_units
from benchmarks.figures import Figure
from benchmarks.submission import REPORT
from chalicelib import names, wiring
from chalicelib.adapters.aws import clients
from chalicelib.adapters.dynamodb.tickets import mapping
from chalicelib.domain.intake.opening import open_ticket
from chalicelib.domain.tickets.ticket import Place, Report
from chalicelib.domain.tickets.ticket_number import Intention
from chalicelib.flow.ports.tickets import Listing
from infra.local.emulator.emulator_handle import Emulator
from infra.local.emulator.provision import provision
from infra.local.environment import environment, environment_variables, free_port

SIZES = (100, 10_000)
AT_ONCE = 25
"""The most items that BatchWriteItem takes."""
START = datetime(2026, 1, 1, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    with (
        Emulator("ministack", free_port(0, "AWS_PORT")) as emulator,
        environment_variables(environment(emulator.endpoint)),
    ):
        emulator.wait_until_ready()
        provision(lambda service: boto3.client(service, region_name=names.REGION), "ministack")
        wiring.reset()
        reads = ReadCosts()
        small, large = (reads.at(size) for size in SIZES)
        wiring.reset()
    for name in small:
        (units, scanned, returned), (large_units, large_scanned, large_returned) = small[name], large[name]
        yield Figure(f"read units of {name} at 10,000 tickets", large_units, units, f"{units:g} at 100", exact=True)
        yield Figure(f"items scanned for {name} at 10,000", large_scanned, scanned, f"{scanned} at 100", exact=True)
        yield Figure(f"items scanned beside those returned for {name}", large_scanned - large_returned, 0, exact=True)
        assert scanned == returned


class ReadCosts:
    """A table that is filled step by step, and the cost of its queries."""

    def __init__(self) -> None:
        self._stored = 0
        self._answers: list[dict[str, Any]] = []
        clients.client("dynamodb").meta.events.register("after-call.dynamodb.Query", self._note)

    def at(self, size: int) -> dict[str, tuple[float, int, int]]:
        """Read units, scanned and returned items, by pattern, with this many tickets stored."""
        self._fill(size)
        tickets = wiring.tickets()
        ticket = self._cost(lambda: tickets.get(_opening(7).ticket.id), consistent=True)
        page = self._cost(lambda: tickets.page(Listing()), consistent=False)
        service = self._cost(lambda: tickets.page(Listing("service", "lampu-jalan")), consistent=False)
        return {"one ticket": ticket, "one list page": page, "one page by service": service}

    def _cost(self, read: Any, *, consistent: bool) -> tuple[float, int, int]:
        """Read units, scanned and returned items of a function that makes one query."""
        self._answers.clear()
        read()
        (answer,) = self._answers
        return read_units(answer["Items"], consistent=consistent), answer["ScannedCount"], answer["Count"]

    def _note(self, parsed: dict[str, Any], **_: Any) -> None:
        self._answers.append(parsed)

    def _fill(self, size: int) -> None:
        puts = [{"PutRequest": {"Item": item}} for n in range(self._stored, size) for item in _items(n)]
        name = names.table(os.environ["SEDULUR_STAGE"])
        for start in range(0, len(puts), AT_ONCE):
            clients.client("dynamodb").batch_write_item(RequestItems={name: puts[start : start + AT_ONCE]})
        self._stored = size


def _items(n: int) -> Iterator[dict[str, Any]]:
    opening = _opening(n)
    for item in (*mapping.ticket_items(opening.ticket, "pati"), mapping.event_item(opening.event)):
        yield item.serialize()


def _opening(n: int) -> Any:
    intention = Intention(f"bench-{n}", b"invented")
    service = "lampu-jalan" if n % 3 else "jalan-rusak"
    report = Report(service, str(REPORT["description"]), Place("33.18.10.2001", -6.75123, 111.03812, "Balai desa"))
    return open_ticket(
        intention.number("PTI"), report, secret_hash=intention.secret_hash(), fingerprint=intention.fingerprint(b""),
        at=START + timedelta(minutes=n), correlation="bench", identity=None,
    )  # fmt: skip
