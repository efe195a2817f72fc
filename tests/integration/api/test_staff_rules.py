"""What the staff API does with two people at once, with wrong input, and what each step costs."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib import wiring
from chalicelib.adapters.aws import clients
from chalicelib.domain.actions.action import Target
from chalicelib.domain.actions.registry import actions_on
from chalicelib.domain.tickets.photo import new_id
from chalicelib.domain.transitions.step_input import MAX_TEXT_LENGTH
from tests.integration.api.test_openapi import conforms
from tests.support.property_examples import examples
from tests.support.stage.api_staff import a_flood, a_hole, assignment_of

TICKET = "/v1/tickets/{number}"
ON_ASSIGNMENT = TICKET + "/assignments/{opd}/{action}"
ON_TICKET = TICKET + "/{action}"


@pytest.fixture
def hole(world):
    """A ticket that DPUTR has an assignment in, and the reporter's secret."""
    ticket, secret = world.report(a_hole())
    world.pump()
    return ticket["id"], secret


@pytest.fixture
def dputr(office):
    return office("opd-DPUTR")


@contextmanager
def first_comes(act):
    """Somebody else is quicker: `act` happens after the ticket was read, before the next transaction."""
    client, pending = clients.client("dynamodb"), [act]

    def interfere(**_):
        if pending:
            pending.pop()()

    event = "before-call.dynamodb.TransactWriteItems"
    client.meta.events.register(event, interfere)
    yield
    client.meta.events.unregister(event, interfere)
    assert not pending


def test_the_second_of_two_officers_is_told_what_the_first_did(office, dputr, hole):
    number, _ = hole
    colleague = office.another("opd-DPUTR")
    version = dputr.sees(number)["version"]
    assert colleague.sees(number)["version"] == version
    dputr.does(number, "ask", text="Di sebelah mana?", version=version)
    late = colleague.post(
        f"/v1/tickets/{number}/assignments/DPUTR/answer", {"text": "Dijadwalkan.", "version": version}
    )
    assert (late.status_code, late.json_body["code"]) == (409, "outdated")
    (change,) = late.json_body["changes"]
    assert change["type"] == "ticket.incomplete"
    assert change["text"].startswith("Dinas Pekerjaan Umum dan Penataan Ruang membutuhkan keterangan")
    again = {"text": "Dijadwalkan.", "version": late.json_body["version"]}
    colleague.does(number, "assignments/DPUTR/answer", **again)


def test_two_who_accept_at_once_do_not_overwrite_each_other(office, dputr, hole):
    number, _ = hole
    colleague = office.another("opd-DPUTR")
    version = dputr.sees(number)["version"]
    with first_comes(lambda: colleague.does(number, "assignments/DPUTR/accept", version=version)):
        answer = dputr.post(f"/v1/tickets/{number}/assignments/DPUTR/accept", {"version": version})
    assert (answer.status_code, [c["type"] for c in answer.json_body["changes"]]) == (409, ["assignment.accepted"])
    assert assignment_of(dputr.sees(number), "DPUTR")["person"] == colleague.name


def test_steps_that_do_not_touch_each_other_both_happen(world, office, dputr, hole):
    number, secret = hole
    with first_comes(
        lambda: world.post(f"/v1/tickets/{number}/message", {"text": "Makin lebar."}, ticket_secret=secret)
    ):
        seen = dputr.does(number, "assignments/DPUTR/accept")
    assert [each["type"] for each in seen["timeline"]][-2:] == ["ticket.message", "assignment.accepted"]
    assert [each["sequence"] for each in seen["timeline"]] == list(range(1, len(seen["timeline"]) + 1))


def test_the_reporter_is_told_what_changed_but_not_what_opds_said(world, dputr, hole):
    number, secret = hole
    version = world.get(f"/v1/tickets/{number}", ticket_secret=secret).json_body["version"]
    dputr.does(number, "room", text="Siapa yang ke sana?")
    kept = world.post(f"/v1/tickets/{number}/message", {"text": "Halo?", "version": version}, ticket_secret=secret)
    assert kept.status_code == 200
    dputr.does(number, "assignments/DPUTR/accept")
    late = world.post(f"/v1/tickets/{number}/withdraw", {"version": version}, ticket_secret=secret)
    assert late.status_code == 409
    assert [each["type"] for each in late.json_body["changes"]] == ["ticket.message", "assignment.accepted"]


