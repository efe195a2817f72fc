"""Sends one thing once: claimed in the ledger, sent, noted as sent. Notices and messages go out this way."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.events import Event
from chalicelib.flow.ports.delivery import Ledger, Undeliverable
from chalicelib.flow.ports.tickets import Clock, Meter

LEASE = timedelta(minutes=2)
"""How long a worker may take to send one thing before another try takes over: longer than a function runs, and no
longer than the queue's visibility timeout, so that the first retry after a crash finds the lease expired."""


@dataclass(frozen=True, slots=True)
class SendOnce:
    """Idempotent by the ledger. A crash between sending and noting is the one way to a repeat."""

    ledger: Ledger
    clock: Clock
    meter: Meter
    sent: str  # what is counted of each that went out
    failed: str

    def once(self, delivery: str, event: Event, audience: str, send: Callable[[], str]) -> None:
        """Send unless it was sent. Undeliverable, unless it is so for good: then the ledger's word is the last."""
        now = self.clock()
        if not self.ledger.claim(delivery, event.ticket, event.type, audience, at=now, until=now + LEASE):
            return
        try:
            message = send()
        except Undeliverable as refused:
            self.ledger.failed(delivery, event.ticket, refused.reason, self.clock())
            self.meter(self.failed)
            if refused.for_good:
                return
            raise
        self.ledger.sent(delivery, event.ticket, message, self.clock())
        self.meter(self.sent)
