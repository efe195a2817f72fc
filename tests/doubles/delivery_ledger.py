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
    """`lines` by notice; `rights` until when a worker may send it; `away`: failed, and need not be sent any more."""

    lines: dict[str, Delivery] = field(default_factory=dict)
    rights: dict[str, datetime] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)

    def claim(self, notice: str, ticket: str, event: str, audience: str, *, at: datetime, until: datetime) -> bool:
        with self.lock:
            line = self.lines.get(notice)
            if line and line.state == "sent":
                return False
            if notice in self.rights and at < self.rights[notice]:
                raise BeingSent(notice)
            self.rights[notice] = until
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
                self.away.discard(notice)

    def undelivered(self, cursor: str | None = None, size: int = 25) -> Deliveries:
        listing = Listing("inbox", "undelivered")
        shown, more = page_of(self._listed(), _place, listing, cursor=cursor, size=size)
        return Deliveries(tuple(replace(line, state="failed") for line in shown), more)

    def count_undelivered(self, most: int = 200) -> int:
        return min(len(self._listed()), most + 1)

    def put_away(self, notice: str, ticket: str) -> None:
        with self.lock:
            if self.lines[notice].state == "failed":
                self.away.add(notice)

    def of(self, ticket: str) -> tuple[Delivery, ...]:
        with self.lock:
            lines = [line for line in self.lines.values() if line.ticket == ticket]
        return tuple(sorted(lines, key=lambda line: (int(line.notice.split("/")[1]), line.audience)))

    def _listed(self) -> list[Delivery]:
        """Also while a worker tries again."""
        with self.lock:
            return [line for line in self.lines.values() if line.reason and line.notice not in self.away]

    def _note(self, notice: str, **changes: Any) -> None:
        with self.lock:
            self.lines[notice] = replace(self.lines[notice], **changes)
            self.rights.pop(notice, None)


def _place(line: Delivery) -> Place:
    return line.at.isoformat(), line.notice.replace("/", "-")
