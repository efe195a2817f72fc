"""The coordinator's desk on the deployed stage, each step with the functions' own rights."""

import pytest

from tests.deploy.stage import Stage, eventually
from tests.support.stage.deployed_staff import People

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
    original, double = (stage.report()["id"] for _ in range(2))
    for ticket in (original, double):
        eventually(lambda ticket=ticket: stage.get(f"/v1/tickets/{ticket}")["status"] == "dispatched")

    merged = coordinator.does(double, "merge", to=original, reason="Lampu yang sama.")

    assert (merged["status"], merged["merged_into"]) == ("duplicate", original)
    assert stage.get(f"/v1/tickets/{original}")["reports"] == 2
    assert coordinator.does(double, "unmerge", reason="Ternyata dua lampu.")["status"] == "dispatched"
