"""Working time: when something is due, and how much working time lies between two instants.

"N hari kerja": the day of receipt does not count; day 1 is the first working day after it; due at the end of office
hours of working day N. The same holds for receipt at night or on a holiday. "N jam kerja" counts office time from the
receipt. A pause moves a deadline by the working time paused. Indonesia's zones have no daylight saving time.
"""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from chalicelib.domain.city.office_hours import Hours
from chalicelib.domain.city.office_time import Scale, closing, scale_of
from chalicelib.domain.values import value

ZONES = {name: timezone(timedelta(hours=hours), name) for name, hours in {"WIB": 7, "WITA": 8, "WIT": 9}.items()}

_MINUTE = timedelta(minutes=1)


@value
class Calendar:
    """A city's working days and office hours. `holidays` are national holidays, cuti bersama and the city's own.

    Instants are aware; results are in UTC. Methods raise OverflowError for results beyond the year 9999.
    """

    zone: str
    hours: Hours
    holidays: AbstractSet[date]

    def for_week(self, week: int | None) -> "Calendar":
        """The calendar of offices with 5 or 6 working days a week; None: as many as the city."""
        return self if week in (None, self.hours.week) else replace(self, hours=replace(self.hours, week=week))

    def is_working_day(self, day: date) -> bool:
        return self._scale.is_working_day(day.toordinal())

    def day(self, at: datetime) -> date:
        """The date in the city's zone."""
        return at.astimezone(ZONES[self.zone]).date()

    # due dates

    def due(self, start: datetime, days: int) -> datetime:
        """The end of office hours `days` working days after `start`; 0 days: of the same day."""
        return self.end_of(self._day_after(self.day(start), days) if days else self.day(start))

    def due_hours(self, start: datetime, hours: float) -> datetime:
        """When `hours` of office time have elapsed since `start`."""
        return self.shift(start, timedelta(hours=hours))

    def before(self, due: datetime, days: int) -> datetime:
        """The end of office hours `days` working days before the day of `due`."""
        scale = self._scale
        number = scale.days_before(self.day(due).toordinal()) - days
        return self.end_of(date.fromordinal(scale.working_day(number)))

    def end_of(self, day: date) -> datetime:
        """The end of office hours of a day."""
        end = datetime.combine(day, closing(self.hours, day.weekday()), ZONES[self.zone])
        return end.astimezone(UTC)

    def end_from(self, day: date) -> datetime:
        """The end of office hours of a day, or of the next working day if it is none."""
        return self.end_of(self._day_after(day - timedelta(days=1), 1))

    # working time

    def shift(self, start: datetime, work: timedelta) -> datetime:
        """The instant `work` of working time after `start`, or before it if negative.

        The result is closing time rather than the next opening, and `start` itself for no work.
        shift(shift(t, a), b) = shift(t, a + b) where neither goes back.
        """
        if not work:
            return start.astimezone(UTC)
        scale = self._scale
        return self._utc(scale.instant(scale.reading(self._local(start)) + work))

    def work_between(self, start: datetime, end: datetime) -> timedelta:
        """Working time from `start` to `end`; negative if `end` is earlier."""
        scale = self._scale
        return scale.reading(self._local(end)) - scale.reading(self._local(start))

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Working time from `start` to `end` in whole minutes, rounded down."""
        return self.work_between(start, end) // _MINUTE

    def days_between(self, start: datetime, end: datetime) -> int:
        """How many working days begin after the day of `start`, up to and with that of `end`; 0 if it is earlier."""
        first, last = (self._scale.days_before(self.day(at).toordinal() + 1) for at in (start, end))
        return max(0, last - first)

    def opening(self, at: datetime) -> datetime:
        """`at` if offices are open, else when they open next."""
        return self._utc(self._scale.opening(self._local(at)))

    @property
    def _scale(self) -> Scale:
        return scale_of(self.hours, frozenset(self.holidays))

    def _day_after(self, day: date, days: int) -> date:
        """The day `days` working days later."""
        scale = self._scale
        number = scale.days_before(day.toordinal() + 1) + days - 1
        return date.fromordinal(scale.working_day(number))

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(ZONES[self.zone]).replace(tzinfo=None)

    def _utc(self, local: datetime) -> datetime:
        return local.replace(tzinfo=ZONES[self.zone]).astimezone(UTC)
