"""The links in messages: how the report fares, and the end of the messages on one channel."""

from dataclasses import dataclass

from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.flow.ports.delivery import Link, Subscriptions
from chalicelib.flow.ports.tickets import Tickets


@dataclass(frozen=True, slots=True)
class News:
    """What the page behind a link tells. `stopped`: no message goes out on the link's channel."""

    ticket: Ticket
    stopped: bool


@dataclass(frozen=True, slots=True)
class Unsubscribe:
    tickets: Tickets
    subscriptions: Subscriptions

    def find(self, token: str) -> Link:
        """Whose messages the link's token belongs to, in any spelling.

        Raises:
            UnknownLink: no link has this token.
        """
        return self.subscriptions.find(token.upper())

    def stop(self, link: Link) -> None:
        """End the messages; a repeat changes nothing."""
        self.subscriptions.stop(link)

    def resume(self, link: Link) -> None:
        """Take the end back."""
        self.subscriptions.resume(link)

    def news(self, link: Link) -> News:
        ticket = self.tickets.get(link.ticket).ticket
        return News(ticket, link.channel in self.subscriptions.of(link.ticket).stopped)
