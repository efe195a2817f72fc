"""The daily digest of what is late or due soon: for each OPD, for the coordinator, and of all OPDs for the leaders.

It names tickets by number only, because they may be confidential. Its templates (`cities/<city>/digests.toml`) are
checked before they ship and filled in like those of notices.
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
from chalicelib.domain.notifications.notice import Notice
from chalicelib.domain.notifications.notice_templates import FORMS, Flaw, template_flaws, unknown_entries
from chalicelib.domain.tickets.inbox import InboxLine
from chalicelib.domain.values import value

DIGEST = "digest.daily"
"""Type of the event that stands for the day of the digests."""

LISTED_TICKETS = 20
"""Tickets named in one list of the e-mail; if there are more, it refers to the console."""

MOST = 100
"""Escalated tickets in the JSON of the leaders' digest: SNS accepts 256 KB at most."""


@value
class DigestSection:
    """The late lines of one inbox, and those due soon, by due date.

    `name` is an OPD code or `coordinator`; `more`: the inbox has further lines that were not read.
    """

    name: str
    late: tuple[InboxLine, ...] = ()
    soon: tuple[InboxLine, ...] = ()
    more: bool = False

    @property
    def is_empty(self) -> bool:
        return not (self.late or self.soon)


def section_of(name: str, lines: Sequence[InboxLine], now: datetime, *, more: bool) -> DigestSection:
    """The section of the inbox `name`, from its lines due until the end of "soon"; paused lines are left out."""
    running = [line for line in lines if not line.is_paused]
    late = tuple(line for line in running if line.due <= now)
    return DigestSection(name, late, tuple(line for line in running if line.due > now), more)


def digest_event(now: datetime, calendar: Calendar) -> Event:
    """The event of the digests of this day in the city's zone, under which the delivery ledger files them."""
    return Event(f"digest-{calendar.day(now):%Y%m%d}", 1, now, SYSTEM, read(DIGEST, {}))


