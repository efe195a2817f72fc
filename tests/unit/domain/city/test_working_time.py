"""When N working days or N working hours are over, and how much working time lies between two instants."""

from datetime import UTC, date, datetime, time, timedelta, timezone

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.city.office_hours import Break, Hours
from tests.support.factory import a_calendar
from tests.support.property_examples import examples

WIB = timezone(timedelta(hours=7))
YEARS = range(2024, 2028)
INDONESIA = holidays.country_holidays("ID", years=YEARS, categories=("public", "government"))
PRAYER = Break((4,), time(11, 30), time(13))
REAL = a_calendar(holidays=frozenset(INDONESIA))
CALENDARS = [
    REAL,
    REAL.for_week(6),
    a_calendar(holidays=frozenset(INDONESIA), zone="WIT", hours=Hours(time(15, 30), time(14, 30), breaks=(PRAYER,))),
    a_calendar(holidays=frozenset(INDONESIA), zone="WITA", hours=Hours(time(14), time(11), 6, time(7), time(12, 30))),
]
FIRST, LAST = datetime(2024, 1, 1), datetime(2027, 9, 30)  # noqa: DTZ001 - hypothesis adds the zone

calendars = st.sampled_from(CALENDARS)
days = st.integers(1, 60)
instants = st.datetimes(FIRST, LAST, timezones=st.just(UTC))
work = st.timedeltas(timedelta(0), timedelta(days=20))


def wib(*when):
    return datetime(*when, tzinfo=WIB)


def closing(calendar, day):
    hours = calendar.hours
    later = {4: hours.friday_closing, 5: hours.saturday_closing or hours.closing}
    return later.get(day.weekday(), hours.closing)


# working days


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (wib(2026, 11, 24, 10), 1, wib(2026, 11, 25, 15, 30)),
        (wib(2026, 11, 24, 10), 2, wib(2026, 11, 26, 15, 30)),
        (wib(2026, 11, 24, 10), 3, wib(2026, 11, 27, 14, 30)),  # a Friday closes earlier
        (wib(2026, 11, 24, 10), 4, wib(2026, 11, 30, 15, 30)),  # over a weekend
        (wib(2026, 11, 24, 23), 1, wib(2026, 11, 25, 15, 30)),  # at night, after the offices closed
        (wib(2026, 11, 24, 5), 1, wib(2026, 11, 25, 15, 30)),  # before they opened
        (wib(2026, 11, 27, 23), 1, wib(2026, 11, 30, 15, 30)),  # received on a Friday night
        (wib(2026, 11, 28, 9), 1, wib(2026, 11, 30, 15, 30)),  # received on a Saturday
        (wib(2026, 11, 29, 9), 2, wib(2026, 12, 1, 15, 30)),  # received on a Sunday, over the end of a month
        (wib(2026, 12, 22, 9), 1, wib(2026, 12, 23, 15, 30)),
        (wib(2026, 12, 22, 9), 2, wib(2026, 12, 28, 15, 30)),  # over Christmas, the day before it and a weekend
        (wib(2026, 12, 24, 9), 1, wib(2026, 12, 28, 15, 30)),  # received on a holiday
        (wib(2026, 12, 31, 9), 1, wib(2027, 1, 4, 15, 30)),  # over New Year
        (wib(2028, 2, 28, 9), 1, wib(2028, 2, 29, 15, 30)),  # on a leap day
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


@pytest.mark.parametrize(("zone", "day"), [("WIB", 25), ("WITA", 25), ("WIT", 26)])
def test_one_instant_is_another_day_in_another_zone(zone, day):
    """15.30 UTC is still the 24th at 22.30 in Pati, and the 25th at 0.30 in Jayapura."""
    due = a_calendar(zone=zone).due(datetime(2026, 11, 24, 15, 30, tzinfo=UTC), 1)
    assert due.day == day


def test_the_answer_is_in_utc():
    assert a_calendar().due(wib(2026, 11, 24, 10), 1).tzinfo is UTC
    assert a_calendar().due_hours(wib(2026, 11, 24, 10), 1).tzinfo is UTC


