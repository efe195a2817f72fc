"""What the use cases need from the outside.

Adapters and the tests' fakes satisfy these, and pass the same contract tests.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from chalicelib.domain.tickets.inbox import ALL, InboxPage, Slice
from chalicelib.domain.values import value

if TYPE_CHECKING:
    from chalicelib.domain.city.catalogue import Catalogue
    from chalicelib.domain.city.working_time import Calendar
    from chalicelib.domain.deadlines.escalation import Escalation
    from chalicelib.domain.duplicates.nearby import Neighbour
    from chalicelib.domain.tickets.photo import Photo
    from chalicelib.domain.tickets.ticket import Case, Change, Contact, Opening


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
        """The tables of `notices.toml`; `domain.notifications.notice_templates.flaws` tells what is wrong with them."""
        ...

    @property
    def digest_texts(self) -> Mapping[str, Any]:
        """The tables of `digests.toml`; `digest_templates.digest_flaws` lists what is wrong with them."""
        ...

    @property
    def escalation(self) -> Escalation:
        """Who hears that something is late."""
        ...

    @property
    def message_texts(self) -> Mapping[str, Any]:
        """The tables of `messages.toml`; `domain.notifications.message_writer.flaws` tells what is wrong with them."""
        ...

    @property
    def answers(self) -> Mapping[str, Any]:
        """Ready sentences for officers, by code: `steps` that offer it, `title` by language, `text`, `services`."""
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
    """A page of a list, newest first."""

    entries: tuple[Entry, ...]
    cursor: str | None  # opaque; None on the last page


@value
class DueTicket:
    """A ticket that somebody must look at, and since when (aware, UTC)."""

    ticket: str
    watch: datetime


@value
class DuePage:
    """The longest due first."""

    lines: tuple[DueTicket, ...]
    cursor: str | None  # opaque; None on the last page


class Tickets(Protocol):
    """The tickets of one city."""

    def add(self, opening: Opening) -> None:
        """Store a new ticket, its event and its sealed identity in one transaction.

        Raises `TicketExists` (with what the stored ticket holds of its intention) if the number is taken.
        """
        ...

    def get(self, number: str, *, internal: bool = False) -> Case:
        """The ticket with assignments, events and public notes, by one query; UnknownTicket.

        `internal`: with every note. Who reported is never read.
        """
        ...

    def identity(self, number: str) -> bytes | None:
        """Who reported, sealed; None if no contact was given."""
        ...

    def save(self, *changes: Change) -> None:
        """Write all of these changes (each of another ticket) in one transaction, or none; Outdated, naming the ticket,
        if one has moved on since it was read.
        """
        ...

    def add_photo(self, number: str, photo: Photo) -> None:
        """Bring a photo into a ticket, past its history; one that it has already stays as it is."""
        ...

    def page(self, listing: Listing, cursor: str | None = None, size: int = 25) -> Page:
        """One page of a public list by one query. Confidential tickets are in no list. Invalid cursor: Invalid."""
        ...

    def inbox(self, box: str, slice_: Slice = ALL, *, cursor: str | None = None, size: int = 25) -> InboxPage:
        """One page of open parts of an OPD, or of the coordinator's desk, by one query that reads nothing else: by due
        date, and what waits last. Invalid cursor: Invalid.
        """
        ...

    def count(self, box: str, slice_: Slice = ALL, most: int = 200) -> int:
        """How many lines these are, by one query; `most` + 1 if there are more than that."""
        ...

    def support(self, number: str, mark: str) -> bool:
        """Count one more who says "me too", by one transaction that moves no version; False if this one did already."""
        ...

    def near(self, cell: str, *, since: datetime, until: datetime, size: int = 10) -> tuple[Neighbour, ...]:
        """The newest open tickets of a cell (`domain.duplicates.nearby`) that came in between, by one query.

        A ticket is found from its first step on, that is once it was given to an OPD or to the coordinator.
        """
        ...

    def at_place(self, opd: str, area: str, cursor: str | None = None, size: int = 25) -> Page:
        """One page of the tickets in which the OPD has, or had to the end, a part, in a kecamatan or in one village (a
        code of either), confidential ones too, by one query. Without an OPD: the confidential ones of all.
        Invalid cursor: Invalid.
        """
        ...

    def to_watch(self, until: datetime, *, cursor: str | None = None, size: int = 25) -> DuePage:
        """One page of the tickets whose `watch` is not after `until` (aware), by one query of a sparse index.

        It may lag behind what was just saved: read the ticket before anything is done.
        """
        ...

    def watch_later(
        self, number: str, seen: datetime | None, then: datetime | None, version: int | None = None
    ) -> bool:
        """Move a ticket's `watch` from `seen`, as stored, without an event. False if it was moved meanwhile, or if
        the ticket has not the `version` (where one is given) that `then` was computed from.
        """
        ...

    def unfinished(self) -> Iterator[str]:
        """The number of every ticket that somebody may still have to look at, whether or not it has a `watch`, by
        reading the whole table: for the administrator's command alone.
        """
        ...


class TicketExists(Exception):
    """The number is taken, by the same intention (equal `proof`) or, rarely, by another."""

    def __init__(self, proof: str, fingerprint: str, received_at: datetime) -> None:
        super().__init__("ticket exists")
        self.proof = proof
        self.fingerprint = fingerprint
        self.received_at = received_at


class ContactCipher(Protocol):
    """Seals who reported. Only the vault's key opens it again, and only for the same ticket."""

    def seal(self, contact: Contact, number: str) -> bytes: ...

    def open(self, sealed: bytes, number: str) -> Contact: ...


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
