"""The desk by API: search, what did not arrive, the overview, who looked at whom."""

import json
import os
from unittest.mock import patch

import pytest

from chalicelib import names
from infra.__main__ import main
from infra.aws.release import stages
from tests.integration.api.test_openapi import conforms
from tests.support.stage.api_staff import AUDITOR, COORDINATOR, LEADER, a_flood
from tests.support.stage.stage_world import DESA, KECAMATAN, a_body, client

SITI = {"name": "Siti Aminah", "phone": "0812-3456-7890"}
WHY = "Warga menelepon, nomor laporannya hilang."


@pytest.fixture
def coordinator(office):
    return office(COORDINATOR)


def ids(answer):
    assert answer.status_code == 200, answer.body
    return [each["id"] for each in answer.json_body["tickets"]]


# search


def test_a_number_in_any_spelling_finds_its_ticket(coordinator, office, report):
    number = report()
    typed = number.lower().replace("-", " ")
    assert ids(coordinator.get(f"/v1/search?number={typed.replace(' ', '%20')}")) == [number]
    assert ids(office("opd-DISHUB").get(f"/v1/search?number={number}")) == [number]


def test_a_typing_error_is_told_from_a_number_that_there_is_not(coordinator, office, report):
    number = report()
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    assert coordinator.get(f"/v1/search?number={wrong}").json_body["code"] == "mistyped-number"
    answer = office("opd-BPKAD").get(f"/v1/search?number={number}")
    assert (answer.status_code, answer.json_body["code"]) == (404, "unknown-ticket")


def test_a_place_finds_what_ones_own_opd_has_there_confidential_ones_too(office, report):
    officer = office("opd-DISHUB")
    number, secret = report(), report(visibility="confidential")
    found = ids(officer.get(f"/v1/search?area={DESA}"))
    assert {number, secret} <= set(found)
    assert number not in ids(office("opd-BPKAD").get(f"/v1/search?area={KECAMATAN}"))
    assert officer.get(f"/v1/search?area={DESA}&opd=BPKAD").status_code == 403


