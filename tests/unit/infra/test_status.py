"""What `status` finds where something is missing, and that it advises nothing that would be refused."""

import json
from collections import Counter

import pytest

from infra.__main__ import main
from infra.aws import alarms, status
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import stages, verification
from infra.aws.release.verification import Finding
from infra.template import opds


@pytest.fixture(autouse=True)
def _stage(monkeypatch):
    monkeypatch.setattr(stages, "city_of", lambda *_: "pati")
    monkeypatch.setattr(Account, "number", "123456789012")


def a_stack(monkeypatch, state, *findings, confirmed=()):
    """A stage whose stack is in this state, with these findings; these topics have a confirmed address."""
    monkeypatch.setattr(status.stack, "find", lambda *_: {"StackName": "sedulur-uji", "StackStatus": state})
    monkeypatch.setattr(status, "_findings", lambda _: iter(findings))
    monkeypatch.setattr(status, "subscriptions", lambda _: (Counter(confirmed), Counter()))


EVERYBODY = [f"sedulur-uji-opd-{opd.lower()}" for opd in opds("pati")]
EVERYBODY += [f"sedulur-uji-{shared}" for shared in ("coordinator", "leaders", "alarms")]


def test_a_stage_that_works_and_is_listened_to_is_well(monkeypatch, capsys):
    a_stack(monkeypatch, "UPDATE_COMPLETE", Finding("table", good=True, detail="ACTIVE"), confirmed=EVERYBODY)
    assert main(["status", "--stage", "uji"]) == 0
    assert "BAD" not in capsys.readouterr().out


def test_a_topic_that_nobody_listens_to_is_no_well(monkeypatch, capsys):
    a_stack(monkeypatch, "UPDATE_COMPLETE", confirmed=[each for each in EVERYBODY if "dishub" not in each])
    assert main(["status", "--stage", "uji"]) == 1
    assert "BAD  nobody listens for 1 of" in (output := capsys.readouterr().out)
    assert "DISHUB: `python -m infra subscribe --stage uji" in output


@pytest.mark.parametrize(
    ("state", "advises_deploy"),
    [("UPDATE_COMPLETE", True), ("ROLLBACK_COMPLETE", False), ("UPDATE_IN_PROGRESS", False), ("DELETE_FAILED", False)],
)
def test_no_deploy_is_advised_that_the_stack_would_refuse(monkeypatch, capsys, state, advises_deploy):
    a_stack(monkeypatch, state, verification.missing("function f"), confirmed=EVERYBODY)
    assert main(["status", "--stage", "uji"]) == 1
    assert ("function f: missing: deploy the stage" in capsys.readouterr().out) is advises_deploy


def test_a_program_gets_the_same_as_json(monkeypatch, capsys):
    a_stack(monkeypatch, "UPDATE_COMPLETE", verification.missing("function f"), confirmed=EVERYBODY)
    assert main(["status", "--stage", "uji", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert {"what": "function f", "good": False, "detail": "missing"} in report["checks"]
    assert report["good"] is False


def test_a_stage_that_is_new_needs_its_city(monkeypatch, capsys):
    monkeypatch.setattr(status.stack, "find", lambda *_: None)
    assert main(["status", "--stage", "entah"]) == 1
    assert "`python -m infra deploy --stage entah --city CITY` makes it" in capsys.readouterr().err


def test_the_stage_of_this_machine_has_no_status_on_aws(capsys):
    assert main(["status", "--stage", "local"]) == 1
    assert "make run" in capsys.readouterr().err


class CloudWatch:
    """An account whose CloudWatch has these alarms, by name and state."""

    stage = "uji"

    def __init__(self, states):
        self.states, self.rung = states, []

    def client(self, _):
        return self

    def get_paginator(self, _):
        return self

    def paginate(self, **_):
        yield {"MetricAlarms": [{"AlarmName": name, "StateValue": state} for name, state in self.states.items()]}

    def set_alarm_state(self, **wanted):
        self.rung.append(wanted)


def test_a_stage_without_alarms_is_not_quiet_but_blind():
    finding = alarms.finding(CloudWatch({}))
    assert not finding.good
    assert "missing" in finding.detail


def test_alarms_that_are_all_there_and_silent_are_well():
    account = CloudWatch({})
    assert alarms.finding(CloudWatch(dict.fromkeys(alarms._wanted(account), "OK"))).detail == "quiet"
    bad = alarms.finding(CloudWatch({"sedulur-uji-photos-dlq": "ALARM"}))
    assert (bad.good, bad.detail) == (False, "ringing: sedulur-uji-photos-dlq")


def test_the_test_alarm_is_one_that_does_not_ring_already_and_says_that_nothing_is_wrong():
    account = CloudWatch(
        {"sedulur-uji-a-dlq": "ALARM", "sedulur-uji-age": "OK", "sedulur-uji-b-dlq": "INSUFFICIENT_DATA"}
    )
    assert alarms.ring(account) == "sedulur-uji-b-dlq"
    (rung,) = account.rung
    assert (rung["StateValue"], "nothing is wrong" in rung["StateReason"]) == ("ALARM", True)


def test_where_every_alarm_rings_none_can_be_tried():
    with pytest.raises(Refused, match="no alarm that could be rung"):
        alarms.ring(CloudWatch({"sedulur-uji-a-dlq": "ALARM"}))
