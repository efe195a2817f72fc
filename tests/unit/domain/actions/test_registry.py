"""Each action is one record, which has all that belongs to an action; nothing else declares actions."""

import ast
import inspect
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions import step
from chalicelib.domain.actions.action import Target
from chalicelib.domain.actions.allowed import MAY
from chalicelib.domain.actions.registry import (
    ACTIONS,
    FORMS,
    LISTED,
    REPORTER,
    STAFF,
    action_at,
    actions_on,
    assigning_action,
)
from chalicelib.domain.actions.repeats import was_taken
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http.api.public import OPENAPI
from chalicelib.http.core.action_body import READERS
from tests.support.factory import a_coordinator, a_submission, an_officer
from tests.support.memory_world import a_world, pump
from tests.support.permission_matrix import rows

ROOT = Path(__file__).parents[4]
TICKET = "/v1/tickets/{number}"
EVENTS = set(events.TYPES)
OWN_PAGE = {"merge"}
"""Actions of staff whose form compares two tickets, on a page of its own."""

every_action = pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)


def missing(*keys):
    """Those of the keys that have no words in both languages."""
    return [key for key in keys if not (texts.known(key) and all(texts.say(each, key) for each in texts.LANGUAGES))]


def words_of(action):
    """Keys of all words that a person reads around this action."""
    if action.target is Target.REPORTERS_TICKET:
        with_text = () if action.name == "confirm" else (f"dialogue.{action.name}_text",)
        return (f"dialogue.{action.name}_send", action.done_words, *with_text)
    if action.name in OWN_PAGE:
        return (f"{action.name}.do", f"{action.name}.say_why", action.done_words)
    labels = [f"step.act_{label}{end}" for label in action.labels for end in ("", "_hint")]
    fields = [f"step.field_{name}" for name in action.form.fields if name != "text"]
    text = [f"step.text_{action.name}"] if "text" in action.form.fields else []
    send = [f"step.send_{action.name}"] if action.form.has_send else []
    done = [action.done_words] if action.done_words else []
    return (*labels, *fields, *text, *send, *done)


@every_action
def test_its_rule_is_a_function_of_one_step(action):
    rule = step.pair_rule_of(action) if action.is_on_pair else step.rule_of(action)
    wanted = step.PairStep if action.is_on_pair else step.Step
    first, *others = inspect.signature(rule, eval_str=True).parameters.values()
    assert first.annotation is wanted
    assert all(other.default is not other.empty for other in others)


@every_action
def test_it_says_who_may_take_it_and_has_a_line_in_the_matrix(action):
    assert action.relations
    assert MAY[action.name] == action.relations
    assert action.name in REPORTER or action.name in dict(rows())
    assert (action.target is Target.REPORTERS_TICKET) is (Relation.REPORTER in action.relations)


@every_action
def test_its_events_exist_and_none_is_its_own_and_a_consequence(action):
    assert action.event_types
    assert {*action.event_types, *action.followed_by} <= EVENTS
    assert not {*action.event_types} & action.followed_by


@every_action
def test_it_is_offered_somewhere(action):
    assert action.ticket_statuses
    assert bool(action.assignment_statuses) is (action.target is Target.ASSIGNMENT)
    assert action.resulting_statuses == frozenset() or action.target is Target.ASSIGNMENT


@every_action
def test_there_are_words_for_it_in_both_languages(action):
    assert missing(*words_of(action)) == []


@every_action
def test_what_its_form_asks_for_the_api_takes_and_can_read(action):
    assert set(action.fields) <= set(READERS)
    if action.form:
        assert {{"instead": "opd"}.get(name, name) for name in action.form.fields} - {"text"} <= set(action.fields)
        assert "text" in action.form.fields or not action.needs_text
    assert action.takes_photos or not action.needs_proof


PATHS = {
    Target.ASSIGNMENT: f"{TICKET}/assignments/{{opd}}/{{action}}",
    Target.NEW_ASSIGNMENT: f"{TICKET}/assignments",
    Target.PHOTO: f"{TICKET}/photos/{{photo}}/{{action}}",
    Target.TICKET: f"{TICKET}/{{action}}",
    Target.REPORTERS_TICKET: f"{TICKET}/{{action}}",
}


@every_action
def test_the_document_of_the_api_has_it_with_its_fields(action):
    path = f"{TICKET}/{action.segment}" if action.has_own_route else PATHS[action.target]
    door = json.loads(OPENAPI.read_text(encoding="utf-8"))["paths"][path]["post"]
    body = door["requestBody"]["content"]["application/json"]["schema"]["properties"]
    assert {*action.fields, "text", "reason", "version"} <= set(body)
    if "{action}" in path:
        (named,) = [each["schema"]["enum"] for each in door["parameters"] if each.get("name") == "action"]
        assert action.segment in named


@pytest.mark.parametrize("action", STAFF.values(), ids=STAFF)
def test_staff_take_it_by_a_form_too(action):
    assert (action.form is None) is (action.name in OWN_PAGE)
    on_whole_ticket = action.target in (Target.TICKET, Target.NEW_ASSIGNMENT)
    if action.name in LISTED:
        assert on_whole_ticket


def test_forms_on_the_ticket_as_a_whole_have_a_place_each():
    places = [FORMS[name].place for name in LISTED]
    assert places == sorted(set(places))