def test_a_rule_that_says_no_is_named_in_both_languages(dputr, hole):
    number, _ = hole
    path = f"/v1/tickets/{number}/assignments/DPUTR/validate"
    answers = [dputr.post(path, {"text": "Benar."}, accept_language=language) for language in ("id", "en")]
    assert [(a.status_code, a.json_body["rule"]) for a in answers] == [(409, "part_step")] * 2
    assert "Ditugaskan" in answers[0].json_body["detail"]
    assert "Assigned" in answers[1].json_body["detail"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("ask", {}, "text"),
        ("ask", {"text": " \u200b \n"}, "text"),
        ("assignments/DPUTR/return", {"reason": ""}, "reason"),
        ("ask", {"text": "x" * (MAX_TEXT_LENGTH + 1)}, "text"),
        ("assignments/DPUTR/return", {"reason": "x" * (MAX_TEXT_LENGTH + 1)}, "reason"),
        ("ask", {"text": "a\x00b"}, "text"),
        ("ask", {"text": 5}, "text"),
        ("ask", {"text": ["x"]}, "text"),
        ("ask", {"text": "a", "reason": "b"}, "reason"),
        ("ask", {"text": "a", "version": "1"}, "version"),
        ("ask", {"text": "a", "version": True}, "version"),
        ("ask", {"text": "a", "version": -1}, "version"),
        ("ask", {"text": "a", "version": 1.5}, "version"),
        ("ask", {"text": "a", "photos": ["x"]}, "photos"),
        ("assignments/DPUTR/accept", {"opd": "DLH"}, "opd"),
        ("assignments/DPUTR/order", {"after": "DLH"}, "after"),
        ("assignments/DPUTR/order", {"after": [1]}, "after"),
        ("assignments/DPUTR/order", {"after": ["x"] * 51}, "after"),
        ("assignments/DPUTR/accept", {"until": "2027-01-04"}, "until"),
        ("assignments", {}, "opd"),
        ("assignments", {"opd": "TIDAK-ADA"}, "opd"),
        ("assignments", {"opd": "X-PLN"}, "opd"),
        ("assignments", {"opd": "DLH", "role": "boss"}, "role"),
        ("identity", {}, "purpose"),
        ("room", {"text": ""}, "text"),
    ],
)
def test_what_is_wrong_is_named_by_field(world, dputr, hole, wrong):
    (number, _), (step, body, field) = hole, wrong
    before = world.items(number)
    answer = dputr.post(f"/v1/tickets/{number}/{step}", body)
    assert answer.status_code == 422, answer.body
    assert [each["field"] for each in answer.json_body["errors"]] == [field]
    assert answer.json_body["errors"][0]["message"]
    assert world.items(number) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"stars": 0}, "stars"),
        ({"stars": 6}, "stars"),
        ({"stars": "5"}, "stars"),
        ({}, "stars"),
        ({"bintang": 5}, "bintang"),
    ],
)
def test_a_judgement_is_one_to_five(world, hole, body, field):
    number, secret = hole
    answer = world.post(f"/v1/tickets/{number}/rate", body, ticket_secret=secret)
    assert (answer.status_code, answer.json_body["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("query", ["view=mystery", "opd=NIHIL", "status=done", "cursor=x"])
def test_an_inbox_is_asked_for_what_it_has(dputr, query):
    assert dputr.get(f"/v1/inbox?{query}").status_code == 422


@pytest.mark.parametrize("path", ["explode", "assignments/DPUTR/explode", "Accept"])
def test_there_is_no_such_step(dputr, hole, path):
    answer = dputr.post(f"/v1/tickets/{hole[0]}/{path}", {})
    assert (answer.status_code, answer.json_body["code"]) == (404, "not-found")


def test_number_and_opd_are_taken_in_any_spelling(dputr, hole):
    number, _ = hole
    seen = dputr.does(number.lower().replace("-", ""), "assignments/dputr/accept")
    assert assignment_of(seen, "DPUTR")["status"] == "accepted"


def test_an_inbox_comes_in_pages_by_due_date(world, office):
    numbers = {world.report(a_flood())[0]["id"] for _ in range(27)}
    world.pump()
    officer = office("opd-DINSOS")
    first = officer.get("/v1/inbox")
    lines, cursor = first.json_body["tickets"], first.json_body["cursor"]
    assert len(lines) == 25
    assert f"cursor={cursor}" in first.headers["Link"].replace("%3D", "=")
    rest = officer.get(f"/v1/inbox?cursor={cursor}").json_body
    assert (len(rest["tickets"]), rest["cursor"]) == (2, None)
    assert {line["id"] for line in lines + rest["tickets"]} == numbers


def test_late_and_due_soon_are_ranges_of_the_inbox(world, office, monkeypatch):
    number = world.report(a_hole(service="air-pdam", attributes=None))[0]["id"]
    world.pump()
    officer = office("opd-PERUMDAM")
    assert number not in officer.inbox(view="late") + officer.inbox(view="due_soon")
    due = wiring.tickets().get(number).ticket.assignments[0].due
    for ahead, view in ((timedelta(hours=-1), "due_soon"), (timedelta(hours=1), "late")):
        monkeypatch.setattr(wiring.ports, "clock", lambda at=due + ahead: at)
        assert number in officer.inbox(view=view)
        monkeypatch.undo()


STEP = ["Query", "TransactWriteItems"]
COSTS = [
    ("dputr", "assignments/DPUTR/accept", {}),
    ("dputr", "assignments/DPUTR/start", {}),
    ("dputr", "assignments/DPUTR/answer", {"text": "Senin."}),
    ("dputr", "ask", {"text": "Di mana?"}),
    ("reporter", "message", {"text": "Di sana."}),
    ("dputr", "assignments", {"opd": "PERUMDAM"}),
    ("dputr", "assignments/DPUTR/order", {"after": ["PERUMDAM"]}),
    ("dputr", "room", {"text": "@PERUMDAM kapan?"}),
    ("dputr", "assignments/PERUMDAM/lead", {}),
    ("coordinator", "assignments/PERUMDAM/waive", {"reason": "Tidak perlu."}),
    ("dputr", "assignments/DPUTR/finish", {"text": "Beres.", "photos": [new_id(bytes(16))]}),
    ("reporter", "dispute", {"reason": "Belum."}),
    ("coordinator", "verify", {}),
    ("dputr", "assignments/DPUTR/finish", {"text": "Sekarang beres.", "photos": [new_id(bytes([1] * 16))]}),
    ("reporter", "confirm", {}),
    ("reporter", "rate", {"stars": 5}),
]


def test_every_step_is_one_query_and_one_transaction(world, office, dputr, hole, calls):
    number, secret = hole
    office("coordinator").get("/v1/inbox")
    dputr.get("/v1/inbox")
    for who, step, body in COSTS:
        calls.clear()
        path = f"/v1/tickets/{number}/{step}"
        if who == "reporter":
            answer = world.post(path, body, ticket_secret=secret)
        else:
            answer = {"dputr": dputr, "coordinator": office("coordinator")}[who].post(path, body)
        assert answer.status_code in (200, 201), answer.body
        assert calls == STEP, step


def test_reading_is_one_query(dputr, hole, calls):
    for path in ("/v1/inbox", "/v1/inbox?view=late", f"/v1/tickets/{hole[0]}"):
        dputr.get(path)
        calls.clear()
        assert dputr.get(path).status_code == 200
        assert calls == ["Query"], path


def test_what_is_refused_is_written_nowhere(world, office, dputr, hole, calls):
    number, secret = hole
    dputr.get("/v1/inbox")
    stranger = office("opd-DISHUB")
    calls.clear()
    stranger.post(f"/v1/tickets/{number}/archive", {"reason": "x"})
    dputr.post(f"/v1/tickets/{number}/archive", {"reason": "x"})
    dputr.post(f"/v1/tickets/{number}/assignments/DPUTR/accept", {"version": 1})
    world.post(f"/v1/tickets/{number}/confirm", {}, ticket_secret=secret)
    world.post(f"/v1/tickets/{number}/message", {"text": "x"}, ticket_secret="A" * 26)
    assert set(calls) == {"Query"}


def test_without_a_token_nothing_is_asked_of_aws(world, hole, calls):
    calls.clear()
    for headers in ({}, {"authorization": "Bearer x"}):
        world.post(f"/v1/tickets/{hole[0]}/archive", {"reason": "x"}, **headers)
        world.post(f"/v1/tickets/{hole[0]}/assignments/DPUTR/accept", {}, **headers)
    world.post(f"/v1/tickets/{hole[0]}/confirm", {})
    assert set(calls) <= {"GetItem"}  # which pool it is, once per container


def test_answers_are_what_the_document_says(world, office, dputr, hole):
    number, secret = hole
    coordinator = office("coordinator")
    conforms(dputr.get("/v1/inbox"), "/v1/inbox")
    conforms(coordinator.get("/v1/inbox"), "/v1/inbox")
    conforms(world.get("/v1/inbox"), "/v1/inbox")
    conforms(dputr.get("/v1/inbox?opd=DLH"), "/v1/inbox")
    conforms(dputr.post(f"/v1/tickets/{number}/ask", {"text": "Di mana?"}), ON_TICKET, "post")
    conforms(dputr.post(f"/v1/tickets/{number}/assignments", {"opd": "DLH"}), f"{TICKET}/assignments", "post")
    conforms(dputr.post(f"/v1/tickets/{number}/assignments/DPUTR/accept"), ON_ASSIGNMENT, "post")
    conforms(dputr.post(f"/v1/tickets/{number}/assignments/DPUTR/validate", {"text": "x"}), ON_ASSIGNMENT, "post")
    conforms(
        dputr.post(f"/v1/tickets/{number}/assignments/DPUTR/answer", {"text": "x", "version": 1}), ON_ASSIGNMENT, "post"
    )
    conforms(dputr.post(f"/v1/tickets/{number}/room", {"text": "Halo."}), f"{TICKET}/room", "post")
    conforms(dputr.post(f"/v1/tickets/{number}/identity", {"purpose": "visit"}), f"{TICKET}/identity", "post")
    conforms(dputr.get(f"/v1/tickets/{number}"), TICKET)
    conforms(world.post(f"/v1/tickets/{number}/message", {"text": "x"}, ticket_secret=secret), ON_TICKET, "post")
    conforms(world.post(f"/v1/tickets/{number}/rate", {"stars": 9}, ticket_secret=secret), ON_TICKET, "post")
    conforms(dputr.post(f"/v1/tickets/{number}/assignments/DPUTR/return", {"reason": "Bukan."}), ON_ASSIGNMENT, "post")
    conforms(coordinator.get(f"/v1/tickets/{number}"), TICKET)
    conforms(coordinator.get("/v1/inbox?view=returned"), "/v1/inbox")


VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=20)
    | st.lists(st.text(max_size=8) | st.integers(), max_size=3)
)
BODIES = st.dictionaries(
    st.sampled_from(["text", "reason", "version", "opd", "role", "to", "after", "stars", "x"]), VALUES
)
PATHS = st.sampled_from(
    [
        "assignments",
        "room",
        "identity",
        *(action.segment for action in actions_on(Target.TICKET, Target.REPORTERS_TICKET)),
        *(f"assignments/DPUTR/{action.segment}" for action in actions_on(Target.ASSIGNMENT)),
    ]
)


@given(PATHS, BODIES | st.text(max_size=5) | st.none(), st.sampled_from(["coordinator", "opd-DPUTR"]))
@settings(max_examples=examples(120), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_body_whatever_makes_a_step_fail(office, hole, path, body, group):
    (number, secret), who = hole, office(group)
    sent = json.dumps(body).encode()
    headers = {"ticket_secret": secret, "content_type": "application/json"}
    answer = who.post(f"/v1/tickets/{number}/{path}", sent, **headers)
    assert answer.status_code < 500, answer.body
