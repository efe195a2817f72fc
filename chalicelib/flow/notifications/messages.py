"""Tell the people who reported, and want to know, how their report fares."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.notifications.message import CHANNELS, EMAIL, token
from chalicelib.domain.notifications.message_writer import MessageWriter
from chalicelib.domain.notifications.notice import notice_id
from chalicelib.domain.notifications.reporter_recipients import NOTIFIED, Recipient, recipients
from chalicelib.domain.notifications.resend import notified_of
from chalicelib.domain.tickets.ticket import Case, Contact, Ticket
from chalicelib.flow.notifications.send_once import SendOnce
from chalicelib.flow.ports.delivery import Ledger, Link, Messenger, Subscriptions, Undeliverable
from chalicelib.flow.ports.desk import PhoneIndex
from chalicelib.flow.ports.tickets import CityPack, Clock, ContactCipher, Meter, Site, Tickets

MOST = 10
"""Reports of one phone or e-mail address within a day that it is told of. Anybody can type any number into the form:
without a limit it would be a way to pester a stranger all day long, at the city's expense.
"""

TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class ReporterMessaging:
    """Idempotent by the ledger, as notices are. Besides the console's reading of an identity, which leaves an event,
    this is the only place where one is opened.

    `channels` are those that the city uses and the stage is set up for.
    """

    city: CityPack
    tickets: Tickets
    subscriptions: Subscriptions
    contact_cipher: ContactCipher
    phone_index: PhoneIndex
    ledger: Ledger
    messenger: Messenger
    site: Site
    clock: Clock
    meter: Meter
    channels: frozenset[str]

    def on_event(self, event: Event) -> None:
        """Send what is not sent yet; ExceptionGroup of what went wrong, after all were tried.

        The phone of a new report is noted for the staff's search, whether messages are wanted or not.
        """
        if event.type not in NOTIFIED or not (self.channels or event.type == events.TicketReceived.type):
            return
        case = self.tickets.get(event.ticket)
        event, only = notified_of(event, case.events)
        failures = [failure for to in recipients(event, case) for failure in self._tell(to, event, case, only)]
        if failures:
            raise ExceptionGroup(f"{event.ticket}/{event.sequence}: not all messages were sent", failures)

    def _tell(self, to: Recipient, event: Event, case: Case, only: str) -> Iterator[Exception]:
        """What stopped messages to this person: kept until the others of the same event have had their try."""
        channels = [each for each in CHANNELS if each in self.channels and only in ("", f"{to.name}/{each}")]
        if only and not channels:
            return
        try:
            ticket = case.ticket if to.number == event.ticket else self.tickets.get(to.number).ticket
            contact, stopped = self._reader(ticket)
            self._note(event, contact)
        except Exception as failure:  # noqa: BLE001 - not swallowed: `on_event` raises it with the others
            yield failure
            return
        for channel in channels:
            if channel in contact.notify and channel not in stopped and contact.address(channel):
                yield from self._try(to, event, ticket, contact, channel)

    def _note(self, event: Event, contact: Contact) -> None:
        """Phones for the staff's search, and addresses that want letters: so that none is flooded."""
        if event.type != events.TicketReceived.type:
            return
        for address in (contact.phone, contact.email if EMAIL in contact.notify else ""):
            if address:
                self.phone_index.note(event, address)

    def _reader(self, ticket: Ticket) -> tuple[Contact, frozenset[str]]:
        """Who reported, and what they have stopped."""
        found = self.subscriptions.of(ticket.id)
        if found.sealed is None:
            return Contact(), found.stopped
        return self.contact_cipher.open(found.sealed, ticket.id), found.stopped

    def _try(self, to: Recipient, event: Event, ticket: Ticket, contact: Contact, channel: str) -> Iterator[Exception]:
        audience = f"{to.name}/{channel}"
        delivery = notice_id(event.ticket, event.sequence, audience)
        try:
            self._delivering.once(delivery, event, audience, lambda: self._send(to, event, ticket, contact, channel))
        except Exception as failure:  # noqa: BLE001 - not swallowed: `on_event` raises it with the others
            yield failure

    def _send(self, to: Recipient, event: Event, ticket: Ticket, contact: Contact, channel: str) -> str:
        if event.type == events.TicketReceived.type and self._is_flood(contact.address(channel), event.at):
            self.subscriptions.stop(Link(ticket.id, channel))
            raise Undeliverable(TOO_MANY, for_good=True)
        writer = MessageWriter(self.city.catalogue, self.city.calendar, self.city.message_texts, self.site())
        message = writer.message(to.text, event, ticket, contact, channel)
        self.subscriptions.remember(token(ticket.proof, channel), Link(ticket.id, channel))
        return self.messenger.send(message)

    def _is_flood(self, address: str, at: datetime) -> bool:
        """Whether this phone or address has made more reports within a day than one person does."""
        lately = self.phone_index.find(address, MOST + 1)
        return sum(found.received_at > at - timedelta(days=1) for found in lately) > MOST

    @property
    def _delivering(self) -> SendOnce:
        return SendOnce(self.ledger, self.clock, self.meter, "MessagesSent", "MessagesFailed")
