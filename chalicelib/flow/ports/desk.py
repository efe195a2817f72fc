"""Ports of the desk: the phone index, and the access log of reporters' identities."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.events import Event
from chalicelib.domain.values import value


@value
class FoundTicket:
    """A ticket found by phone, as it was received; its present status is not stored here."""

    id: str
    service: str
    area: str | None
    received_at: datetime


class PhoneIndex(Protocol):
    """Tickets by the reporter's phone. The stored keys do not reveal the numbers."""

    def add(self, received: Event, phone: str) -> None:
        """Index the ticket of this `ticket.received` event under a phone (E.164) or an e-mail address.

        A repeat changes nothing.
        """
        ...

    def find(self, phone: str, most: int = 50) -> tuple[FoundTicket, ...]:
        """The tickets of exactly this phone (E.164), newest first, by one query."""
        ...


@value
class AccessEntry:
    """`person`, acting as `actor`, opened a reporter's identity or, without `ticket`, searched by phone; and why."""

    at: datetime
    person: str
    actor: str
    reason: str
    ticket: str = ""


@value
class AccessPage:
    """One page of the access log."""

    lines: tuple[AccessEntry, ...]
    cursor: str | None  # opaque; None on the last page


class AccessLog(Protocol):
    """Access log of reporters' identities. `Tickets.save` logs the opening of an identity, with its event."""

    def log_search(self, access_entry: AccessEntry) -> None:
        """Log a search by phone, without the number and the result."""
        ...

    def page(self, cursor: str | None = None, size: int = 25) -> AccessPage:
        """One page of all entries, the latest first, by one query.

        Raises:
            Invalid: the cursor is wrong.
        """
        ...
