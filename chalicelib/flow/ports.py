"""What the use cases need from the outside.

Adapters and the tests' fakes satisfy these, and pass the same contract tests.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from chalicelib.domain.account import Challenge, Tokens
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.escalation import Escalation
from chalicelib.domain.event import Event
from chalicelib.domain.inbox import ALL, InboxLine, InboxPage, Slice
from chalicelib.domain.message import Message
from chalicelib.domain.nearness import Neighbour
from chalicelib.domain.notice import Notice
from chalicelib.domain.photo import Photo
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

    @property
    def digest_texts(self) -> Mapping[str, Any]:
        """The tables of `digests.toml`; `domain.digest_texts.digest_flaws` tells what is wrong with them."""
        ...

    @property
    def escalation(self) -> Escalation:
        """Who hears that something is late."""
        ...

    @property
    def message_texts(self) -> Mapping[str, Any]:
        """The tables of `messages.toml`; `domain.messages.flaws` tells what is wrong with them."""
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
    entries: tuple[Entry, ...]
    cursor: str | None  # opaque; None on the last page


@value
class Watched:
    """A ticket that somebody must look at, and since when (aware, UTC)."""

    ticket: str
    watch: datetime


@value
class Watches:
    """The longest due first."""

    lines: tuple[Watched, ...]
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
        """The newest tickets of a cell (`domain.nearness`) that came in between, by one query; only what goes on.

        A ticket is found from its first step on, that is once it was given to an OPD or to the coordinator.
        """
        ...

    def at_place(self, opd: str, area: str, cursor: str | None = None, size: int = 25) -> Page:
        """One page of the tickets in which the OPD has, or had to the end, a part, in a kecamatan or in one village (a
        code of either), confidential ones too, by one query. Without an OPD: the confidential ones of all.
        Invalid cursor: Invalid.
        """
        ...

    def to_watch(self, until: datetime, *, cursor: str | None = None, size: int = 25) -> Watches:
        """One page of the tickets whose `watch` is not after `until` (aware), by one query of a sparse index.

        It may lag behind what was just saved: read the ticket before anything is done.
        """
        ...

    def watch_later(self, number: str, seen: datetime, then: datetime | None, version: int | None = None) -> bool:
        """Move a ticket's `watch` from `seen`, as stored, without an event. False if it was moved meanwhile, or if
        the ticket has not the `version` (where one is given) that `then` was computed from.
        """
        ...


class TicketExists(Exception):
    """The number is taken, by the same intention (equal `proof`) or, rarely, by another."""

    def __init__(self, proof: str, fingerprint: str, received_at: datetime) -> None:
        super().__init__("ticket exists")
        self.proof = proof
        self.fingerprint = fingerprint
        self.received_at = received_at


@value
class Found:
    """A ticket that a phone number made, as it was received; how it stands now is not known here."""

    id: str
    service: str
    area: str | None
    received_at: datetime


class Phonebook(Protocol):
    """Which tickets a phone number made. Nobody can read the numbers out of what is stored."""

    def note(self, received: Event, phone: str) -> None:
        """The ticket of this `ticket.received` was made with this phone (E.164), or for this e-mail address; a repeat
        changes nothing.
        """
        ...

    def find(self, phone: str, most: int = 50) -> tuple[Found, ...]:
        """The tickets of exactly this phone (E.164), newest first, by one query."""
        ...


@value
class Look:
    """Somebody (`person`, as `actor`) opened who reported a ticket, or searched by phone (no `ticket`), and why."""

    at: datetime
    person: str
    actor: str
    reason: str
    ticket: str = ""


@value
class Looks:
    lines: tuple[Look, ...]
    cursor: str | None  # opaque; None on the last page


class Reads(Protocol):
    """Who looked at whom. A reading of an identity is noted by `Tickets.save`, with its event."""

    def note_search(self, look: Look) -> None:
        """A search by phone; of the number and of what is found nothing is kept."""
        ...

    def page(self, cursor: str | None = None, size: int = 25) -> Looks:
        """All of them, the latest first, by one query a page. Invalid cursor: Invalid."""
        ...


class Vault(Protocol):
    """Seals who reported. Only the vault's key opens it again, and only for the same ticket."""

    def seal(self, contact: Contact, number: str) -> bytes: ...

    def open(self, sealed: bytes, number: str) -> Contact: ...


