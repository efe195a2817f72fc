"""The console has words for everything that its tables name, and says well how much time is left."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import texts
from chalicelib.flow.desk.inbox import VIEWS
from chalicelib.http.console.lists import inbox
from chalicelib.pages.action_forms import Template, templates_for, unfilled
from chalicelib.pages.time_left import remaining
from tests.support.factory import a_calendar

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12.00 WIB


def missing(*keys):
    return [key for key in keys if not texts.known(key)]


def test_every_filter_is_a_view_of_the_inbox_and_has_a_name():
    views = inbox.OPD_VIEWS | inbox.DESK_VIEWS
    assert set(views.values()) == set(VIEWS)
    assert missing(*(f"console.filter_{code}" for code in views)) == []


@pytest.mark.parametrize(
    ("due", "kind", "text"),
    [
        (timedelta(days=-4), "late", "terlambat 2 hari kerja"),  # since Friday
        (timedelta(days=-1), "late", "terlambat 1 hari kerja"),
        (timedelta(hours=-1), "late", "terlambat, belum 1 hari kerja"),
        (timedelta(0), "today", "hari ini"),
        (timedelta(hours=3), "today", "hari ini"),
        (timedelta(hours=13), "soon", "besok"),  # 1 a.m. of the next day
        (timedelta(days=1), "soon", "besok"),
        (timedelta(days=3), "later", "3 hari lagi"),
    ],
)
def test_what_is_left_is_counted_in_days_of_the_calendar_and_late_in_working_days(due, kind, text):
    left = remaining(NOON + due, NOON, a_calendar(), "id")
    assert (left.kind, left.text) == (kind, text)


def test_a_clock_that_stands_says_so():
    assert remaining(NOON, NOON + timedelta(days=9), a_calendar(), "id", paused=True).text == "waktu berhenti"


SCHEDULED = Template("a", ("answer",), {"id": "A", "en": "A"}, "Kami datang [hari].", ("pohon",))


def test_a_ready_sentence_is_offered_where_it_fits():
    assert templates_for("answer", "pohon", [SCHEDULED]) == (SCHEDULED,)
    assert templates_for("ask", "pohon", [SCHEDULED]) == ()
    assert templates_for("answer", "taman", [SCHEDULED]) == ()


def test_a_blank_of_a_ready_sentence_is_found_and_other_brackets_are_left_alone():
    assert unfilled("Besok kami datang [hari].", [SCHEDULED]) == "[hari]"
    assert unfilled("Kami datang Kamis [pagi].", [SCHEDULED]) == ""
