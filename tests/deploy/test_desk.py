"""The coordinator's desk on the deployed stage, each step with the functions' own rights."""

import pytest

from tests.deploy.people import People
from tests.deploy.stage import Stage, eventually

pytestmark = pytest.mark.deploy


def test_a_phone_finds_the_report_once_the_worker_has_noted_it(stage: Stage, people: People):
    ticket = stage.report(contact={"name": "Warga Uji", "phone": "081298765432"})["id"]
    asked = {"phone": "+62 812 9876 5432", "reason": "Warga menelepon, nomornya hilang."}

    found = eventually(lambda: people("coordinator").asks("POST", "/v1/search", **asked)["tickets"])

    assert [each["id"] for each in found] == [ticket]
    looked = people("auditor").asks("GET", "/v1/reads")["reads"]
    assert asked["reason"] in [each["reason"] for each in looked]


def test_two_reports_of_one_thing_become_one_and_two_again(stage: Stage, people: People):
    coordinator = people("coordinator")
    kept, double = (stage.report()["id"] for _ in range(2))
    for ticket in (kept, double):
        eventually(lambda ticket=ticket: stage.get(f"/v1/tickets/{ticket}")["status"] == "dispatched")

    merged = coordinator.does(double, "merge", to=kept, reason="Lampu yang sama.")

    assert (merged["status"], merged["merged_into"]) == ("duplicate", kept)
    assert stage.get(f"/v1/tickets/{kept}")["reports"] == 2
    assert coordinator.does(double, "unmerge", reason="Ternyata dua lampu.")["status"] == "dispatched"


def test_what_could_not_be_sent_is_listed_and_arrives_once_however_it_is_sent_again(stage: Stage, people: People):
    inbox, coordinator = stage.opd_queue("DISHUB"), people("coordinator")
    with stage.impatient("notices"), stage.forbidden("send_notices", "sns:Publish"):
        asked, left = (stage.report()["id"] for _ in range(2))
        assert eventually(lambda: stage.dead_letters("notices") >= 2 and not stage.waiting("notices"))
    lost = {each["ticket"]: each for each in coordinator.asks("GET", "/v1/undelivered")["notices"]}
    assert {asked, left} <= set(lost)
    assert lost[asked]["reason"] == "AuthorizationError"
    assert stage.get(f"/v1/tickets/{asked}")["status"] == "dispatched", "delivery is not the ticket's status"
    came = stage.arrived(inbox)
    assert not {asked, left} & {each["ticket"] for each in came}

    coordinator.does(asked, "notices", notice=lost[asked]["notice"])
    eventually(lambda: stage.delivered(asked))
    assert "brought back" in stage.run("redrive", "notices")
    eventually(lambda: stage.delivered(left) and not stage.waiting("notices"))

    came = [each["ticket"] for each in stage.arrived(inbox)]
    assert (came.count(asked), came.count(left)) == (1, 1)
    assert stage.dead_letters("notices") == 0
    still = {each["ticket"] for each in coordinator.asks("GET", "/v1/undelivered")["notices"]}
    assert not {asked, left} & still
