"""An installation of Sedulur as its public API shows it, and its ledger where AWS is within reach."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import urllib3

from infra.local.replaying.report_file import Sending

TRIES = urllib3.Retry(
    total=5, backoff_factor=0.5, status_forcelist=(429, 500, 502, 503, 504), allowed_methods=None, raise_on_status=False
)
"""Repeating is safe: every report carries its Idempotency-Key."""


class NotThere(Exception):
    """No Sedulur answers at the address."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """`seconds` is how long the answer took, `at` the instant it was there (seconds since the epoch)."""

    line: int
    ticket: str
    seconds: float
    at: float
    repeated: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """The fields and codes of the problems, never what was written."""

    line: int
    why: str


class Installation:
    """Talks to `url`; safe to share among threads."""

    def __init__(self, url: str, connections: int) -> None:
        self._url = url.rstrip("/")
        self._http = urllib3.PoolManager(maxsize=connections, block=True, retries=TRIES, timeout=urllib3.Timeout(60))

    def default_area(self) -> str:
        """The first village of the city. This is the first request, so a wrong address shows here, without retries.

        Raises:
            NotThere: No Sedulur answers at the address.
        """
        areas = self._get("/v1/areas", retries=False)["areas"]
        return str(next(area["code"] for area in areas if area["kind"] != "kecamatan"))

    def submit(self, sending: Sending) -> Accepted | Rejected:
        began = time.perf_counter()
        answer = self._ask("POST", "/v1/tickets", json=sending.body, headers={"Idempotency-Key": sending.key})
        seconds = time.perf_counter() - began
        if answer.status != 201:
            return Rejected(sending.line, _why(answer))
        repeated = answer.headers.get("Idempotent-Replay") == "true"
        return Accepted(sending.line, answer.json()["ticket"]["id"], seconds, time.time(), repeated)

    def ticket(self, number: str) -> dict[str, Any]:
        return self._get(f"/v1/tickets/{number}")

    def _get(self, path: str, **options: Any) -> dict[str, Any]:
        answer = self._ask("GET", path, **options)
        if answer.status != 200:
            raise NotThere(f"{self._url}{path} answers {answer.status}: is this the address of a Sedulur?")
        body: dict[str, Any] = answer.json()
        return body

    def _ask(self, method: str, path: str, **options: Any) -> urllib3.BaseHTTPResponse:
        try:
            return self._http.request(method, self._url + path, **options)
        except urllib3.exceptions.HTTPError as error:
            raise NotThere(f"{self._url} does not answer. Start it (make run) or correct --url.") from error


def _why(answer: urllib3.BaseHTTPResponse) -> str:
    try:
        problem = answer.json()
    except ValueError:
        return f"HTTP {answer.status}"
    fields = ", ".join(f"{e['field']}: {e.get('code', e['message'])}" for e in problem.get("errors", ()))
    return fields or str(problem.get("code") or problem.get("title") or f"HTTP {answer.status}")


Deliveries = Callable[[str], dict[str, datetime]]
"""Of a ticket: audience to the instant at which its notice was sent."""


def ledger(number: str) -> Deliveries | None:
    """How to look into the ledger of the stage in the environment; None where AWS is out of reach."""
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
