"""Ports of the desk: the phone index, and the access log of identities and confidential texts."""

from datetime import datetime
from enum import StrEnum
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


class AccessKind(StrEnum):
    """What somebody did that the access log holds."""

    IDENTITY = "identity"  # opened a reporter's contact
    PHONE = "phone"  # searched by phone
    TEXT = "text"  # read a confidential report


@value
class AccessEntry:
    """What `person`, acting as `actor`, did with a `ticket` (none for a search by phone), and why where that is asked.

    `reason` is a purpose of `domain.access.identity_access`, or words; empty for a reading of a text.
    """

    at: datetime
    person: str
    actor: str
    reason: str
    ticket: str = ""
    kind: AccessKind = AccessKind.IDENTITY


@value
class AccessPage:
    """One page of the access log."""

    lines: tuple[AccessEntry, ...]
    cursor: str | None  # opaque; None on the last page


class AccessLog(Protocol):
    """Access log of identities and confidential texts. `Tickets.save` logs the opening of an identity."""

    def log_search(self, access_entry: AccessEntry) -> None:
        """Log a search by phone, without the number and the result."""
        ...

    def log_reading(self, access_entry: AccessEntry) -> None:
        """Log that somebody reads a confidential report, by one write."""
        ...

    def page(self, cursor: str | None = None, size: int = 25) -> AccessPage:
        """One page of all entries, the latest first, by one query.

        Raises:
            Invalid: the cursor is wrong.
        """
        ...
