"""What telling people needs from the outside: the post, the messenger, the ledger, who wants to be told."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.notifications.message import Message
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.values import value


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


class NoticePublisher(Protocol):
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