def test_who_sees_all_finds_public_ones_and_apart_confidential_ones(office, report):
    number, secret = report(), report(visibility="confidential")
    for who in (COORDINATOR, LEADER, AUDITOR):
        public = ids(office(who).get(f"/v1/search?area={KECAMATAN}"))
        assert number in public
        assert secret not in public
        assert secret in ids(office(who).get(f"/v1/search?area={KECAMATAN}&confidential=true"))


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "number"), ("number=PTI-7K3M-9QX2&area=33.18.01", "number"), ("area=99", "area"), ("phone=0812", "phone"),
        ("area=33.18.01&opd=ABC", "opd"), ("area=33.18.01&confidential=yes", "confidential"),
        ("area=33.18.01&cursor=xyz", "cursor"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_search_is_named(coordinator, query, field):
    answer = coordinator.get(f"/v1/search?{query}")
    assert answer.status_code == 422
    assert field in [problem["field"] for problem in answer.json_body["errors"]]


def test_a_phone_finds_its_tickets_for_a_reason_and_the_auditor_sees_who_asked(world, coordinator, office):
    number = world.report(a_body(contact=SITI))[0]["id"]
    note(number)
    found = coordinator.post("/v1/search", {"phone": "+62 812 3456 7890", "reason": WHY})
    assert number in ids(found)
    answer = office(AUDITOR).get("/v1/reads")
    assert answer.status_code == 200
    (entry,) = [each for each in answer.json_body["reads"] if each["by"] == coordinator.name]
    assert (entry["actor"], entry["reason"], entry["ticket"]) == ("coordinator", WHY, None)
    assert "3456" not in json.dumps(answer.json_body), "812 is also a millisecond"


def test_readings_of_identities_stand_in_the_auditors_list(world, office):
    number = world.report(a_body(contact=SITI))[0]["id"]
    world.pump()
    officer = office("opd-DISHUB")
    assert officer.post(f"/v1/tickets/{number}/identity", {"reason": "Perlu ditelepon."}).status_code == 200
    first = office(AUDITOR).get("/v1/reads").json_body["reads"][0]
    assert (first["ticket"], first["by"], first["actor"]) == (number, officer.name, "DISHUB")


@pytest.mark.parametrize("who", ["opd-DISHUB", LEADER, AUDITOR])
def test_nobody_else_searches_by_phone(office, who):
    answer = office(who).post("/v1/search", {"phone": "081234567890", "reason": WHY})
    assert (answer.status_code, answer.json_body["code"]) == (403, "not-allowed")


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, ["phone", "reason"]), ({"phone": "081234567890"}, ["reason"]), ({"phone": "123", "reason": WHY}, ["phone"]),
        ({"phone": 1, "reason": WHY}, ["phone"]), ({"phone": "081234567890", "reason": WHY, "x": 1}, ["x"]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_search_by_phone_is_named(coordinator, body, fields):
    answer = coordinator.post("/v1/search", body)
    assert answer.status_code == 422
    assert [problem["field"] for problem in answer.json_body["errors"]] == fields


def test_without_a_token_nothing_is_searched(world):
    for path in ("/v1/search?area=33.18.01", "/v1/undelivered", "/v1/overview", "/v1/reads"):
        assert world.get(path).status_code == 401
    assert world.post("/v1/search", {"phone": "081234567890", "reason": WHY}).status_code == 401


# what did not arrive


@pytest.fixture
def lost(world, coordinator):
    """A report of which BPBD could not be told, as its topic was gone for a while."""
    topic = names.opd_topic(world.stage, "BPBD")
    client("sns").delete_topic(TopicArn=f"{world.bus.rpartition(':')[0]}:{topic}")
    number = world.report(a_flood())[0]["id"]
    for _ in range(2):
        world.pump()
    yield number
    client("sns").create_topic(Name=topic)


def undelivered(person):
    answer = person.get("/v1/undelivered")
    assert answer.status_code == 200, answer.body
    return answer.json_body["notices"]


def test_what_did_not_arrive_is_listed_with_the_reason_and_sent_again_on_demand(world, coordinator, office, lost):
    (line,) = [each for each in undelivered(coordinator) if each["ticket"] == lost]
    assert (line["notice"], line["audience"], line["reason"]) == ("2/BPBD", "BPBD", "NotFound")
    assert "saluran OPD ini belum dibuat" in line["reason_text"]
    client("sns").create_topic(Name=names.opd_topic(world.stage, "BPBD"))
    arrived = world.inbox("opd-bpbd")
    for _ in range(2):
        assert coordinator.does(lost, "notices", notice=line["notice"])["id"] == lost
    world.pump()
    assert [json.loads(each["Message"])["notice"] for each in arrived()] == [f"{lost}/2/BPBD"]
    assert lost not in [each["ticket"] for each in undelivered(coordinator)]
    happened = [each["type"] for each in coordinator.sees(lost)["timeline"]]
    assert happened.count("notice.requested") == 1
    public = world.get(f"/v1/tickets/{lost}").json_body
    assert "notice.requested" not in [each["type"] for each in public["timeline"]]


def test_what_need_not_be_sent_any_more_is_dropped(coordinator, lost):
    for _ in range(2):
        coordinator.does(lost, "notices", notice="2/BPBD", action="drop")
    assert lost not in [each["ticket"] for each in undelivered(coordinator)]


def test_others_look_and_do_not_touch(office, lost):
    for who in (LEADER, AUDITOR):
        assert lost in [each["ticket"] for each in undelivered(office(who))]
        assert office(who).post(f"/v1/tickets/{lost}/notices", {"notice": "2/BPBD"}).status_code == 403
    assert office("opd-BPBD").get("/v1/undelivered").status_code == 403
    assert office("opd-BPBD").post(f"/v1/tickets/{lost}/notices", {"notice": "2/BPBD"}).status_code == 403
    assert office("opd-BPKAD").post(f"/v1/tickets/{lost}/notices", {"notice": "2/BPBD"}).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "notice"), ({"notice": "9/DLH"}, "notice"), ({"notice": "2/BPBD", "action": "x"}, "action"), ({"x": 1}, "x")],
)
def test_what_is_wrong_with_a_decision_is_named(coordinator, lost, body, field):
    answer = coordinator.post(f"/v1/tickets/{lost}/notices", body)
    assert answer.status_code == 422
    assert field in [problem["field"] for problem in answer.json_body["errors"]]


# the overview and the inbox


def test_leaders_see_what_each_opd_has_in_hand(office, report):
    report()
    view = office(LEADER).get("/v1/overview").json_body
    (dishub,) = [each for each in view["opds"] if each["opd"] == "DISHUB"]
    assert dishub["open"] >= 1
    assert dishub["late"] == 0
    assert view["worst"] == []
    assert office("opd-DISHUB").get("/v1/overview").status_code == 403


def test_an_inbox_tells_how_many_each_view_has_if_asked(office, report):
    officer, number = office("opd-DISHUB"), report()
    assert "counts" not in officer.get("/v1/inbox").json_body
    before = officer.get("/v1/inbox?counts=true").json_body["counts"]
    officer.does(number, "assignments/DISHUB/accept")
    after = officer.get("/v1/inbox?counts=true").json_body["counts"]
    assert after["unaccepted"]["count"] == before["unaccepted"]["count"] - 1
    assert after["mine"] == {"count": before["mine"]["count"] + 1, "more": False}
    assert officer.get("/v1/inbox?counts=maybe").status_code == 422


