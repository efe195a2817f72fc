"""Tell every audience of an event, once."""

from dataclasses import dataclass

from chalicelib.domain.events import Event
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.notifications.notice_writer import NoticeWriter
from chalicelib.domain.notifications.opd_recipients import NOTIFIED, OpdRecipient, opd_recipients
from chalicelib.domain.notifications.resend import notified_of
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.flow.notifications.send_once import LEASE, SendOnce
from chalicelib.flow.ports.delivery import Ledger, NoticePublisher
from chalicelib.flow.ports.tickets import CityPack, Clock, Meter, Site, Tickets

__all__ = ["LEASE", "OpdNotices"]


@dataclass(frozen=True, slots=True)
class OpdNotices:
    """Idempotent by the ledger: each notice is claimed, sent and noted as sent.

    A crash between sending and noting is the one way to a repeat; it carries the same notice id.
    """

    city: CityPack
    tickets: Tickets
    ledger: Ledger
    notice_publisher: NoticePublisher
    site: Site
    clock: Clock
    meter: Meter

    def on_event(self, event: Event) -> None:
        """Send what is not sent yet; ExceptionGroup of what went wrong, after all were tried."""
        if event.type not in NOTIFIED:
            return
        case = self.tickets.get(event.ticket)
        event, only = notified_of(event, case.events)
        writer = NoticeWriter(self.city.catalogue, self.city.notice_texts, self.site(), self.city.calendar)
        named = [to for to in opd_recipients(event, case.ticket) if only in ("", to.name)]
        failures = [failure for to in named if (failure := self._try(writer, to, event, case.ticket))]
        if failures:
            raise ExceptionGroup(f"{event.ticket}/{event.sequence}: not all notices were sent", failures)

    def _try(self, writer: NoticeWriter, to: OpdRecipient, event: Event, ticket: Ticket) -> Exception | None:
        """What stopped this notice: kept until the others of the same event have had their try."""
        try:
            self._deliver(writer.notice(to, event, ticket), event)
        except Exception as failure:  # noqa: BLE001 - not swallowed: `on_event` raises it with the others
            return failure
        return None

    def _deliver(self, notice: Notice, event: Event) -> None:
        delivering = SendOnce(self.ledger, self.clock, self.meter, "NoticesSent", "NoticesFailed")
        delivering.once(notice.id, event, notice.audience, lambda: self.notice_publisher.send(notice))
