"""An installation of Sedulur by its public API, and by its ledger where AWS is within reach."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import urllib3

from infra.local.replaying.report_file import PreparedReport

RETRIES = urllib3.Retry(
    total=5, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504), allowed_methods=None, raise_on_status=False
)
"""Repeating is safe: every report carries its Idempotency-Key."""


class NoInstallation(Exception):
    """No Sedulur answers at the address."""


@dataclass(frozen=True, slots=True)
class AcceptedReport:
    """A report that opened a ticket, or `repeated` the request that did.

    `seconds` is how long the answer took, `at` the instant of the answer in seconds since the epoch.
    """

    line: int
    ticket: str
    seconds: float
    at: float
    repeated: bool


@dataclass(frozen=True, slots=True)
class RejectedReport:
    """A report that was refused. `why` names the fields and codes of the problems, never what was written."""

    line: int
    why: str


class Installation:
    """The installation at `url`, with at most so many connections at once; safe to share among threads."""

    def __init__(self, url: str, connections: int) -> None:
        self._url = url.rstrip("/")
        self._http = urllib3.PoolManager(maxsize=connections, block=True, retries=RETRIES, timeout=urllib3.Timeout(60))

    def default_area(self) -> str:
        """The first village of the city. This is the first request, so a wrong address shows here, without retries.

        Raises:
            NoInstallation: No Sedulur answers at the address.
        """
        areas = self._get("/v1/areas", retries=False)["areas"]
        return str(next(area["code"] for area in areas if area["kind"] != "kecamatan"))

    def submit(self, report: PreparedReport) -> AcceptedReport | RejectedReport:
        """Send a report.

        Raises:
            NoInstallation: Nothing answers at the address.
        """
        began = time.perf_counter()
        answer = self._request("POST", "/v1/tickets", json=report.body, headers={"Idempotency-Key": report.key})
        seconds = time.perf_counter() - began
        if answer.status != 201:
            return RejectedReport(report.line, _why(answer))
        repeated = answer.headers.get("Idempotent-Replay") == "true"
        return AcceptedReport(report.line, answer.json()["ticket"]["id"], seconds, time.time(), repeated)

    def ticket(self, number: str) -> dict[str, Any]:
        """The ticket as the API shows it.

        Raises:
            NoInstallation: Nothing answers at the address, or there is no such ticket.
        """
        return self._get(f"/v1/tickets/{number}")

    def _get(self, path: str, **options: Any) -> dict[str, Any]:
        answer = self._request("GET", path, **options)
        if answer.status != 200:
            raise NoInstallation(f"{self._url}{path} answers {answer.status}: is this the address of a Sedulur?")
        body: dict[str, Any] = answer.json()
        return body

    def _request(self, method: str, path: str, **options: Any) -> urllib3.BaseHTTPResponse:
        try:
            return self._http.request(method, self._url + path, **options)
        except urllib3.exceptions.HTTPError as error:
            raise NoInstallation(f"{self._url} does not answer. Start it (make run) or correct --url.") from error


def _why(answer: urllib3.BaseHTTPResponse) -> str:
    try:
        problem = answer.json()
    except ValueError:
        return f"HTTP {answer.status}"
    fields = ", ".join(f"{e['field']}: {e.get('code', e['message'])}" for e in problem.get("errors", ()))
    return fields or str(problem.get("code") or problem.get("title") or f"HTTP {answer.status}")


Deliveries = Callable[[str], dict[str, datetime]]
"""Returns for a ticket's number the instants at which its notices were sent, by audience."""


def ledger_reader(number: str) -> Deliveries | None:
    """A reader of the ledger of the stage in the environment; None if AWS is out of reach, as a first read shows."""
    from botocore.exceptions import BotoCoreError, ClientError
    from pynamodb.exceptions import PynamoDBException

    from chalicelib.adapters.dynamodb.stores.delivery_ledger import TableLedger

    def sent(ticket: str) -> dict[str, datetime]:
        return {line.audience: line.at for line in TableLedger().of(ticket) if line.state == "sent"}

    try:
        sent(number)
    except (BotoCoreError, ClientError, PynamoDBException):
        return None
    return sent
