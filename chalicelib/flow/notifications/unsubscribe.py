"""The links in messages: the report's status, and the end of the messages on one channel."""

from dataclasses import dataclass

from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.flow.ports.delivery import Link, Subscriptions
from chalicelib.flow.ports.tickets import Tickets


@dataclass(frozen=True, slots=True)
class News:
    """Content of the page behind a link. `stopped`: no message goes out on the link's channel."""

    ticket: Ticket
    stopped: bool


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    """What the holder of a message's link can do."""

    tickets: Tickets
    subscriptions: Subscriptions

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
        """Send messages on the link's channel again; a repeat changes nothing."""
        self.subscriptions.resume(link)

    def news(self, link: Link) -> News:
        """The ticket, and whether the channel is stopped."""
        ticket = self.tickets.get(link.ticket).ticket
        return News(ticket, link.channel in self.subscriptions.of(link.ticket).stopped)
