"""Ports of notifications: publisher of notices, messenger to reporters, delivery ledger, subscriptions."""

from datetime import datetime
from typing import Protocol

from chalicelib.domain.notifications.message import Message
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.values import value


class Undeliverable(Exception):
    """The channel refused the notice.

    `reason` is a short code for the ledger, without personal data; `for_good`: another try cannot help.
    """

    def __init__(self, reason: str, *, for_good: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = for_good


class Messenger(Protocol):
    """Sends messages to reporters."""

    def send(self, message: Message) -> str:
        """Send one message; the message id.

        Raises:
            Undeliverable: the channel refused it; the error names no address.
        """
        ...


@value
class Subscription:
    """A ticket's reporter: the sealed contact (None: no contact was given), the channels that were stopped, and those
    whose address has not agreed yet (`pending`).
    """

    sealed: bytes | None = None
    stopped: frozenset[str] = frozenset()
    pending: frozenset[str] = frozenset()


@value
class Link:
    """What a link in a message stands for: one channel of one ticket's reporter. `address` is the address's key; links
    of older releases have none.
    """

    ticket: str
    channel: str
    address: str = ""


class Subscriptions(Protocol):
    """Reporters' subscriptions to messages, stored apart from the tickets."""

    def of(self, number: str) -> Subscription:
        """The subscription of a ticket's reporter, by one query."""
        ...

    def stop(self, link: Link) -> None:
        """Stop messages on this channel; a repeat changes nothing."""
        ...

    def resume(self, link: Link) -> None:
        """Allow messages on this channel again, or for the first time; a repeat changes nothing."""
        ...

    def hold(self, link: Link) -> None:
        """Note that nobody has agreed to messages on this channel yet; a repeat changes nothing."""
        ...

    def add_link(self, token: str, link: Link) -> None:
        """Store the token, so that `find` returns its link."""
        ...

    def find(self, token: str) -> Link:
        """The link with this token.

        Raises:
            UnknownLink: no link has it.
        """
        ...


class NoticePublisher(Protocol):
    """Publishes notices on the topic of their audience."""

    def send(self, notice: Notice) -> str:
        """Publish one notice; the message id.

        Raises:
            Undeliverable: the channel refused it.
        """
        ...


@value
class Delivery:
    """One delivery in the ledger. `state`: `sending`, `sent` or `failed`; `reason`: code of the last failure."""

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
    """One page of deliveries."""

    lines: tuple[Delivery, ...]
    cursor: str | None  # opaque; None on the last page


class Ledger(Protocol):
    """The delivery ledger: the state of every notice, apart from the ticket's status."""

    def claim(self, notice: str, ticket: str, event: str, audience: str, *, at: datetime, until: datetime) -> bool:
        """Claim the right to send, until the instant `until`; False if the notice was sent already.

        Raises:
            BeingSent: another worker holds the right.
        """
        ...

    def sent(self, notice: str, ticket: str, message_id: str, at: datetime) -> None:
        """Record that the notice was sent; `claim` returns False from now on."""
        ...

    def failed(self, notice: str, ticket: str, reason: str, at: datetime) -> None:
        """Record the reason and release the claim. A notice that another worker has sent since stays sent."""
        ...

    def of(self, ticket: str) -> tuple[Delivery, ...]:
        """All deliveries of a ticket, oldest event first."""
        ...

    def undelivered(self, cursor: str | None = None, size: int = 25) -> Deliveries:
        """One page of the failed deliveries of all tickets that were neither sent nor dropped since.

        By one query that reads nothing else; the earliest failure first.

        Raises:
            Invalid: the cursor is wrong.
        """
        ...

    def count_undelivered(self, most: int = 200) -> int:
        """Number of undelivered notices, by one query; `most` + 1 if there are more than that."""
        ...

    def put_away(self, notice: str, ticket: str) -> None:
        """Take a failed notice out of the list of undelivered ones; one that is not failed stays as it is."""
        ...


class BeingSent(Exception):
    """Another worker is sending this notice at the moment."""