@value
class Digests:
    """Writes digests with one city's catalogue and texts.

    `at` is now, aware; `site` the public base URL.
    """

    catalogue: Catalogue
    calendar: Calendar
    escalation: Escalation
    texts: Mapping[str, Any]
    site: str
    at: datetime

    def inbox_digest(self, section: DigestSection, event: Event) -> Notice:
        """The digest for the owner of one inbox."""
        values = self._common_values(section.name) | {
            "late": self._count(len(section.late), more=section.more and not section.soon),
            "soon": self._count(len(section.soon), more=section.more),
            "late_lines": self._lines(self._late(line, section.name) for line in section.late),
            "soon_lines": self._lines(self._soon(line) for line in section.soon),
        }
        payload = {
            "late": self._data(section.late, section.name),
            "soon": self._data(section.soon, section.name),
            "more": section.more,
        }
        return self._notice(DESK if section.name == COORDINATOR else OPD, section.name, event, values, payload)

    def leaders_digest(self, sections: Sequence[DigestSection], event: Event) -> Notice:
        """The digest for the leaders: how much each OPD is late with, and which tickets were escalated to them."""
        late = sorted(
            (section for section in sections if section.late),
            key=lambda section: (-len(section.late), section.late[0].due),
        )
        lines = sorted(
            ((line, section.name) for section in late for line in section.late), key=lambda each: each[0].due
        )
        raised = [(line, name) for line, name in lines if self._level(line, name) in self._leaders_levels(name)]
        values = self._common_values(LEADERS) | {
            "late": self._count(len(lines), more=any(section.more and not section.soon for section in sections)),
            "soon": self._count(
                sum(len(section.soon) for section in sections), more=any(section.more for section in sections)
            ),
            "opd_lines": "\n".join(map(self._opd_line, late)),
            "raised_lines": self._lines(self._late(line, name, "raised_line") for line, name in raised),
        }
        payload = {
            "opds": [
                {"opd": each.name, "late": len(each.late), "soon": len(each.soon), "more": each.more}
                for each in sections
                if not each.is_empty
            ],
            "raised": [each for line, name in raised[:MOST] for each in self._data((line,), name)],
        }
        return self._notice(LEADERS, LEADERS, event, values, payload)

    def _notice(
        self, letter: str, audience: str, event: Event, values: Mapping[str, str], payload: Mapping[str, Any]
    ) -> Notice:
        texts = self.texts[letter]
        number = f"{event.ticket}/{event.sequence}/{audience}"
        opd = audience if letter == OPD else None
        header = {"type": DIGEST, "version": 1, "notice": number, "at": event.at.isoformat(), "opd": opd}
        attributes = {"event": DIGEST, "digest": "daily"} | ({"opd": opd} if opd else {})
        return Notice(
            id=number,
            audience=audience,
            machine=header | {"day": f"{self.calendar.day(event.at):%Y-%m-%d}", "console": values["url"], **payload},
            subject=notice_templates.subject(texts["subject"], values),
            letter=notice_templates.text(texts["text"], values),
            sms=sms_text.compose(texts["sms"], values),
            attributes=attributes,
        )

    def _common_values(self, name: str) -> dict[str, str]:
        empty = dict.fromkeys(LISTS, "")
        day = date_format.day(self.at, self.catalogue.city.zone)
        return empty | {
            "city": self.catalogue.city.name, "opd": self._name(name), "day": day, "url": f"{self.site}/petugas",
        }  # fmt: skip

    def _lines(self, lines: Iterator[str]) -> str:
        all_lines = list(lines)
        more = [self._words("more_line")] if len(all_lines) > LISTED_TICKETS else []
        return "\n".join([*all_lines[:LISTED_TICKETS], *more])

    def _late(self, line: InboxLine, name: str, entry: str = "late_line") -> str:
        who = self.escalation.name_of(self._level(line, name), self._opd(name)).id
        return self._words(entry, ticket=line.ticket, opd=self._name(name), due=self._short(line.due), who=who)

    def _soon(self, line: InboxLine) -> str:
        return self._words("soon_line", ticket=line.ticket, due=self._short(line.due))

    def _opd_line(self, section: DigestSection) -> str:
        late = self._count(len(section.late), more=section.more and not section.soon)
        return self._words("opd_line", opd=self._name(section.name), late=late, since=self._short(section.late[0].due))

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
        """The line's level on the escalation ladder; 0 while it is below the first rung."""
        opd = self._opd(name)
        entry = self.catalogue.opds.get(opd)
        ladder, calendar = self.escalation.ladder(opd), self.calendar.for_week(entry.week if entry else None)
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


OPD, DESK, LEADERS = "opd", "desk", "leaders"
LETTERS = (OPD, DESK, LEADERS)

NAMES = frozenset({"city", "opd", "day", "late", "soon", "url"})
LISTS = frozenset({"late_lines", "soon_lines", "opd_lines", "raised_lines"})
WORDS: Mapping[str, frozenset[str]] = {
    "coordinator": frozenset(),
    "late_line": frozenset({"ticket", "due", "who"}),
    "raised_line": frozenset({"ticket", "opd", "due", "who"}),
    "soon_line": frozenset({"ticket", "due"}),
    "opd_line": frozenset({"opd", "late", "since"}),
    "more_line": frozenset(),
    "more": frozenset({"count"}),
}
"""Entries of the table `words`, with the placeholders each must have."""


def digest_flaws(texts: Mapping[str, Any]) -> Iterator[Flaw]:
    """Everything that is wrong with the digest templates of a city pack; nothing if they may ship."""
    words = texts.get("words")
    if not isinstance(words, Mapping):
        yield Flaw("words", "", "the table is missing")
    else:
        for name, placeholders in WORDS.items():
            yield from template_flaws("words", name, words.get(name), placeholders, placeholders)
        yield from unknown_entries(words, WORDS, "words")
    for name in LETTERS:
        yield from _letter_flaws(name, texts.get(name))
    yield from unknown_entries(texts, {"words", *LETTERS}, "")


def _letter_flaws(name: str, letter: object) -> Iterator[Flaw]:
    if not isinstance(letter, Mapping):
        yield Flaw(name, "", "the letter is missing")
        return
    for form in FORMS:
        allowed = NAMES | LISTS if form == "text" else NAMES
        needed = frozenset({"late", "url"} if form == "text" else {"late"})
        yield from template_flaws(name, form, letter.get(form), allowed, needed)
    yield from unknown_entries(letter, FORMS, name)
