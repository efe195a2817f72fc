"""The console has words for everything that its tables name, and says well how much time is left."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import words
from chalicelib.domain.steps import ON_PART, ON_PHOTO, ON_TICKET
from chalicelib.flow.inbox import VIEWS
from chalicelib.http import console_inbox, console_ticket, dialogue_page
from chalicelib.pages.acts import SHAPES, Template, templates_for, unfilled
from chalicelib.pages.remaining import remaining
from tests.factory import a_calendar

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)  # 12.00 WIB


def missing(*keys):
    return [key for key in keys if not words.known(key)]


def test_every_step_has_a_form_and_every_form_has_words():
    on_photos = {step for step, _ in ON_PHOTO.values()}
    assert set(SHAPES) == {*ON_PART, *ON_TICKET, *on_photos, "call_in", "give_lead", "unmerge", "room", "identity"}
    named = [step for step in SHAPES if step != "lead"] + ["lead_take", "lead_offer", "lead_move"]
    assert missing(*(f"step.act_{step}{end}" for step in named for end in ("", "_hint"))) == []
    with_text = [step for step, shape in SHAPES.items() if "text" in shape.fields]
    assert missing(*(f"step.text_{step}" for step in with_text)) == []
    assert missing(*(f"step.did_{step}" for step in SHAPES if step != "identity")) == []
    fields = {name for shape in SHAPES.values() for name in shape.fields} - {"text"}
    assert missing(*(f"step.field_{name}" for name in fields)) == []


def test_a_step_that_is_taken_leaves_an_event_by_which_it_is_known_when_it_comes_again():
    assert set(console_ticket.LEAVES) == set(SHAPES) - {"identity"}  # reading twice is twice
    assert set(dialogue_page.LEAVES) == set(dialogue_page.STEPS)
    assert missing(*(f"dialogue.did_{step}" for step in dialogue_page.STEPS)) == []


def test_every_filter_is_a_view_of_the_inbox_and_has_a_name():
    views = console_inbox.OPD_VIEWS | console_inbox.DESK_VIEWS
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