def test_the_desk_offers_its_guesses(world, coordinator):
    number = world.report(a_body(service="lainnya", description="Ada pohon di dekat lampu dan saluran."))[0]["id"]
    world.pump()
    lines = coordinator.get("/v1/inbox?view=unroutable").json_body["tickets"]
    (line,) = [each for each in lines if each["id"] == number]
    assert {"service", "service_name", "opd", "opd_name", "percent"} == set(line["hints"][0])


def note(number):
    """The phone of a report gets into the book, as the worker of messages sees to."""
    from chalicelib import wiring

    received = wiring.tickets().get(number).events[0]
    wiring.phone_index().add(received, "+6281234567890")


def test_answers_are_as_the_openapi_document_says(world, coordinator, office, lost):
    note(lost)
    conforms(coordinator.get(f"/v1/search?area={KECAMATAN}"), "/v1/search")
    conforms(coordinator.get(f"/v1/search?number={lost}"), "/v1/search")
    conforms(coordinator.get("/v1/search"), "/v1/search")
    conforms(coordinator.post("/v1/search", {"phone": "081234567890", "reason": WHY}), "/v1/search", "post")
    conforms(coordinator.get("/v1/undelivered"), "/v1/undelivered")
    conforms(coordinator.get("/v1/overview"), "/v1/overview")
    conforms(coordinator.get("/v1/inbox?counts=true"), "/v1/inbox")
    conforms(office(AUDITOR).get("/v1/reads"), "/v1/reads")
    decided = coordinator.post(f"/v1/tickets/{lost}/notices", {"notice": "2/BPBD", "action": "drop"})
    conforms(decided, "/v1/tickets/{number}/notices", "post")


# who reads what is confidential


def test_whoever_reads_a_confidential_report_is_in_the_log_and_no_other_reading_is(world, office, report, calls):
    secret, public = report(visibility="confidential"), report()
    dishub, auditor = office("opd-DISHUB"), office("auditor")

    def readings():
        lines = auditor.get("/v1/reads").json_body["reads"]
        return [(line["by"], line["actor"], line["ticket"]) for line in lines if line["kind"] == "text"]

    before = readings()
    calls.clear()
    dishub.sees(secret)
    assert calls == ["Query", "PutItem"]
    calls.clear()
    dishub.sees(public)
    world.get(f"/v1/tickets/{secret}")
    assert calls == ["Query", "Query"]
    assert readings() == [(dishub.name, "DISHUB", secret), *before]
    dishub.does(secret, "assignments/DISHUB/accept")
    assert readings() == [(dishub.name, "DISHUB", secret)] * 2 + before, "the answer to a step has the text too"
    assert auditor.sees(secret)
    assert readings()[0] == (auditor.name, "auditor", secret)


def test_reading_in_the_console_is_logged_too(world, staff, report):
    number = report(visibility="confidential")
    staff("opd-DISHUB").on(number)
    page = staff("auditor").get("/petugas/pembacaan")
    assert "membaca laporan rahasia" in page.text
    assert number in page.text


# the auditor's second check


@pytest.fixture
def audit(world, monkeypatch, capsys):
    """Runs `infra audit`: its exit code and what it printed."""
    monkeypatch.setattr(stages, "city_of", lambda *_: "pati")

    def run(*arguments):
        capsys.readouterr()
        with patch.dict(os.environ):
            code = main(["audit", "--stage", world.stage, *map(str, arguments)])
        return code, "".join(capsys.readouterr())

    return run


def test_the_auditor_checks_every_history_and_finds_what_was_altered(world, report, audit, tmp_path):
    number, heads = report(), tmp_path / "heads.jsonl"
    code, output = audit("--record", heads)
    assert (code, "Nothing was altered." in output) == (0, True)
    assert number in heads.read_text()
    key = {"pk": {"S": number}, "sk": {"S": "event#00001"}}
    table = {"TableName": f"sedulur-{world.stage}", "Key": key}
    actor = client("dynamodb").get_item(**table)["Item"]["actor"]
    change = {
        "UpdateExpression": "SET #actor = :actor", "ExpressionAttributeNames": {"#actor": "actor"},
    }  # fmt: skip
    client("dynamodb").update_item(**table, **change, ExpressionAttributeValues={":actor": {"S": "SIAPA"}})
    code, output = audit("--against", heads)
    assert (code, f"{number}: broken" in output) == (1, True)
    client("dynamodb").update_item(**table, **change, ExpressionAttributeValues={":actor": actor})
    assert audit("--against", heads)[0] == 0


def test_a_ticket_that_was_written_down_and_is_gone_is_missed(audit, report, tmp_path):
    report()
    heads = tmp_path / "heads.jsonl"
    audit("--record", heads)
    line = {"ticket": "PTI-7K3M-9QX2", "sequence": 2, "head": "1:x"}
    heads.write_text(heads.read_text() + json.dumps(line) + "\n")
    code, output = audit("--against", heads)
    assert (code, "PTI-7K3M-9QX2: missing" in output) == (1, True)
    heads.write_text("bukan")
    assert audit("--against", heads)[0] == 1
