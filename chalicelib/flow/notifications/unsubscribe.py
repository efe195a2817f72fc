"""The links in messages: the report's status, and the end of the messages on one channel."""

from dataclasses import dataclass

from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.flow.ports.consent import Addresses
from chalicelib.flow.ports.delivery import Link, Subscriptions
from chalicelib.flow.ports.tickets import Clock, Tickets


@dataclass(frozen=True, slots=True)
class News:
    """Content of the page behind a link. `stopped`: no message goes out on the link's channel; `pending`: none has yet,
    since nobody has agreed to them.
    """

    ticket: Ticket
    stopped: bool
    pending: bool


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """What the holder of a message's link can do."""

    tickets: Tickets
    subscriptions: Subscriptions
    addresses: Addresses
    clock: Clock

    def find(self, token: str) -> Link:
        """The link with this token, in upper or lower case.

        Raises:
            UnknownLink: no link has this token.
        """
        return self.subscriptions.find(token.upper())

    def stop(self, link: Link) -> None:
        """Stop the messages on the link's channel; a repeat changes nothing."""
        self.subscriptions.stop(link)

    def resume(self, link: Link) -> None:
        """Send messages on the link's channel again, or agree to them first of all; a repeat changes nothing.

        Whoever has the link has got a message, so the address is theirs and has agreed for later reports too.
        """
        self.subscriptions.resume(link)
        if link.address:
            self.addresses.confirm(link.address, self.clock())

    def news(self, link: Link) -> News:
        """The ticket, and whether the channel is stopped, or waits for its owner's word."""
        ticket, subscription = self.tickets.get(link.ticket).ticket, self.subscriptions.of(link.ticket)
        pending = link.channel in subscription.pending and not self.addresses.is_confirmed(link.address)
        return News(ticket, link.channel in subscription.stopped, pending)