@pytest.mark.parametrize("target", Target)
def test_a_path_of_the_api_leads_to_one_action(target):
    for action in actions_on(target):
        assert action_at(target, action.segment) is action
    assert action_at(target, "explode") is None


def test_one_path_that_staff_and_reporter_share_tells_them_apart():
    own = {action.segment for action in actions_on(Target.REPORTERS_TICKET)}
    assert own.isdisjoint(action.segment for action in actions_on(Target.TICKET))


def test_a_new_assignment_is_in_the_role_that_was_named():
    assert [assigning_action(role).name for role in ("lead", "support", "", "boss")] == ["give_lead", *["call_in"] * 3]


def test_a_name_is_used_once():
    assert len(ACTIONS) == len(STAFF) + len(REPORTER)
    assert all(name == action.name for name, action in ACTIONS.items())


def lists_of_actions(tree):
    """Lines of mappings, tuples, lists and sets that hold names of three actions or more."""
    for node in ast.walk(tree):
        held = node.keys if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        if len({each.value for each in held if isinstance(each, ast.Constant)} & set(ACTIONS)) >= 3:
            yield node.lineno


def test_no_other_module_declares_actions():
    """But for the words, whose keys are names of words."""
    modules = [path for path in (ROOT / "chalicelib").rglob("*.py") if "texts" not in path.parts]
    assert [f"{path.name}:{line}" for path in modules for line in lists_of_actions(ast.parse(path.read_text()))] == []
    templates = (ROOT / "chalicelib/pages/templates").rglob("*.html")
    quoted = [
        (path.name, set(re.findall(r"'(\w+)'", line))) for path in templates for line in path.read_text().split("\n")
    ]
    assert [name for name, found in quoted if len(found & set(ACTIONS)) >= 3] == []


@pytest.mark.parametrize("source", ['x = ("accept", "start", "answer")', 'y = {"ask": 1, "refer": 2, "archive": 3}'])
def test_such_a_list_would_be_found(source):
    assert list(lists_of_actions(ast.parse(source))) == [1]


# whether a step was taken already


@pytest.fixture
def flood():
    """A ticket of three OPDs, as whoever is of two of them sees it."""
    world = a_world()
    number = world.intake.submit(a_submission(service="banjir"), "k-1", "c-1").ticket.id
    pump(world)
    return world, number


BOTH = an_officer("BPBD", "DPUTR")


def test_a_form_about_another_opds_assignment_is_not_the_one_that_was_sent(flood):
    world, number = flood
    seen = StepInput(version=world.staff_actions.read(number, BOTH).ticket.sequence)
    case = world.staff_actions.take("accept", number, BOTH, seen, "BPBD")
    assert was_taken(case, STAFF["accept"], BOTH.person, seen, "BPBD")
    assert not was_taken(case, STAFF["accept"], BOTH.person, seen, "DPUTR")
    assert not was_taken(case, STAFF["accept"], "ani", seen, "BPBD")
    assert not was_taken(case, STAFF["accept"], BOTH.person, replace(seen, version=None), "BPBD")


def test_an_order_with_other_opds_first_is_not_the_one_that_was_sent(flood):
    world, number = flood
    first = StepInput(after=("DINSOS",), version=world.staff_actions.read(number, BOTH).ticket.sequence)
    case = world.staff_actions.take("order", number, BOTH, first, "DPUTR")
    assert was_taken(case, STAFF["order"], BOTH.person, first, "DPUTR")
    assert not was_taken(case, STAFF["order"], BOTH.person, replace(first, after=("BPBD",)), "DPUTR")


def test_a_note_that_is_sent_twice_is_written_once_whatever_happened_in_between(flood):
    world, number = flood
    note = StepInput(text="Pompa sudah dibawa.", version=world.staff_actions.read(number, BOTH).ticket.sequence)
    world.staff_actions.take("room", number, BOTH, note)
    world.staff_actions.take("accept", number, an_officer("DINSOS"), StepInput(), "DINSOS")
    case = world.staff_actions.take("room", number, BOTH, note)
    assert [event.type for event in case.events].count(events.RoomWritten.type) == 1
    case = world.staff_actions.take("room", number, BOTH, replace(note, version=case.ticket.sequence))
    assert [event.type for event in case.events].count(events.RoomWritten.type) == 2


def test_an_assignment_without_a_named_role_that_is_sent_twice_is_given_once(flood):
    world, _ = flood
    number = world.intake.submit(a_submission(service="lainnya", description="Ada yang aneh."), "k-2", "c-2").ticket.id
    pump(world)
    given = StepInput(text="Mohon ditangani.", opd="DLH")
    case = world.staff_actions.take("call_in", number, a_coordinator(), given)
    assert case.events[-1].type == events.TicketDispatched.type
    assert world.staff_actions.take("call_in", number, a_coordinator(), given).events == case.events


@pytest.mark.parametrize("target", ["DPUTR", "0" * 26, ""])
def test_a_step_on_the_whole_ticket_is_about_no_assignment_whatever_a_form_says(flood, target):
    world, number = flood
    case = world.staff_actions.take("ask", number, BOTH, StepInput(text="Di mana?"), target)
    assert case.events[-1].data.wire["opd"] == "BPBD"
