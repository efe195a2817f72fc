"""Office time: a scale that advances only while offices are open, so that working time is the difference of readings.

Reading the scale at an instant and finding the instant of a reading cost the same for a minute as for ten years.
All instants here are naive and local to the city; other modules use `Calendar` of `working_time`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from chalicelib.domain.city.office_hours import Hours

FRIDAY, SATURDAY = 4, 5

Span = tuple[timedelta, timedelta]
"""Start and end, as times since midnight."""

_NONE = timedelta()
_DAYS = range(1, date.max.toordinal())
"""The ordinals of all days; the first is a Monday."""


class Scale(NamedTuple):
    """The office time of one set of office hours and holidays.

    Attributes:
        week: Working days a week.
        spans: Office hours of each day of the week.
        off: Sorted ordinals of the holidays that would be working days.
        worked: Office time of a full week before each of its days and, last, of all of it.
        lost: Office time that the first n holidays took, by n.
        passed: How many working days there were before each holiday.
    """

    week: int
    spans: Sequence[Sequence[Span]]
    off: Sequence[int]
    worked: Sequence[timedelta]
    lost: Sequence[timedelta]
    passed: Sequence[int]

    def days_before(self, day: int) -> int:
        """How many working days there were before the day."""
        weeks, rest = divmod(day - 1, 7)
        return weeks * self.week + min(rest, self.week) - bisect_left(self.off, day)

    def working_day(self, number: int) -> int:
        """The ordinal of the working day that `number` others precede.

        Raises:
            OverflowError: It lies beyond the year 9999.
        """
        weeks, rest = divmod(number + bisect_right(self.passed, number), self.week)
        day = 7 * weeks + rest + 1
        if day not in _DAYS:
            raise OverflowError(number)
        return day

    def reading(self, at: datetime) -> timedelta:
        """The office time elapsed until `at`."""
        day = at.toordinal()
        since_midnight = at - datetime.combine(at, time())
        spans = self._spans(day)
        today = sum((min(since_midnight, end) - start for start, end in spans if start < since_midnight), _NONE)
        return self._before(day) + today

    def instant(self, reading: timedelta) -> datetime:
        """When the scale first shows this reading: closing time rather than the next opening.

        Raises:
            OverflowError: It lies outside the calendar.
        """
        day = _day_at(bisect_left(_DAYS, reading, *self._weeks_of(reading), key=self._before)) - 1
        left = reading - self._before(day)
        for start, end in self._spans(day):
            if left <= end - start:
                return _at(day, start + left)
            left -= end - start
        raise OverflowError(reading)

    def _weeks_of(self, reading: timedelta) -> tuple[int, int]:
        """The positions of `_DAYS` between which it lies: as if no holiday had passed yet, and as if all had."""
        earliest, latest = (7 * (work // self.worked[7]) for work in (reading, reading + self.lost[-1]))
        return min(max(0, earliest - 7), len(_DAYS)), min(max(0, latest + 8), len(_DAYS))

    def opening(self, at: datetime) -> datetime:
        """`at` while offices are open, else when they open next."""
        day, since_midnight = at.toordinal(), at - datetime.combine(at, time())
        for start, end in self._spans(day):
            if since_midnight < end:
                return _at(day, max(start, since_midnight))
        day = self.working_day(self.days_before(day + 1))
        return _at(day, self._spans(day)[0][0])

    def is_working_day(self, day: int) -> bool:
        at = bisect_left(self.off, day)
        return (day - 1) % 7 < self.week and day not in self.off[at : at + 1]

    def _spans(self, day: int) -> Sequence[Span]:
        return self.spans[(day - 1) % 7] if self.is_working_day(day) else ()

    def _before(self, day: int) -> timedelta:
        """Office time before the day."""
        weeks, rest = divmod(day - 1, 7)
        return weeks * self.worked[7] + self.worked[rest] - self.lost[bisect_left(self.off, day)]


@lru_cache(maxsize=32)
def scale_of(hours: Hours, holidays: frozenset[date]) -> Scale:
    """The scale of these office hours and holidays, cached."""
    spans = [_office_hours(hours, weekday) if weekday < hours.week else () for weekday in range(7)]
    length = [sum((end - start for start, end in each), _NONE) for each in spans]
    off = sorted(day.toordinal() for day in holidays if day.weekday() < hours.week)
    lost = accumulate((length[(day - 1) % 7] for day in off), initial=_NONE)
    passed = [(day - 1) // 7 * hours.week + (day - 1) % 7 - before for before, day in enumerate(off)]
    return Scale(hours.week, spans, off, list(accumulate(length, initial=_NONE)), list(lost), passed)


def closing(hours: Hours, weekday: int) -> time:
    """When offices close on this day of the week (Monday is 0)."""
    if weekday == FRIDAY:
        return hours.friday_closing
    return hours.saturday_closing or hours.closing if weekday == SATURDAY else hours.closing


def _office_hours(hours: Hours, weekday: int) -> list[Span]:
    """The day from opening to closing without its breaks."""
    start, end = _after_midnight(hours.opening), _after_midnight(closing(hours, weekday))
    spans = []
    for weekly_break in sorted((each for each in hours.breaks if weekday in each.days), key=lambda each: each.start):
        spans.append((start, min(end, _after_midnight(weekly_break.start))))
        start = max(start, _after_midnight(weekly_break.end))
    return [(start, end) for start, end in [*spans, (start, end)] if start < end]


def _after_midnight(clock: time) -> timedelta:
    return timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second)


def _at(day: int, since_midnight: timedelta) -> datetime:
    return datetime.combine(date.fromordinal(day), time()) + since_midnight


def _day_at(position: int) -> int:
    """The ordinal at this position of `_DAYS`."""
    if not 0 < position < len(_DAYS):
        raise OverflowError(position)
    return _DAYS[position]
