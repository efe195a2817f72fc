"""Working time: when a promise of N working days is due.

The day of receipt does not count; day 1 is the first working day after it; the part is due at the end of
office hours of working day N. Indonesia's zones have no daylight saving time.
"""

from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, timedelta, timezone

from chalicelib.domain.catalogue import Hours
from chalicelib.domain.value import value

ZONES = {name: timezone(timedelta(hours=hours), name) for name, hours in {"WIB": 7, "WITA": 8, "WIT": 9}.items()}

_FRIDAY = 4


@value
class Calendar:
    """A city's working days. `holidays` are national holidays, cuti bersama and the city's own."""

    zone: str
    hours: Hours
    holidays: AbstractSet[date]

    def is_working_day(self, day: date) -> bool:
        return day.weekday() < self.hours.week and day not in self.holidays

    def due(self, start: datetime, days: int) -> datetime:
        """The instant (UTC) at which `days` working days from the aware instant `start` are over."""
        day = start.astimezone(ZONES[self.zone]).date()
        for _ in range(days):
            day = self._next_working_day(day)
        closing = self.hours.friday_closing if day.weekday() == _FRIDAY else self.hours.closing
        return datetime.combine(day, closing, ZONES[self.zone]).astimezone(UTC)

    def days_between(self, start: datetime, end: datetime) -> int:
        """How many working days have begun after the day of `start`, up to and with that of `end`; aware instants."""
        day, last = (at.astimezone(ZONES[self.zone]).date() for at in (start, end))
        days = 0
        while (day := self._next_working_day(day)) <= last:
            days += 1
        return days

    def later(self, due: datetime, days: int) -> datetime:
        """A due instant (UTC) moved by so many working days; the same for none."""
        return self.due(due, days) if days else due

    def _next_working_day(self, day: date) -> date:
        day += timedelta(days=1)
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day
