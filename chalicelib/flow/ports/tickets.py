"""Ports of most use cases: tickets, city pack, clock, cipher, metrics. Adapters and fakes pass one contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.domain.tickets.inbox import ALL, InboxFilter, InboxPage
from chalicelib.domain.values import value

if TYPE_CHECKING:
    from chalicelib.domain.city.catalogue import Catalogue
    from chalicelib.domain.city.working_time import Calendar
    from chalicelib.domain.deadlines.escalation import Escalation
    from chalicelib.domain.duplicates.nearby import Neighbour
    from chalicelib.domain.publication.publication_rules import PublicationRules
    from chalicelib.domain.rate_limits.client_limits import Charge
    from chalicelib.domain.tickets.contact import Contact
    from chalicelib.domain.tickets.photo import Photo
    from chalicelib.domain.tickets.ticket import Case, Change, Opening


class Clock(Protocol):
    """The current time."""

    def __call__(self) -> datetime:
        """Now, aware, in UTC."""
        ...


class CityPack(Protocol):
    """One city's data, read from disk on first use."""

    @property
    def catalogue(self) -> Catalogue: ...

    @property
    def calendar(self) -> Calendar: ...

    @property
    def publication_rules(self) -> PublicationRules: ...

    @property
    def notice_texts(self) -> Mapping[str, Any]:
        """The tables of `notices.toml`; `domain.notifications.notice_templates.flaws` lists what is wrong with them."""
        ...

    @property
    def digest_texts(self) -> Mapping[str, Any]:
        """The tables of `digests.toml`; `domain.notifications.digest.digest_flaws` lists what is wrong with them."""
        ...

    @property
    def escalation(self) -> Escalation:
        """The escalation ladders: who is told when a deadline is missed."""
        ...

    @property
    def message_texts(self) -> Mapping[str, Any]:
        """The tables of `messages.toml`; `domain.notifications.message_writer.flaws` lists what is wrong with them."""
        ...

    @property
    def answers(self) -> Mapping[str, Any]:
        """Ready answers for officers, by code: the `steps` that offer it, `title` by language, `text`, `services`."""
        ...


@value
class Listing:
    """A public list of tickets, newest first, filtered by one attribute at most.

    `by` is `all`, `service`, `kecamatan`, `area` (desa or kelurahan), `status` or `opd`; `value` is that attribute's.
    """

    by: str = "all"
    value: str = ""


@value
class Entry:
    """One line of a public list, without the report's text."""

    id: str
    service: str
    area: str | None
    status: str
    received_at: datetime


@value
class Page:
    """A page of a list, newest first."""

    entries: tuple[Entry, ...]
    cursor: str | None  # opaque; None on the last page


@value
class DueTicket:
    """A ticket whose next check is due, and since when (aware, in UTC)."""

    ticket: str
    next_check: datetime


@value
class DuePage:
    """One page of tickets to check, the longest due first."""

    lines: tuple[DueTicket, ...]
    cursor: str | None  # opaque; None on the last page


class Tickets(Protocol):
    """The tickets of one city."""

    def add(self, opening: Opening, charge: Charge | None = None) -> None:
        """Store a new ticket, its event and its sealed identity, and charge a bucket, in one transaction.

        Raises:
            TicketExists: the number is taken; holds what the stored ticket keeps of its intention.
            BucketFull: the bucket has no room.
        """
        ...

    def get(self, number: str, *, internal: bool = False) -> Case:
        """The ticket with assignments, events and public notes (`internal`: all notes), by one query. It never reads
        who reported.

        Raises:
            UnknownTicket: no ticket has this number.
        """
        ...

    def identity(self, number: str) -> bytes | None:
        """The reporter's contact, sealed; None if none was given."""
        ...

    def save(self, *changes: Change) -> None:
        """Write these changes, each of another ticket, in one transaction.

        Raises:
            Outdated: a ticket, which the error names, has changed since it was read; nothing was written.
        """
        ...

    def add_photo(self, number: str, photo: Photo) -> None:
        """Add a photo to a ticket without an event; a photo that it has already stays as it is."""
        ...

    def page(self, listing: Listing, cursor: str | None = None, size: int = 25) -> Page:
        """One page of a public list, by one query. What the public may not read is in no list.

        Raises:
            Invalid: the cursor is wrong.
        """
        ...

    def inbox(self, box: str, slice_: InboxFilter = ALL, *, cursor: str | None = None, size: int = 25) -> InboxPage:
        """One page of an inbox by due date, paused lines last, by one query that reads nothing else.

        Raises:
            Invalid: the cursor is wrong.
        """
        ...

    def count(self, box: str, slice_: InboxFilter = ALL, most: int = 200) -> int:
        """Number of lines in this slice of an inbox, by one query; `most` + 1 if there are more than that."""
        ...

    def add_supporter(self, number: str, mark: str, charge: Charge | None = None) -> bool:
        """Count one more supporter by one transaction; False if `mark` was counted before. Raises as `add`."""
        ...

    def near(self, cell: str, *, since: datetime, until: datetime, size: int = 10) -> tuple[Neighbour, ...]:
        """The newest open tickets of a cell (`domain.duplicates.nearby`) received in this time, by one query.

        A ticket is found once it was dispatched to an OPD or handed to the coordinator.
        """
        ...

    def at_place(self, opd: str, area: str, cursor: str | None = None, size: int = 25) -> Page:
        """One page of the tickets of an area in which the OPD has an assignment, or had one at the end, by one query.

        `area` is the code of a kecamatan or village. Confidential tickets are included; without an OPD, the page has
        the confidential tickets of all OPDs.

        Raises:
            Invalid: the cursor is wrong.
        """
        ...

    def due_tickets(self, until: datetime, *, cursor: str | None = None, size: int = 25) -> DuePage:
        """One page of the tickets whose `next_check` is not after `until` (aware), by one query of a sparse index.

        The index may lag behind what was just saved, so read the ticket before acting on it.
        """
        ...

    def change_next_check(
        self, number: str, stored: datetime | None, next_check: datetime | None, version: int | None = None
    ) -> bool:
        """Change a ticket's next check from `stored` to `next_check`, without an event; False if it is not `stored` any
        more, or if the ticket's version is not `version`, from which `next_check` was computed; None for any version.
        """
        ...

    def unfinished(self) -> Iterator[str]:
        """The number of every ticket that may still need a check, whether or not it has a `next_check`.

        By a scan of the whole table, so for the administrator's command only.
        """
        ...


class TicketExists(Exception):
    """The ticket number is taken: by the same intention if `secret_hash` is equal, else, rarely, by another one."""

    def __init__(self, secret_hash: str, fingerprint: str, received_at: datetime) -> None:
        super().__init__("ticket exists")
        self.secret_hash = secret_hash
        self.fingerprint = fingerprint
        self.received_at = received_at


class ContactCipher(Protocol):
    """Seals a reporter's contact. Only the KMS key opens it again, and only for the same ticket."""

    def seal(self, contact: Contact, number: str) -> bytes: ...

    def open(self, sealed: bytes, number: str) -> Contact: ...


class Meter(Protocol):
    """Counts business metrics."""

    def __call__(self, metric: str, count: int = 1, **about: str) -> None:
        """Add to a metric; `about` holds further properties, such as `ticket`, beside those bound to log lines."""
        ...


class Site(Protocol):
    """The public address of the system."""

    def __call__(self) -> str:
        """The public base URL without a slash at its end."""
        ...
