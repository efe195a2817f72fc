"""Sends the messages of an event to the reporters who asked for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.notifications.addresses import normal_form, takes_sms
from chalicelib.domain.notifications.message import CHANNELS, EMAIL, SMS, token
from chalicelib.domain.notifications.message_writer import CONFIRM, MessageWriter
from chalicelib.domain.notifications.notice import notice_id
from chalicelib.domain.notifications.reporter_recipients import NOTIFIED, Recipient, recipients
from chalicelib.domain.notifications.resend import notified_of
from chalicelib.domain.tickets.contact import Contact
from chalicelib.domain.tickets.ticket import Case, Ticket
from chalicelib.flow.notifications.send_once import SendOnce
from chalicelib.flow.ports.consent import Addresses, SmsBudget
from chalicelib.flow.ports.delivery import Ledger, Link, Messenger, Subscription, Subscriptions, Undeliverable
from chalicelib.flow.ports.desk import PhoneIndex
from chalicelib.flow.ports.tickets import CityPack, Clock, ContactCipher, Meter, Site, Tickets

DAILY_LIMIT = 10
"""Reports within a day about which one phone or e-mail address gets messages. Anybody can enter any number in the form:
without a limit it could be used to flood a stranger with messages at the city's expense.
"""

TOO_MANY, NO_MOBILE, SMS_BUDGET = "too_many", "number_invalid", "sms_budget"
"""Reasons in the ledger: this limit, a number that is not of an Indonesian cellular network, the SMS of the day."""


@dataclass(frozen=True, slots=True)
class ReporterMessaging:
    """Idempotent by the ledger, as notices are.

    This is the only place where a reporter's contact is opened, apart from the console, where that leaves an event.
    `channels` are those that the city uses and the stage is set up for.
    """

    city: CityPack
    tickets: Tickets
    subscriptions: Subscriptions
    addresses: Addresses
    sms_budget: SmsBudget
    cipher: ContactCipher
    phone_index: PhoneIndex
    ledger: Ledger
    messenger: Messenger
    site: Site
    clock: Clock
    meter: Meter
    channels: frozenset[str]

    def on_event(self, event: Event) -> None:
        """Send the messages that were not sent yet.

        The phone of a new report is indexed for the staff's search, whether messages are wanted or not.

        Raises:
            ExceptionGroup: some could not be sent; raised after all were tried.
        """
        if event.type not in NOTIFIED or not (self.channels or event.type == events.TicketReceived.type):
            return
        case = self.tickets.get(event.ticket)
        event, only_audience = notified_of(event, case.events)
        failures = [
            failure for to in recipients(event, case) for failure in self._notify(to, event, case, only_audience)
        ]
        if failures:
            raise ExceptionGroup(f"{event.ticket}/{event.sequence}: not all messages were sent", failures)

    def _notify(self, to: Recipient, event: Event, case: Case, only_audience: str) -> Iterator[Exception]:
        """Send the messages to one reporter; the errors of those that failed, so that the others are tried first."""
        channels = [
            channel
            for channel in CHANNELS
            if channel in self.channels and only_audience in ("", f"{to.name}/{channel}")
        ]
        if only_audience and not channels:
            return
        try:
            ticket = case.ticket if to.number == event.ticket else self.tickets.get(to.number).ticket
            contact, subscription = self._subscription(ticket)
            self._index(event, contact)
        except Exception as failure:  # noqa: BLE001 - not swallowed: `on_event` raises it with the others
            yield failure
            return
        for channel in channels:
            if channel in contact.notify and channel not in subscription.stopped and contact.address(channel):
                yield from self._try(to, event, ticket, contact, channel, is_pending=channel in subscription.pending)

    def _index(self, event: Event, contact: Contact) -> None:
        """Index the phone for the staff's search, and an e-mail address that wants messages for the limit per day."""
        if event.type != events.TicketReceived.type:
            return
        for address in (contact.phone, contact.email if EMAIL in contact.notify else ""):
            if address:
                self.phone_index.add(event, normal_form(address))

    def _subscription(self, ticket: Ticket) -> tuple[Contact, Subscription]:
        """The reporter's contact, and the channels that they have stopped or not agreed to."""
        subscription = self.subscriptions.of(ticket.id)
        if subscription.sealed is None:
            return Contact(), subscription
        return self.cipher.open(subscription.sealed, ticket.id), subscription

    def _try(
        self, to: Recipient, event: Event, ticket: Ticket, contact: Contact, channel: str, *, is_pending: bool
    ) -> Iterator[Exception]:
        audience = f"{to.name}/{channel}"
        delivery = notice_id(event.ticket, event.sequence, audience)
        try:
            link = Link(ticket.id, channel, self.addresses.key(normal_form(contact.address(channel))))
            text = self._text(to, event, link, delivery, is_pending=is_pending)
            if text:
                self._send_once.once(delivery, event, audience, lambda: self._send(text, event, ticket, contact, link))
        except Exception as failure:  # noqa: BLE001 - not swallowed: `on_event` raises it with the others
            yield failure

    def _text(self, to: Recipient, event: Event, link: Link, delivery: str, *, is_pending: bool) -> str:
        """The name of the text; empty for no message.

        An address that has not agreed gets one question instead of the first message, and nothing until it has: anybody
        can type a stranger's. Tickets of releases that did not ask go on without.
        """
        is_first = event.type == events.TicketReceived.type
        if not (is_first or is_pending) or self.addresses.is_confirmed(link.address):
            return to.text
        if not is_first:
            return ""
        if self.addresses.ask(link.address, delivery, self.clock()):
            return CONFIRM
        self.subscriptions.hold(link)  # another report's question stands for this one too
        return ""

    def _send(self, text: str, event: Event, ticket: Ticket, contact: Contact, link: Link) -> str:
        address = contact.address(link.channel)
        is_first = event.type == events.TicketReceived.type and text != CONFIRM
        if is_first and self._is_flood(normal_form(address), event.at):
            self.subscriptions.stop(link)
            raise Undeliverable(TOO_MANY, for_good=True)
        if text == CONFIRM:
            self.subscriptions.hold(link)
        if link.channel == SMS:
            self._check_sms(address)
        writer = MessageWriter(self.city.catalogue, self.city.calendar, self.city.message_texts, self.site())
        message = writer.message(text, event, ticket, contact, link.channel)
        self.subscriptions.add_link(token(ticket.secret_hash, link.channel), link)
        return self.messenger.send(message)

    def _check_sms(self, number: str) -> None:
        """Check that the number may get an SMS, and take it from the day's.

        Raises:
            Undeliverable: it may not, for good.
        """
        if not takes_sms(number):
            raise Undeliverable(NO_MOBILE, for_good=True)
        if not self.sms_budget.take(self.city.calendar.day(self.clock())):
            self.meter("SmsBudgetUsedUp")
            raise Undeliverable(SMS_BUDGET, for_good=True)

    def _is_flood(self, address: str, at: datetime) -> bool:
        """Whether more than `DAILY_LIMIT` reports within a day carry this phone or e-mail address."""
        latest = self.phone_index.find(address, DAILY_LIMIT + 1)
        return sum(ticket.received_at > at - timedelta(days=1) for ticket in latest) > DAILY_LIMIT

    @property
    def _send_once(self) -> SendOnce:
        return SendOnce(self.ledger, self.clock, self.meter, "MessagesSent", "MessagesFailed")
