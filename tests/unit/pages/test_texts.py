"""People find words for everything that can happen, in both languages."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.intake import submission
from chalicelib.domain.tickets.status import AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Role, Visibility
from chalicelib.http import errors

ROOT = Path(texts.__file__).parents[1]
SECTIONS = sorted(path.stem for path in Path(texts.__file__).parent.glob("*/*.py") if path.stem != "__init__")
TEMPLATES = sorted((ROOT / "pages" / "templates").rglob("*.html"))


def placeholders(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_say_the_same_with_the_same_placeholders(section):
    for key, pair in texts.section_of(section).items():
        indonesian, english = pair
        assert indonesian.strip(), key
        assert english.strip(), key
        assert placeholders(indonesian) == placeholders(english), key


def test_every_problem_a_submission_can_have_has_words():
    tree = ast.parse(Path(submission.__file__).read_text())
    codes = {
        call.args[1].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", "") == "add_problem"
        and isinstance(call.args[1], ast.Constant)
    }
    assert len(codes) > 10
    assert {code for code in codes if not texts.known(f"problem.{code}")} == set()


def test_every_status_has_a_name_and_a_sentence_of_what_it_means():
    for section, statuses in (("status", TicketStatus), ("assignment", AssignmentStatus)):
        for status in statuses:
            assert texts.known(f"{section}.{status}")
            assert texts.known(f"{section}.{status}_means")
    assert all(texts.known(f"assignment.{role}") for role in Role)
    assert all(texts.known(f"form.{visibility}_hint") for visibility in Visibility)


def test_every_kind_of_event_has_words():
    types = sorted(events.TYPES)
    assert events.TicketReceived.type in types
    assert all(texts.known(f"event.{kind}") for kind in types)


def test_every_rule_that_can_forbid_a_step_has_words():
    sources = [*(ROOT / "domain").rglob("*.py"), *(ROOT / "flow").rglob("*.py")]
    rules = {
        call.args[0].value
        for source in sources
        for call in ast.walk(ast.parse(source.read_text()))
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "ForbiddenStep"
    }
    assert len(rules) > 15
    assert rules == set(texts.section_of("rule"))


def test_every_error_has_a_title_and_says_what_to_do():
    codes = {code.replace("-", "_") for _, code in (*errors.TABLE.values(), errors.UNEXPECTED)}
    assert [code for code in codes if not (texts.known(f"error.{code}") and texts.known(f"error.{code}_detail"))] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_word_a_template_asks_for_exists(template):
    asked = re.findall(r"\bt\('([a-z]+\.[a-z_.0-9]+)'\s*[,)]", template.read_text())
    assert [key for key in asked if not texts.known(key)] == []


def test_numbers_are_grouped_as_each_language_does():
    assert "4.000" in texts.say("id", "problem.too_long", most=4000, given=4001)
    assert "4,000" in texts.say("en", "problem.too_long", most=4000, given=4001)


def test_a_language_that_we_do_not_speak_is_answered_in_indonesian():
    assert texts.say("jv", "status.received") == "Diterima"
