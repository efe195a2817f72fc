"""A calendar that walks through the days one by one, to check the one that computes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from chalicelib.domain.city.catalogue import Opd
from chalicelib.domain.city.office_hours import Hours
from chalicelib.domain.city.working_time import Calendar

OFFSETS = {"WIB": 7, "WITA": 8, "WIT": 9}
DAY = timedelta(days=1)

Span = tuple[datetime, datetime]


@dataclass
class OfficeCalendar:
    """The working time of one city. `opd` says whose working week counts, "" stands for the city's. Instants are UTC."""

    calendar: Calendar
    opds: Mapping[str, Opd]
    _hours: dict[tuple[date, int], list[Span]] = field(default_factory=dict)

    @property
    def hours(self) -> Hours:
        return self.calendar.hours

    def day(self, at: datetime) -> date:
        return (at + self._offset).date()

    def works(self, day: date, opd: str = "") -> bool:
        return day.weekday() < self._week(opd) and day not in self.calendar.holidays

    def closing(self, at: datetime, days: int, opd: str = "") -> datetime:
        """The end of office hours of the day so many working days later; of the same day for none."""
        day = self.day(at)
        while days > 0:
            day += DAY
            days -= self.works(day, opd)
        return self._end(day)

    def work(self, start: datetime, end: datetime, opd: str = "") -> timedelta:
        """Office time between the two; `start` is no later."""
        total, day = timedelta(), self.day(start)
        while day <= self.day(end):
            for opens, closes in self._open(day, opd):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += DAY
        return total

    def back(self, at: datetime, work: timedelta, opd: str = "") -> datetime:
        """The instant that lies so much office time earlier; at closing time rather than at an opening."""
        day, left = self.day(at), work
        while work:
            for opens, closes in reversed(self._open(day, opd)):
                available = min(closes, at) - opens
                if left < available:
                    return min(closes, at) - left
                left -= max(timedelta(), available)
            day -= DAY
        return at

    def warning(self, due: datetime, promised: Span, opd: str = "") -> datetime:
        """When to warn of a deadline: at 80 % of the time, or a working day before if that is earlier, but not before half."""
        work = self.work(*promised, opd) if promised[0] < promised[1] else timedelta()
        share, before = self.back(due, work * 0.2, opd), self.day(due) - DAY
        while not self.works(before, opd):
            before -= DAY
        return min(share, max(self._end(before), self.back(due, work * 0.5, opd)))

    def _week(self, opd: str) -> int:
        own = self.opds[opd].week if opd in self.opds else None
        return own or self.hours.week

    def _open(self, day: date, opd: str) -> list[Span]:
        known = (day, self._week(opd))
        if known not in self._hours:
            self._hours[known] = self._spans(day) if self.works(day, opd) else []
        return self._hours[known]

    def _spans(self, day: date) -> list[Span]:
        spans, opens = [], self._at(day, self.hours.opening)
        for pause in sorted(self.hours.breaks, key=lambda each: each.start):
            if day.weekday() in pause.days:
                spans.append((opens, self._at(day, pause.start)))
                opens = self._at(day, pause.end)
        return [*spans, (opens, self._end(day))]

    def _end(self, day: date) -> datetime:
        hours = self.hours
        saturday = hours.saturday_closing or hours.closing
        return self._at(day, {4: hours.friday_closing, 5: saturday}.get(day.weekday(), hours.closing))

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, UTC) - self._offset

    @property
    def _offset(self) -> timedelta:
        return timedelta(hours=OFFSETS[self.calendar.zone])