class Undeliverable(Exception):
    """The channel refused the notice. `reason` is a short code for the ledger (no message text)."""

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good  # trying again cannot help


class Messenger(Protocol):
    """Carries messages to the people who reported."""

    def send(self, message: Message) -> str:
        """Message id; Undeliverable, which names no address."""
        ...


@value
class Subscription:
    """Who reported one ticket, sealed (None: no contact), and the channels that they have stopped."""

    sealed: bytes | None = None
    stopped: frozenset[str] = frozenset()


@value
class Link:
    """What the link in a message stands for: one channel of one ticket's reporter."""

    ticket: str
    channel: str


class UnknownLink(Exception):
    """No message has carried this link."""


class Subscriptions(Protocol):
    """Who wants messages about which ticket, apart from the ticket."""

    def of(self, number: str) -> Subscription:
        """By one query."""
        ...

    def stop(self, link: Link) -> None:
        """No more messages by this channel; a repeat changes nothing."""
        ...

    def resume(self, link: Link) -> None:
        """Messages by this channel again; a repeat changes nothing."""
        ...

    def remember(self, token: str, link: Link) -> None:
        """From now on `find` knows the token."""
        ...

    def find(self, token: str) -> Link:
        """UnknownLink."""
        ...


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


@value
class Deliveries:
    lines: tuple[Delivery, ...]
    cursor: str | None  # opaque; None on the last page


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

    def undelivered(self, cursor: str | None = None, size: int = 25) -> Deliveries:
        """One page of what has failed, of all tickets, and was neither sent nor put away since, by one query that
        reads nothing else: what failed first is first. Invalid cursor: Invalid.
        """
        ...

    def count_undelivered(self, most: int = 200) -> int:
        """How many these are, by one query; `most` + 1 if there are more than that."""
        ...

    def put_away(self, notice: str, ticket: str) -> None:
        """It need not be sent any more: it stays failed, and is in no list. What is no longer failed stays as it is."""
        ...


class BeingSent(Exception):
    """Another worker is sending this notice now: try again later."""


class Meter(Protocol):
    """Business metrics."""

    def __call__(self, metric: str, count: int = 1, **about: str) -> None:
        """Count something; `about` names what it was (`ticket`), beside what is bound to log lines."""
        ...


class Accounts(Protocol):
    """The staff's accounts. Everything may raise TooManyTries."""

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        """SignInRefused, the same for a wrong name and a wrong password."""
        ...

    def answer(self, session: str, answer: str) -> Tokens | Challenge:
        """Answer a challenge with the new password or the code. WeakPassword, WrongCode, SignInOver, SignInRefused."""
        ...

    def refresh(self, refresh: str) -> Tokens:
        """The session goes on with a new access token. NotSignedIn."""
        ...

    def sign_out(self, refresh: str, access: str = "") -> None:
        """End one session for good; what is no session of ours is over already."""
        ...

    def sign_out_everywhere(self, access: str) -> None:
        """End all sessions of the person. NotSignedIn."""
        ...

    def forgot(self, username: str) -> None:
        """Send a code to the verified e-mail address, if there is such a person and address; nobody learns whether."""
        ...

    def confirm_forgot(self, username: str, code: str, password: str) -> None:
        """Set a new password with the code from the letter. WrongCode, WeakPassword."""
        ...

    def begin_totp(self, access: str) -> str:
        """A secret (base 32) for the person's authenticator app. NotSignedIn."""
        ...

    def switch_on_totp(self, access: str, code: str) -> None:
        """From now on the authenticator's code is asked for at each sign-in. WrongCode, NotSignedIn."""
        ...


class Site(Protocol):
    """Where people find the system."""

    def __call__(self) -> str:
        """The public base URL without a slash at its end."""
        ...


__all__ = [
    "Accounts", "BeingSent", "Calendar", "Case", "Catalogue", "Challenge", "Change", "CityPack", "Clock", "Contact",
    "Deliveries", "Delivery", "Entry", "Found", "InboxLine", "InboxPage", "Ledger", "Listing", "Look", "Looks",
    "Meter", "Notice", "Opening", "Page", "Phonebook", "Post", "Reads", "Site", "Ticket", "TicketExists", "Tickets",
    "Tokens", "Undeliverable", "Vault", "Watched", "Watches",
]  # fmt: skip
