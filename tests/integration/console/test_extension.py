"""More time for one assignment, through the API; and dates that follow a changed calendar in a real table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib import wiring
from infra.__main__ import main
from infra.aws.release import stages
from tests.support.stage.api_staff import COORDINATOR, LEADER, assignment_of
from tests.support.stage.stage_world import a_body


@pytest.fixture
def hole(world):
    ticket, _ = world.report(a_body(service="jalan-rusak"))
    world.pump()
    return ticket["id"]


def public(world, number):
    return world.get(f"/v1/tickets/{number}").json_body


def test_a_leader_extends_an_assignment_and_everybody_reads_why(world, office, hole):
    before = assignment_of(public(world, hole), "DPUTR")
    assert before["promise"]["state"] == "running"
    assert before["answer_due"] < before["due"]
    seen = office(LEADER).does(hole, "assignments/DPUTR/extend", days=10, reason="Aspal harus dipesan dulu.")
    assert assignment_of(seen, "DPUTR")["due"] > before["due"]
    shown = public(world, hole)
    assert shown["promise"]["due"] == assignment_of(shown, "DPUTR")["due"] == assignment_of(seen, "DPUTR")["due"]
    entry = shown["timeline"][-1]
    assert (entry["type"], entry["note"]) == ("deadline.extended", "Aspal harus dipesan dulu.")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason": "Mohon."}, "until"),
        ({"reason": "Mohon.", "until": "besok"}, "until"),
        ({"reason": "Mohon.", "until": "2027-01-04", "days": 3}, "until"),
        ({"reason": "Mohon.", "days": "3"}, "days"),
        ({"reason": "Mohon.", "days": 1000}, "days"),
        ({"days": 3}, "text"),
    ],
)
def test_what_is_wrong_with_it_is_told_by_field(office, hole, body, field):
    answer = office(LEADER).post(f"/v1/tickets/{hole}/assignments/DPUTR/extend", body)
    assert (answer.status_code, [each["field"] for each in answer.json_body["errors"]]) == (422, [field])


def test_a_shorter_time_is_refused_by_its_rule(office, hole):
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date().isoformat()
    answer = office(LEADER).post(
        f"/v1/tickets/{hole}/assignments/DPUTR/extend", {"reason": "Cepat.", "until": tomorrow}
    )
    assert (answer.status_code, answer.json_body["rule"]) == (409, "not_longer")


def test_an_inbox_says_by_how_many_working_days_an_assignment_is_late(office, hole, monkeypatch):
    line = line_of(office, hole)
    assert (line["late"], line["late_by"]) == (False, None)
    due = datetime.fromisoformat(line["due"])
    calendar = wiring.city().calendar
    monkeypatch.setattr(wiring.ports, "clock", lambda: calendar.due(due, 3))
    line = line_of(office, hole)
    assert (line["late"], line["late_by"]) == (True, 3)


def line_of(office, number):
    lines = office("opd-DPUTR").get("/v1/inbox").json_body["tickets"]
    return next(each for each in lines if each["id"] == number)


@pytest.fixture
def recompute(world, monkeypatch, capsys):
    """`recompute(*days_off)`: the admin's command with these days off more."""
    monkeypatch.setattr(stages, "city_of", lambda *_: "pati")

    def run(*days_off, dry_run=False):
        capsys.readouterr()
        real = wiring.recalculation

        def with_days_off():
            found = real()
            calendar = wiring.city().calendar
            more = type(calendar)(calendar.zone, calendar.hours, calendar.holidays | {*days_off})
            monkeypatch.setitem(vars(wiring.city()), "calendar", more)
            return found

        monkeypatch.setattr(wiring, "recalculation", with_days_off)
        code = main(["city", "recompute", "--stage", world.stage, "--by", "admin", *(["--look"] if dry_run else [])])
        monkeypatch.setattr(wiring, "recalculation", real)
        return code, capsys.readouterr().out

    return run


def test_dates_follow_a_day_off_once(world, office, hole, recompute):
    confidential, _ = world.report(a_body(service="jalan-rusak", visibility="confidential"))
    world.pump()
    before = {n: assignment_of(office(COORDINATOR).sees(n), "DPUTR")["due"] for n in (hole, confidential["id"])}
    day = datetime.fromisoformat(before[hole]).date()
    assert "would be moved" in recompute(day, dry_run=True)[1]
    code, result = recompute(day)
    assert code == 0
    assert "were moved" in result
    after = {n: assignment_of(office(COORDINATOR).sees(n), "DPUTR")["due"] for n in before}
    assert all(after[n] > before[n] for n in before)
    result = public(world, hole)["timeline"][-1]
    assert (result["type"], result["note"]) == ("deadline.moved", "Daftar hari libur diperbarui.")
    assert " 0 were moved" in recompute(day)[1]


def test_a_day_off_long_after_moves_nothing(recompute):
    recompute()
    assert " 0 were moved" in recompute(date(2029, 8, 1))[1]