def test_an_opd_may_work_six_days_a_week():
    six = a_calendar().for_week(6)
    assert six.due(wib(2026, 11, 27, 10), 1) == wib(2026, 11, 28, 15, 30)
    assert six.for_week(None) == six
    assert six.for_week(5) == a_calendar()


def test_saturdays_may_close_earlier():
    six = a_calendar(hours=Hours(time(15, 30), time(14, 30), 6, saturday_closing=time(12)))
    assert six.due(wib(2026, 11, 27, 10), 1) == wib(2026, 11, 28, 12)


@given(instants, st.integers(1, 40))
def test_working_days_are_counted_as_an_independent_calendar_counts_them(received, count):
    expected = INDONESIA.get_nth_working_day(received.astimezone(WIB).date(), count)
    assert REAL.due(received, count).astimezone(WIB).date() == expected


@given(instants, instants)
def test_days_between_are_those_that_an_independent_calendar_has_between(one, other):
    start, end = sorted((one, other))
    first, last = (at.astimezone(WIB).date() for at in (start, end))
    every = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    assert REAL.days_between(start, end) == sum(INDONESIA.is_working_day(day) for day in every)


def test_every_day_of_four_years_is_a_working_day_as_the_oracle_says():
    """And Pati's own list of days off says the same of each."""
    pati, day = load("pati").calendar, date(2024, 1, 1)
    while day < date(2028, 1, 1):
        assert REAL.is_working_day(day) == INDONESIA.is_working_day(day), day
        assert pati.is_working_day(day) == INDONESIA.is_working_day(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(("week", "weekend"), [(5, {5, 6}), (6, {6})])
def test_every_promise_from_every_day_is_due_on_the_day_that_the_oracle_says(week, weekend):
    """So also over each end of a month and of a year, and over Lebaran, for both kinds of week."""
    oracle = holidays.country_holidays("ID", years=YEARS, categories=("public", "government"))
    oracle.weekend = weekend
    calendar, day = load("pati").calendar.for_week(week), date(2024, 1, 1)
    while day < date(2027, 9, 1):
        received = datetime.combine(day, time(9), WIB)
        for count in (1, 3, 5, 14, 60):
            due = calendar.due(received, count).astimezone(WIB).date()
            assert due == oracle.get_nth_working_day(day, count), (day, count)
        day += timedelta(days=1)


@given(calendars, instants, days)
def test_a_promise_is_due_on_a_working_day_at_closing_time(calendar, received, count):
    due = calendar.due(received, count)
    day = calendar.day(due)
    assert calendar.is_working_day(day)
    assert due == calendar.end_of(day) == calendar.end_from(day)
    zone = {"WIB": 7, "WITA": 8, "WIT": 9}[calendar.zone]
    assert due.astimezone(timezone(timedelta(hours=zone))).time() == closing(calendar, day)


@given(calendars, instants, instants, days)
def test_who_reports_later_is_never_due_earlier(calendar, one, other, count):
    earlier, later = sorted((one, other))
    assert calendar.due(earlier, count) <= calendar.due(later, count)


@given(calendars, instants, days)
def test_a_longer_promise_is_due_later(calendar, received, count):
    assert received < calendar.due(received, count) < calendar.due(received, count + 1)


@given(calendars, instants, days, days)
def test_days_add_up(calendar, received, count, more):
    assert calendar.due(calendar.due(received, count), more) == calendar.due(received, count + more)


@given(calendars, instants, days)
def test_the_days_until_it_is_due_are_the_days_that_were_given(calendar, start, count):
    due = calendar.due(start, count)
    assert calendar.days_between(start, due) == count
    assert calendar.days_between(due, start) == 0


@given(calendars, instants, days)
def test_so_many_days_before_it_is_due_are_as_many_days_later(calendar, start, count):
    due = calendar.due(start, count + 60)
    assert calendar.due(calendar.before(due, count), count) == due


def test_a_holiday_on_a_working_day_moves_the_date():
    assert not a_calendar().is_working_day(date(2026, 12, 25))
    assert a_calendar(holidays=frozenset()).is_working_day(date(2026, 12, 25))


@given(calendars, instants, days, st.integers(0, 90))
def test_a_day_off_that_is_added_moves_what_is_due_from_then_on_by_one_day(calendar, received, count, ahead):
    day = calendar.day(received) + timedelta(days=ahead)
    more = a_calendar(zone=calendar.zone, hours=calendar.hours, holidays=calendar.holidays | {day})
    before = calendar.due(received, count)
    counts = calendar.is_working_day(day) and calendar.day(received) < day <= calendar.day(before)
    assert more.due(received, count) == (calendar.due(before, 1) if counts else before)


def test_a_city_that_never_opens_again_has_no_due_date():
    with pytest.raises(OverflowError):
        a_calendar().due(wib(2026, 11, 24, 10), 10_000_000)


# working time


@pytest.mark.parametrize(
    ("received", "hours", "due"),
    [
        (wib(2026, 11, 24, 10), 2, wib(2026, 11, 24, 12)),
        (wib(2026, 11, 24, 15), 1, wib(2026, 11, 25, 8)),  # half an hour on each day
        (wib(2026, 11, 24, 7, 30), 8, wib(2026, 11, 24, 15, 30)),  # closing time, not the next opening
        (wib(2026, 11, 24, 22), 1, wib(2026, 11, 25, 8, 30)),  # at night
        (wib(2026, 11, 28, 9), 1, wib(2026, 11, 30, 8, 30)),  # on a Saturday
        (wib(2026, 11, 27, 13, 30), 2, wib(2026, 11, 30, 8, 30)),  # a Friday closes earlier
        (wib(2026, 12, 23, 15), 1, wib(2026, 12, 28, 8)),  # over Christmas
        (wib(2026, 11, 24, 10), 0.25, wib(2026, 11, 24, 10, 15)),
        (wib(2026, 11, 24, 10), 0, wib(2026, 11, 24, 10)),
    ],
)
def test_working_hours_count_office_minutes_from_the_receipt(received, hours, due):
    assert a_calendar().due_hours(received, hours) == due


def test_a_break_is_no_office_time():
    calendar = a_calendar(hours=Hours(time(15, 30), time(14, 30), breaks=(PRAYER,)))
    assert calendar.due_hours(wib(2026, 11, 27, 11), 1) == wib(2026, 11, 27, 13, 30)
    assert calendar.due_hours(wib(2026, 11, 27, 12), 1) == wib(2026, 11, 27, 14)
    assert calendar.due_hours(wib(2026, 11, 26, 11), 1) == wib(2026, 11, 26, 12)  # on Fridays only
    assert calendar.opening(wib(2026, 11, 27, 12)) == wib(2026, 11, 27, 13)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (wib(2026, 11, 24, 10), wib(2026, 11, 24, 10, 45), 45),
        (wib(2026, 11, 24, 15), wib(2026, 11, 25, 8), 60),
        (wib(2026, 11, 27, 14), wib(2026, 11, 30, 7), 30),  # over a weekend
        (wib(2026, 11, 28, 9), wib(2026, 11, 29, 9), 0),
        (wib(2026, 11, 23, 7, 30), wib(2026, 11, 27, 14, 30), 4 * 480 + 420),  # a week
        (wib(2026, 11, 24, 10, 0, 30), wib(2026, 11, 24, 10, 2), 1),  # whole minutes only
    ],
)
def test_minutes_between_are_those_of_open_offices(start, end, minutes):
    assert a_calendar().minutes_between(start, end) == minutes


