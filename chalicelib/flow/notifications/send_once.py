"""Sends a notice, digest or message once: it is claimed in the delivery ledger, sent, and recorded as sent."""

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
    """Idempotent by the ledger; only a crash between sending and recording leads to a repeat.

    `sent` and `failed` are the names of the metrics.
    """

    ledger: Ledger
    clock: Clock
    meter: Meter
    sent: str
    failed: str

    def once(self, delivery: str, event: Event, audience: str, send: Callable[[], str]) -> None:
        """Send unless it was sent before; `send` returns the message id.

        Raises:
            Undeliverable: the channel refused it for now. A refusal for good is only recorded in the ledger.
        """
        now = self.clock()
        if not self.ledger.claim(delivery, event.ticket, event.type, audience, at=now, until=now + LEASE):
            return
        try:
            message_id = send()
        except Undeliverable as refused:
            self.ledger.failed(delivery, event.ticket, refused.reason, self.clock())
            self.meter(self.failed)
            if refused.for_good:
                return
            raise
        self.ledger.sent(delivery, event.ticket, message_id, self.clock())
        self.meter(self.sent)
