"""The day's digest: what is late and what is due soon, for one OPD, for the coordinator, and of all for the leaders.

It names tickets by number only, for its lines may belong to confidential reports.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.escalation import COORDINATOR, Escalation, rung_times
from chalicelib.domain.events import SYSTEM, Event, read
from chalicelib.domain.notifications import notice_templates, sms_text
from chalicelib.domain.notifications.digest_templates import DESK, LEADERS, LISTS, OPD
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.tickets.inbox import InboxLine
from chalicelib.domain.values import value

DIGEST = "digest.daily"
"""Type of the event that a digest is about: a day has come."""

SHOWN = 20
"""So many tickets are named in a list; where there are more, the letter says so and the console shows them."""

MOST = 100
"""So many are told to machines: SNS takes 256 KB, whatever a bad month brings."""


@value
class DigestSection:
    """What is open in the inbox `name` (an OPD or `coordinator`): late, and due soon, by due date; `more`: not all of
    it was read.
    """

    name: str
    late: tuple[InboxLine, ...] = ()
    soon: tuple[InboxLine, ...] = ()
    more: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.soon)


def section_of(name: str, lines: Sequence[InboxLine], now: datetime, *, more: bool) -> DigestSection:
    """From the lines that are due before the end of what is soon; what stands still is not late."""
    running = [line for line in lines if not line.is_paused]
    late = tuple(line for line in running if line.due <= now)
    return DigestSection(name, late, tuple(line for line in running if line.due > now), more)


def event_of(now: datetime, calendar: Calendar) -> Event:
    """The event that the digests of this day of the city are about; their ledger hangs on it."""
    return Event(f"digest-{calendar.day(now):%Y%m%d}", 1, now, SYSTEM, read(DIGEST, {}))


@value
class Digests:
    """Writes them with one city's catalogue and texts. `at`: now, aware; `site`: the public base URL."""

    catalogue: Catalogue
    calendar: Calendar
    escalation: Escalation
    texts: Mapping[str, Any]
    site: str
    at: datetime

    def of_box(self, box: DigestSection, event: Event) -> Notice:
        """For whoever has the inbox."""
        values = self._frame(box.name) | {
            "late": self._count(len(box.late), more=box.more and not box.soon),
            "soon": self._count(len(box.soon), more=box.more),
            "late_lines": self._lines(self._late(line, box.name) for line in box.late),
            "soon_lines": self._lines(self._soon(line) for line in box.soon),
        }
        told = {"late": self._data(box.late, box.name), "soon": self._data(box.soon, box.name), "more": box.more}
        return self._notice(DESK if box.name == COORDINATOR else OPD, box.name, event, values, told)

    def of_all(self, boxes: Sequence[DigestSection], event: Event) -> Notice:
        """For the leaders: who is late and with how much, and what has come up to them."""
        late = sorted((box for box in boxes if box.late), key=lambda box: (-len(box.late), box.late[0].due))
        lines = sorted(((line, box.name) for box in late for line in box.late), key=lambda each: each[0].due)
        raised = [(line, name) for line, name in lines if self._level(line, name) in self._leaders_levels(name)]
        values = self._frame(LEADERS) | {
            "late": self._count(len(lines), more=any(box.more and not box.soon for box in boxes)),
            "soon": self._count(sum(len(box.soon) for box in boxes), more=any(box.more for box in boxes)),
            "opd_lines": "\n".join(map(self._opd_line, late)),
            "raised_lines": self._lines(self._late(line, name, "raised_line") for line, name in raised),
        }
        told = {
            "opds": [
                {"opd": b.name, "late": len(b.late), "soon": len(b.soon), "more": b.more}
                for b in boxes
                if not b.is_empty
            ],
            "raised": [each for line, name in raised[:MOST] for each in self._data((line,), name)],
        }
        return self._notice(LEADERS, LEADERS, event, values, told)

    def _notice(
        self, letter: str, audience: str, event: Event, values: Mapping[str, str], told: Mapping[str, Any]
    ) -> Notice:
        texts = self.texts[letter]
        number = f"{event.ticket}/{event.sequence}/{audience}"
        opd = audience if letter == OPD else None
        about = {"type": DIGEST, "version": 1, "notice": number, "at": event.at.isoformat(), "opd": opd}
        attributes = {"event": DIGEST, "digest": "daily"} | ({"opd": opd} if opd else {})
        return Notice(
            id=number,
            audience=audience,
            machine=about | {"day": f"{self.calendar.day(event.at):%Y-%m-%d}", "console": values["url"], **told},
            subject=notice_templates.subject(texts["subject"], values),
            letter=notice_templates.text(texts["text"], values),
            sms=sms_text.compose(texts["sms"], values),
            attributes=attributes,
        )

    def _frame(self, name: str) -> dict[str, str]:
        empty = dict.fromkeys(LISTS, "")
        day = date_format.day(self.at, self.catalogue.city.zone)
        return empty | {
            "city": self.catalogue.city.name, "opd": self._name(name), "day": day, "url": f"{self.site}/petugas",
        }  # fmt: skip

    def _lines(self, lines: Iterator[str]) -> str:
        told = list(lines)
        more = [self._words("more_line")] if len(told) > SHOWN else []
        return "\n".join([*told[:SHOWN], *more])

    def _late(self, line: InboxLine, name: str, entry: str = "late_line") -> str:
        who = self.escalation.name_of(self._level(line, name), self._opd(name)).id
        return self._words(entry, ticket=line.ticket, opd=self._name(name), due=self._short(line.due), who=who)

    def _soon(self, line: InboxLine) -> str:
        return self._words("soon_line", ticket=line.ticket, due=self._short(line.due))

    def _opd_line(self, box: DigestSection) -> str:
        late = self._count(len(box.late), more=box.more and not box.soon)
        return self._words("opd_line", opd=self._name(box.name), late=late, since=self._short(box.late[0].due))

    def _data(self, lines: Sequence[InboxLine], name: str) -> list[dict[str, Any]]:
        return [
            {
                "ticket": line.ticket,
                "opd": self._opd(name) or None,
                "role": line.role or None,
                "due": line.due.isoformat(),
                "level": self._level(line, name),
            }
            for line in lines
        ]

    def _level(self, line: InboxLine, name: str) -> int:
        """How far up the ladder it has come: 0 while it is not late."""
        opd = self._opd(name)
        known = self.catalogue.opds.get(opd)
        ladder, calendar = self.escalation.ladder(opd), self.calendar.for_week(known.week if known else None)
        times = zip(rung_times(line.due, ladder, calendar), ladder, strict=True)
        return max((rung.level for at, rung in times if at <= self.at), default=0)

    def _leaders_levels(self, name: str) -> frozenset[int]:
        return frozenset(rung.level for rung in self.escalation.ladder(self._opd(name)) if rung.audience == LEADERS)

    def _opd(self, name: str) -> str:
        return "" if name == COORDINATOR else name

    def _name(self, name: str) -> str:
        opd = self.catalogue.opds.get(name)
        return opd.name if opd else self.texts["words"]["coordinator"]

    def _count(self, count: int, *, more: bool) -> str:
        return self._words("more", count=str(count)) if more else str(count)

    def _short(self, at: datetime) -> str:
        return date_format.short(at, self.catalogue.city.zone)

    def _words(self, entry: str, **values: str) -> str:
        template: str = self.texts["words"][entry]
        return template.format_map(values).strip()
