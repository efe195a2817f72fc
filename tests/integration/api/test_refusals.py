"""What is refused to somebody is a line of the log and a metric, and neither says who it was."""

import json

import pytest

from tests.support.stage.accounts import PASSWORD
from tests.support.stage.api_staff import a_hole

FORGED = {"Authorization": "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJzdWIiOiJ4In0.AAAA"}


@pytest.fixture
def refused(capsys):
    """The log lines and the metrics of refusals since the last look."""

    def look():
        lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
        metrics = [metric for line in lines for metric in METRICS if metric in line]
        return [line for line in lines if line.get("message") == "refused"], metrics

    look()
    return look


METRICS = ("SignInsRefused", "TokensRefused", "ActionsForbidden")


def signed_in(world, name):
    session = world.post("/v1/sessions", {"username": name, "password": PASSWORD}).json_body
    return {"Authorization": f"Bearer {session['access_token']}"}


def test_each_wrong_password_is_one_line_without_name_and_password(world, people, refused, capsys):
    name = people.add()
    for _ in range(5):
        assert world.post("/v1/sessions", {"username": name, "password": "salah-sekali"}).status_code == 401
    lines, metrics = refused()
    assert [line["reason"] for line in lines] == ["SignInRefused"] * 5
    assert all(line["level"] == "WARNING" and line["correlation_id"] for line in lines)
    assert metrics == ["SignInsRefused"] * 5
    assert name not in json.dumps(lines)
    assert "salah" not in json.dumps(lines)


def test_a_forged_token_is_a_line_and_none_at_all_is_not(world, refused):
    assert world.get("/v1/inbox", **FORGED).status_code == 401
    lines, metrics = refused()
    assert [line["reason"] for line in lines] == ["NotSignedIn"]
    assert metrics == ["TokensRefused"]
    assert FORGED["Authorization"].partition(" ")[2] not in json.dumps(lines)
    assert world.get("/v1/inbox").status_code == 401
    assert refused() == ([], [])


def test_what_is_none_of_ones_business_is_404_as_before_and_a_line(world, people, refused):
    ticket, _ = world.report(a_hole())
    outsider = people.add("opd-DLH")
    headers = signed_in(world, outsider)
    refused()
    answer = world.post(f"/v1/tickets/{ticket['id']}/identity", {"text": "Ingin tahu."}, **headers)
    assert answer.status_code == 404
    lines, metrics = refused()
    assert [(line["reason"], line["ticket"]) for line in lines] == [("HiddenTicket", ticket["id"])]
    assert metrics == ["ActionsForbidden"]
    assert outsider not in json.dumps(lines)


def test_an_action_that_one_may_not_take_is_a_line(world, people, refused):
    ticket, _ = world.report(a_hole())
    headers = signed_in(world, people.add("auditor"))
    refused()
    answer = world.post(f"/v1/tickets/{ticket['id']}/archive", {"text": "Tidak."}, **headers)
    assert answer.status_code == 403
    lines, metrics = refused()
    assert [(line["reason"], line["action"]) for line in lines] == [("NotAllowed", "archive")]
    assert metrics == ["ActionsForbidden"]


def test_a_ticket_that_there_is_not_is_no_refusal(world, refused):
    assert world.get("/v1/tickets/CTH-0000-0000").status_code == 404
    assert refused() == ([], [])
