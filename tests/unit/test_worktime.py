"""When a promise of N working days is due."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.catalogue import Hours
from tests.factory import a_calendar

WIB = timezone(timedelta(hours=7))
YEARS = range(2024, 2029)
INDONESIA = holidays.country_holidays("ID", years=YEARS)
REAL = a_calendar(holidays=frozenset(INDONESIA))
DAYS = st.integers(0, 60)
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 9, 30), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone


def wib(*when):
    return datetime(*when, tzinfo=WIB)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (wib(2026, 11, 24, 10), 1, wib(2026, 11, 25, 15, 30)),
        (wib(2026, 11, 24, 10), 2, wib(2026, 11, 26, 15, 30)),
        (wib(2026, 11, 24, 10), 3, wib(2026, 11, 27, 14, 30)),  # a Friday closes earlier
        (wib(2026, 11, 24, 10), 4, wib(2026, 11, 30, 15, 30)),  # over a weekend
        (wib(2026, 11, 27, 23), 1, wib(2026, 11, 30, 15, 30)),  # received on a Friday night
        (wib(2026, 11, 28, 9), 1, wib(2026, 11, 30, 15, 30)),  # received on a Saturday
        (wib(2026, 11, 29, 9), 2, wib(2026, 12, 1, 15, 30)),  # received on a Sunday
        (wib(2026, 12, 22, 9), 1, wib(2026, 12, 23, 15, 30)),
        (wib(2026, 12, 22, 9), 2, wib(2026, 12, 28, 15, 30)),  # over Christmas, the day before it and a weekend
        (wib(2026, 12, 24, 9), 1, wib(2026, 12, 28, 15, 30)),  # received on a holiday
        (wib(2026, 12, 31, 9), 1, wib(2027, 1, 4, 15, 30)),  # over New Year
    ],
)
def test_a_promise_is_due_at_closing_time_of_its_last_working_day(received, days, due):
    assert a_calendar().due(received, days) == due


def test_the_day_begins_at_midnight_of_the_city():
    before, after = wib(2026, 11, 24, 23, 59), wib(2026, 11, 25, 0, 1)
    assert before.astimezone(UTC).date() == after.astimezone(UTC).date()
    assert a_calendar().due(before, 1) == wib(2026, 11, 25, 15, 30)
    assert a_calendar().due(after, 1) == wib(2026, 11, 26, 15, 30)


@pytest.mark.parametrize(("zone", "hour"), [("WIB", 8), ("WITA", 7), ("WIT", 6)])
def test_closing_time_is_the_citys_own(zone, hour):
    due = a_calendar(zone=zone).due(datetime(2026, 11, 24, 3, tzinfo=UTC), 1)
    assert due == datetime(2026, 11, 25, hour, 30, tzinfo=UTC)


def test_the_answer_is_in_utc():
    assert a_calendar().due(wib(2026, 11, 24, 10), 1).tzinfo is UTC


def test_a_city_may_work_six_days_a_week():
    six = a_calendar(hours=Hours(time(14), time(11), week=6))
    assert six.due(wib(2026, 11, 27, 10), 1) == wib(2026, 11, 28, 14)


@given(INSTANTS, st.integers(1, 40))
def test_working_days_are_counted_as_an_independent_calendar_counts_them(received, days):
    expected = INDONESIA.get_nth_working_day(received.astimezone(WIB).date(), days)
    assert REAL.due(received, days).astimezone(WIB).date() == expected


@given(INSTANTS, DAYS.filter(bool))
def test_a_promise_is_due_on_a_working_day_at_closing_time(received, days):
    due = REAL.due(received, days).astimezone(WIB)
    assert REAL.is_working_day(due.date())
    assert due.time() == (time(14, 30) if due.weekday() == 4 else time(15, 30))


@given(INSTANTS, INSTANTS, DAYS)
def test_who_reports_later_is_never_due_earlier(one, other, days):
    earlier, later = sorted((one, other))
    assert REAL.due(earlier, days) <= REAL.due(later, days)


@given(INSTANTS, DAYS)
def test_a_longer_promise_is_due_later(received, days):
    assert REAL.due(received, days) < REAL.due(received, days + 1)


@given(INSTANTS, DAYS.filter(bool))
def test_a_promise_is_never_due_before_it_was_made(received, days):
    assert received < REAL.due(received, days)


def test_a_holiday_on_a_working_day_moves_the_date():
    assert not a_calendar().is_working_day(date(2026, 12, 25))
    assert a_calendar(holidays=frozenset()).is_working_day(date(2026, 12, 25))


@given(INSTANTS, DAYS, DAYS)
def test_what_is_moved_by_days_is_due_as_if_it_had_been_longer_from_the_start(start, days, more):
    assert REAL.due(REAL.due(start, days + 1), more) == REAL.due(start, days + 1 + more)


@given(INSTANTS, DAYS)
def test_the_days_until_it_is_due_are_the_days_that_were_given(start, days):
    assert REAL.days_between(start, REAL.due(start, days)) == days


@pytest.mark.parametrize(
    ("asked", "answered", "days"),
    [
        (wib(2026, 11, 24, 8), wib(2026, 11, 24, 16), 0),  # the same day
        (wib(2026, 11, 24, 23), wib(2026, 11, 25, 1), 1),
        (wib(2026, 11, 27, 10), wib(2026, 11, 29, 10), 0),  # over a weekend
        (wib(2026, 11, 27, 10), wib(2026, 11, 30, 7), 1),
        (wib(2026, 12, 23, 10), wib(2026, 12, 28, 10), 1),  # over Christmas and the day before it
    ],
)
def test_only_working_days_count_while_the_clock_stands(asked, answered, days):
    assert a_calendar().days_between(asked, answered) == days
