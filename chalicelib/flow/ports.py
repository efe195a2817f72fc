"""What the use cases need from the outside.

Adapters and the tests' fakes satisfy these, and pass the same contract tests.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.notice import Notice
from chalicelib.domain.ticket import Case, Change, Contact, Opening, Ticket
from chalicelib.domain.value import value
from chalicelib.domain.worktime import Calendar


class Clock(Protocol):
    def __call__(self) -> datetime:
        """Now: aware, UTC."""
        ...


class CityPack(Protocol):
    """One city's data, read from disk when first asked for."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def calendar(self) -> Calendar: ...

    @property
    def notice_texts(self) -> Mapping[str, Any]:
        """The tables of `notices.toml`; `domain.letters.flaws` tells what is wrong with them."""
        ...


@value
class Listing:
    """A public list, newest first: everything, or by exactly one of these.

    `by` is one of `all`, `service`, `kecamatan`, `area` (desa or kelurahan), `status`, `opd`; `value` its value.
    """

    by: str = "all"
    value: str = ""


@value
class Entry:
    """One line of a list: enough to show it, nothing of what was written."""

    id: str
    service: str
    area: str | None
    status: str
    received_at: datetime


@value
class Page:
    entries: tuple[Entry, ...]
    cursor: str | None  # opaque; None on the last page


class Tickets(Protocol):
    """The tickets of one city."""

    def add(self, opening: Opening) -> None:
        """Store a new ticket, its event and its sealed identity in one transaction.

        Raises `TicketExists` (with what the stored ticket holds of its intention) if the number is taken.
        """
        ...

    def get(self, number: str) -> Case:
        """The ticket with assignments and events, by one query; UnknownTicket."""
        ...

    def save(self, change: Change) -> None:
        """Write a change in one transaction; Outdated if the ticket has moved on since it was read."""
        ...

    def page(self, listing: Listing, cursor: str | None = None, size: int = 25) -> Page:
        """One page of a public list by one query. Confidential tickets are in no list. Invalid cursor: Invalid."""
        ...


class TicketExists(Exception):
    """The number is taken, by the same intention (equal `proof`) or, rarely, by another."""

    def __init__(self, proof: str, fingerprint: str, received_at: datetime) -> None:
        super().__init__("ticket exists")
        self.proof = proof
        self.fingerprint = fingerprint
        self.received_at = received_at


class Vault(Protocol):
    """Seals who reported. Only the vault's key opens it again, and only for the same ticket."""

    def seal(self, contact: Contact, number: str) -> bytes: ...

    def open(self, sealed: bytes, number: str) -> Contact: ...


class Undeliverable(Exception):
    """The channel refused the notice. `reason` is a short code for the ledger (no message text)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Post(Protocol):
    """Carries notices to their audience's topic."""

    def send(self, notice: Notice) -> str:
        """Message id; Undeliverable."""
        ...


@value
class Delivery:
    """A line of the ledger: what, to whom, when, sent or why not. `state`: sending, sent, failed."""

    notice: str
    ticket: str
    event: str
    audience: str
    state: str
    at: datetime
    tries: int = 1
    message_id: str = ""
    reason: str = ""


class Ledger(Protocol):
    """The delivery state of every notice of a ticket, apart from the ticket's status."""

    def claim(self, notice: str, ticket: str, event: str, audience: str, *, at: datetime, until: datetime) -> bool:
        """Take the right to send until the given instant. False if it was sent already.

        Raises `BeingSent` while another worker holds the right.
        """
        ...

    def sent(self, notice: str, ticket: str, message_id: str, at: datetime) -> None:
        """Note that it went out; from now on `claim` answers False."""
        ...

    def failed(self, notice: str, ticket: str, reason: str, at: datetime) -> None:
        """Note why not, and give the right to send back. What another worker has sent meanwhile stays sent."""
        ...

    def of(self, ticket: str) -> tuple[Delivery, ...]:
        """All deliveries of a ticket, oldest event first."""
        ...


class BeingSent(Exception):
    """Another worker is sending this notice now: try again later."""


class Meter(Protocol):
    """Business metrics."""

    def __call__(self, metric: str, count: int = 1, **about: str) -> None:
        """Count something; `about` names what it was (`ticket`), beside what is bound to log lines."""
        ...


class Site(Protocol):
    """Where people find the system."""

    def __call__(self) -> str:
        """The public base URL without a slash at its end."""
        ...


__all__ = [
    "BeingSent", "Calendar", "Case", "Catalogue", "Change", "CityPack", "Clock", "Contact", "Delivery", "Entry",
    "Ledger", "Listing", "Meter", "Notice", "Opening", "Page", "Post", "Site", "Ticket", "TicketExists", "Tickets",
    "Undeliverable", "Vault",
]  # fmt: skip
