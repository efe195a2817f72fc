"""The day's digests, once a working day: one for every OPD that has something late or due soon, one for the leaders."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.city.working_time import ZONES
from chalicelib.domain.deadlines.escalation import COORDINATOR
from chalicelib.domain.events import Event
from chalicelib.domain.notifications.digest import Digests, DigestSection, event_of, section_of
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.tickets.inbox import Slice
from chalicelib.flow.notifications.send_once import LEASE, SendOnce
from chalicelib.flow.ports.delivery import BeingSent, Ledger, NoticePublisher, Undeliverable
from chalicelib.flow.ports.tickets import CityPack, Clock, Meter, Site, Tickets

SOON = 2
"""Working days within which something is due soon."""

READ = 50
"""So many lines are read of one inbox."""

ROUND = "all"
"""The audience under which the ledger notes that a day is done with."""


@dataclass(frozen=True, slots=True)
class DailyDigests:
    """Idempotent by the ledger, as notices are: whoever was told today is not told again, whoever was not gets a turn
    at the next run. One query an inbox; once a day is done, one write a run.
    """

    city: CityPack
    tickets: Tickets
    ledger: Ledger
    notice_publisher: NoticePublisher
    site: Site
    clock: Clock
    meter: Meter

    def send(self) -> list[tuple[str, Exception]]:
        """Send what is to be sent today and was not yet; answers with who could not be told, and why."""
        now = self.clock()
        local = now.astimezone(ZONES[self.city.calendar.zone])
        if local.time() < self.city.escalation.digest or not self._works_today(local):
            return []
        event = event_of(now, self.city.calendar)
        done = f"{event.ticket}/0/{ROUND}"
        try:
            if not self.ledger.claim(done, event.ticket, event.type, ROUND, at=now, until=now + LEASE):
                return []
        except BeingSent:  # another run is at it right now
            return []
        failed = [each for notice in self._notices(local, event) for each in self._try(notice, event)]
        if not failed:  # else the claim lapses, and the next run goes on
            self.ledger.sent(done, event.ticket, "", self.clock())
        return failed

    def _notices(self, local: datetime, event: Event) -> Iterator[Notice]:
        city = self.city
        writer = Digests(city.catalogue, city.calendar, city.escalation, city.digest_texts, self.site(), self.clock())
        boxes = [self._box(name) for name in self._names(local)]
        for box in boxes:
            if not box.is_empty:
                yield writer.of_box(box, event)
        if city.calendar.is_working_day(local.date()):
            yield writer.of_all(boxes, event)

    def _try(self, notice: Notice, event: Event) -> Iterator[tuple[str, Exception]]:
        delivering = SendOnce(self.ledger, self.clock, self.meter, "DigestsSent", "NoticesFailed")
        try:
            delivering.once(notice.id, event, notice.audience, lambda: self.notice_publisher.send(notice))
        except Undeliverable as refused:
            self.ledger.put_away(notice.id, event.ticket)  # the coordinator's list is about tickets
            yield notice.audience, refused
        except Exception as failure:  # noqa: BLE001 - not swallowed: `send` answers with it, after all had their turn
            yield notice.audience, failure

    def _box(self, name: str) -> DigestSection:
        now, calendar = self.clock(), self.city.calendar
        page = self.tickets.inbox(name, Slice(until=calendar.due(now, SOON)), size=READ)
        return section_of(name, page.lines, now, more=page.cursor is not None)

    def _works_today(self, local: datetime) -> bool:
        return bool(self._names(local))

    def _names(self, local: datetime) -> list[str]:
        """Whose offices are open today, of those that get digests; all of them when the city's are."""
        calendar, day = self.city.calendar, local.date()
        own = [opd for opd in self.city.catalogue.opds.values() if not opd.is_external]
        if calendar.is_working_day(day):
            return [COORDINATOR, *(opd.code for opd in own)]
        return [opd.code for opd in own if calendar.for_week(opd.week).is_working_day(day)]
