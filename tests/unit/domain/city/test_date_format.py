"""Dates and spans in words."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.city import date_format

DUE = datetime(2026, 11, 26, 8, 30, tzinfo=UTC)


def test_a_moment_is_told_in_the_zone_of_the_city():
    assert date_format.moment(DUE, "WIB") == "Kamis, 26 November 2026 pukul 15.30 WIB"
    assert date_format.moment(DUE, "WIT") == "Kamis, 26 November 2026 pukul 17.30 WIT"
    assert date_format.moment(DUE, "WIB", "en") == "Thursday, 26 November 2026 at 15:30 WIB"


def test_a_short_moment_fits_a_text_message():
    assert date_format.short(DUE, "WIB") == "26 Nov 2026 15.30"
    assert date_format.short(DUE, "WIB", "en") == "26 Nov 2026 15:30"


def test_the_day_changes_at_midnight_of_the_city():
    assert date_format.day(datetime(2026, 11, 26, 17, tzinfo=UTC), "WIB") == "Jumat, 27 November 2026"
    assert date_format.day(datetime(2026, 11, 26, 16, 59, tzinfo=UTC), "WIB") == "Kamis, 26 November 2026"


@given(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - hypothesis adds it
def test_english_days_are_those_of_the_standard_library(at):
    local = at + timedelta(hours=7)
    assert date_format.day(at, "WIB", "en") == f"{local:%A}, {local.day} {local:%B} {local.year}"


@pytest.mark.parametrize(
    ("length", "indonesian", "english"),
    [
        ({"seconds": 59}, "kurang dari satu menit", "less than a minute"),
        ({"minutes": 1}, "1 menit", "1 minute"),
        ({"minutes": 59, "seconds": 59}, "59 menit", "59 minutes"),
        ({"hours": 1}, "1 jam", "1 hour"),
        ({"hours": 47}, "1 hari", "1 day"),
        ({"days": 400}, "400 hari", "400 days"),
    ],
)
def test_a_span_is_told_by_its_greatest_unit(length, indonesian, english):
    span = timedelta(**length)
    assert date_format.span(span) == date_format.span(-span) == indonesian
    assert date_format.span(span, "en") == english


def test_what_was_and_what_will_be():
    assert date_format.since(DUE - timedelta(days=3), DUE) == "3 hari yang lalu"
    assert date_format.since(DUE - timedelta(days=3), DUE, "en") == "3 days ago"
    assert date_format.until(DUE, DUE - timedelta(hours=5)) == "5 jam lagi"
    assert date_format.until(DUE, DUE - timedelta(hours=5), "en") == "in 5 hours"
    assert date_format.until(DUE, DUE) == "kurang dari satu menit lagi"
    assert date_format.until(DUE, DUE + timedelta(hours=2)) == "terlambat 2 jam"
    assert date_format.until(DUE, DUE + timedelta(hours=2), "en") == "2 hours late"
