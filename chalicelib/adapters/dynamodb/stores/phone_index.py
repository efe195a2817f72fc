"""Finds the tickets of a phone number by a keyed hash, so that nobody can read the numbers from the table.

The key (pepper) is a secret of the stage. There are only a few hundred million mobile numbers: whoever had a copy of
the table and the plain key could try them all.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hmac import digest
from threading import Lock

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute
from chalicelib.adapters.dynamodb.stores.stage_secrets import opened, secret_item
from chalicelib.adapters.dynamodb.table import Item, query_items
from chalicelib.domain.events import Event, TicketReceived
from chalicelib.flow.ports.desk import FoundTicket


class PhoneItem(Item):
    """One ticket of one phone number; the data of the ticket in it never changes."""

    ticket = UnicodeAttribute(attr_name="t")
    service = UnicodeAttribute(attr_name="s")
    area = UnicodeAttribute(attr_name="a", null=True)
    at = InstantAttribute()


@dataclass(slots=True)
class TablePhoneIndex:
    """Implements `flow.ports.desk.PhoneIndex`. The pepper is read and opened once in each container."""

    _pepper: bytes = field(default=b"", init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def add(self, received: Event, phone: str) -> None:
        report = received.data
        if not isinstance(report, TicketReceived):
            raise TypeError(f"{received.type} is not about a new report")
        item = PhoneItem(
            pk=self._key(phone), sk=_order(received.at, received.ticket), ticket=received.ticket,
            service=report.service, area=report.area, at=received.at,
        )  # fmt: skip
        item.save()

    def find(self, phone: str, most: int = 50) -> tuple[FoundTicket, ...]:
        items = query_items(self._key(phone), None, PhoneItem.from_raw_data, scan_index_forward=False, limit=most)
        return tuple(FoundTicket(item.ticket, item.service, item.area, item.at) for item in items)

    def hashed(self, phone: str) -> str:
        """The keyed hash of a phone number or an e-mail address."""
        with self._lock:
            self._pepper = self._pepper or opened(keys.PEPPER, secret_item(keys.PEPPER).sealed)
        return digest(self._pepper, phone.encode(), "sha256").hex()[:32]

    def _key(self, phone: str) -> str:
        return keys.phone(self.hashed(phone))


def _order(at: datetime, ticket: str) -> str:
    return f"{keys.instant(at)}/{ticket}"
