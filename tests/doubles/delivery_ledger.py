"""The delivery state of every notice in memory."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import RLock
from typing import Any

from chalicelib.flow.ports.delivery import BeingSent, Deliveries, Delivery
from chalicelib.flow.ports.tickets import Listing
from tests.doubles.cursors import Place, page_of


@dataclass
class MemoryLedger:
    """The ledger. `lines` and `leases` are by notice; a lease says until when a worker may send the notice. `dropped` are
    notices that failed and are not sent any more.
    """

    lines: dict[str, Delivery] = field(default_factory=dict)
    leases: dict[str, datetime] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)

    def claim(self, notice: str, ticket: str, event: str, audience: str, *, at: datetime, until: datetime) -> bool:
        with self.lock:
            line = self.lines.get(notice)
            if line and line.state == "sent":
                return False
            if notice in self.leases and at < self.leases[notice]:
                raise BeingSent(notice)
            self.leases[notice] = until
            tries = line.tries + 1 if line else 1
            reason = line.reason if line else ""
            self.lines[notice] = Delivery(notice, ticket, event, audience, "sending", at, tries, reason=reason)
            return True

    def sent(self, notice: str, ticket: str, message_id: str, at: datetime) -> None:
        self._note(notice, state="sent", message_id=message_id, reason="", at=at)

    def failed(self, notice: str, ticket: str, reason: str, at: datetime) -> None:
        with self.lock:
            if self.lines[notice].state != "sent":
                self._note(notice, state="failed", reason=reason, at=at)
                self.dropped.discard(notice)

    def undelivered(self, cursor: str | None = None, size: int = 25) -> Deliveries:
        listing = Listing("inbox", "undelivered")
        shown, more = page_of(self._listed(), _place, listing, cursor=cursor, size=size)
        return Deliveries(tuple(replace(line, state="failed") for line in shown), more)

    def count_undelivered(self, most: int = 200) -> int:
        return min(len(self._listed()), most + 1)

    def put_away(self, notice: str, ticket: str) -> None:
        with self.lock:
            if self.lines[notice].state == "failed":
                self.dropped.add(notice)

    def of(self, ticket: str) -> tuple[Delivery, ...]:
        with self.lock:
            lines = [line for line in self.lines.values() if line.ticket == ticket]
        return tuple(sorted(lines, key=lambda line: (int(line.notice.split("/")[1]), line.audience)))

    def _listed(self) -> list[Delivery]:
        """The lines that failed and are not dropped, also while a worker tries again."""
        with self.lock:
            return [line for line in self.lines.values() if line.reason and line.notice not in self.dropped]

    def _note(self, notice: str, **changes: Any) -> None:
        with self.lock:
            self.lines[notice] = replace(self.lines[notice], **changes)
            self.leases.pop(notice, None)


def _place(line: Delivery) -> Place:
    return line.at.isoformat(), line.notice.replace("/", "-")