def brute(calendar, start, end):
    """Minute by minute."""
    zone = timezone(timedelta(hours={"WIB": 7, "WITA": 8, "WIT": 9}[calendar.zone]))
    return sum(
        is_open(calendar, (start + timedelta(minutes=n)).astimezone(zone))
        for n in range(int((end - start).total_seconds()) // 60)
    )


def is_open(calendar, local):
    paused = any(
        local.weekday() in each.days and each.start <= local.time() < each.end for each in calendar.hours.breaks
    )
    is_within = calendar.hours.opening <= local.time() < closing(calendar, local.date())
    return calendar.is_working_day(local.date()) and is_within and not paused


@settings(max_examples=examples(40), deadline=None)
@given(calendars, instants, st.integers(0, 6 * 24 * 60))
def test_working_time_is_what_counting_minute_by_minute_gives(calendar, start, minutes):
    start = start.replace(second=0, microsecond=0)
    end = start + timedelta(minutes=minutes)
    assert calendar.minutes_between(start, end) == brute(calendar, start, end)


@given(calendars, instants)
def test_an_office_is_open_when_minute_by_minute_it_is(calendar, at):
    at = at.replace(second=0, microsecond=0)
    opens = calendar.opening(at)
    assert (opens == at) == (brute(calendar, at, at + timedelta(minutes=1)) == 1)
    assert calendar.work_between(at, opens) == timedelta(0)
    assert calendar.work_between(opens, opens + timedelta(minutes=1)) == timedelta(minutes=1)


@given(calendars, instants, instants, instants)
def test_working_time_adds_up(calendar, one, two, three):
    assert calendar.work_between(one, two) + calendar.work_between(two, three) == calendar.work_between(one, three)
    assert calendar.work_between(one, one) == timedelta(0)


@given(calendars, instants, work)
def test_moved_by_working_time_it_is_that_much_working_time_away(calendar, start, amount):
    later = calendar.shift(start, amount)
    assert later >= start
    assert calendar.work_between(start, later) == amount


@given(calendars, instants, work, work)
def test_moves_add_up(calendar, start, amount, more):
    assert calendar.shift(calendar.shift(start, amount), more) == calendar.shift(start, amount + more)


@given(calendars, instants, instants, work)
def test_what_begins_later_never_ends_earlier(calendar, one, other, amount):
    earlier, later = sorted((one, other))
    assert calendar.shift(earlier, amount) <= calendar.shift(later, amount)


@given(calendars, instants, work, days)
def test_there_and_back_is_where_it_was_due(calendar, start, amount, count):
    due = calendar.due(start, count)
    assert calendar.shift(calendar.shift(due, amount), -amount) == due


@given(calendars, instants, days, instants, work)
def test_pausing_and_going_on_moves_a_due_date_by_the_working_time_paused(calendar, start, count, since, amount):
    """And two pauses move it as one pause of both lengths does."""
    due, until = calendar.due(start, count), calendar.shift(since, amount)
    moved = calendar.shift(due, calendar.work_between(since, until))
    assert moved == calendar.shift(due, amount)
    half = calendar.shift(since, amount / 2)
    twice = calendar.shift(calendar.shift(due, calendar.work_between(since, half)), calendar.work_between(half, until))
    assert twice == moved


@given(calendars, instants, days, instants)
def test_a_pause_outside_office_hours_moves_nothing(calendar, start, count, since):
    due = calendar.due(start, count)
    assert calendar.shift(due, calendar.work_between(since, calendar.opening(since))) == due


@given(calendars, instants, days, days)
def test_an_end_of_day_moved_by_whole_days_of_work_is_an_end_of_day(calendar, start, count, more):
    """Never the next morning: a pause of the working time of so many days moves it by these days."""
    due = calendar.due(start, count)
    later = calendar.due(due, more)
    assert calendar.shift(due, calendar.work_between(due, later)) == later


@given(st.integers(2, 9998))
def test_it_takes_no_longer_for_a_year_far_away(year):
    """The scale is read, not walked: any year, either way."""
    start = datetime(year, 6, 15, 3, tzinfo=UTC)
    hundred = timedelta(hours=100)
    assert REAL.work_between(start, REAL.shift(start, hundred)) == hundred
    assert REAL.days_between(datetime(2, 1, 1, tzinfo=UTC), start) >= 0
