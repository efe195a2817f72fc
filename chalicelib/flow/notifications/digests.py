"""Sends the digests of each working day: to every OPD with something late or due soon, and to the leaders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.city.working_time import ZONES
from chalicelib.domain.deadlines.escalation import COORDINATOR
from chalicelib.domain.events import Event
from chalicelib.domain.notifications.digest import Digests, DigestSection, digest_event, section_of
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.tickets.inbox import InboxFilter
from chalicelib.flow.notifications.send_once import LEASE, SendOnce
from chalicelib.flow.ports.delivery import BeingSent, Ledger, NoticePublisher, Undeliverable
from chalicelib.flow.ports.tickets import CityPack, Clock, Meter, Site, Tickets

SOON = 2
"""Working days within which a line counts as due soon."""

READ = 50
"""Lines read of one inbox."""

ALL_INBOXES = "all"
"""Audience under which the ledger records that all digests of a day were sent."""


@dataclass(frozen=True, slots=True)
class DailyDigests:
    """Idempotent by the ledger, as notices are: a digest sent today is not sent again, one that failed is tried by the
    next run. Costs one query per inbox, and one write per run once all digests of the day were sent.
    """

    city: CityPack
    tickets: Tickets
    ledger: Ledger
    publisher: NoticePublisher
    site: Site
    clock: Clock
    meter: Meter

    def send(self) -> list[tuple[str, Exception]]:
        """Send today's digests that were not sent yet; the audiences that could not be reached, each with the error."""
        now = self.clock()
        local = now.astimezone(ZONES[self.city.calendar.zone])
        if local.time() < self.city.escalation.digest or not self._works_today(local):
            return []
        event = digest_event(now, self.city.calendar)
        delivery = f"{event.ticket}/0/{ALL_INBOXES}"
        try:
            if not self.ledger.claim(delivery, event.ticket, event.type, ALL_INBOXES, at=now, until=now + LEASE):
                return []
        except BeingSent:  # another run is sending them right now
            return []
        failed = [failure for notice in self._notices(local, event) for failure in self._try(notice, event)]
        if not failed:  # otherwise the claim expires, and the next run continues
            self.ledger.sent(delivery, event.ticket, "", self.clock())
        return failed

    def _notices(self, local: datetime, event: Event) -> Iterator[Notice]:
        city = self.city
        writer = Digests(city.catalogue, city.calendar, city.escalation, city.digest_texts, self.site(), self.clock())
        sections = [self._section(name) for name in self._names(local)]
        for section in sections:
            if not section.is_empty:
                yield writer.inbox_digest(section, event)
        if city.calendar.is_working_day(local.date()):
            yield writer.leaders_digest(sections, event)

    def _try(self, notice: Notice, event: Event) -> Iterator[tuple[str, Exception]]:
        send_once = SendOnce(self.ledger, self.clock, self.meter, "DigestsSent", "NoticesFailed")
        try:
            send_once.once(notice.id, event, notice.audience, lambda: self.publisher.send(notice))
        except Undeliverable as refused:
            self.ledger.put_away(
                notice.id, event.ticket
            )  # the coordinator's list of undelivered notices is about tickets
            yield notice.audience, refused
        except Exception as failure:  # noqa: BLE001 - not swallowed: `send` returns it after trying all notices
            yield notice.audience, failure

    def _section(self, name: str) -> DigestSection:
        now, calendar = self.clock(), self.city.calendar
        page = self.tickets.inbox(name, InboxFilter(until=calendar.due(now, SOON)), size=READ)
        return section_of(name, page.lines, now, more=page.cursor is not None)

    def _works_today(self, local: datetime) -> bool:
        return bool(self._names(local))

    def _names(self, local: datetime) -> list[str]:
        """The inboxes whose digest is due today: all on the city's working days, else those of OPDs that are open."""
        calendar, day = self.city.calendar, local.date()
        opds = [opd for opd in self.city.catalogue.opds.values() if not opd.is_external]
        if calendar.is_working_day(day):
            return [COORDINATOR, *(opd.code for opd in opds)]
        return [opd.code for opd in opds if calendar.for_week(opd.week).is_working_day(day)]
