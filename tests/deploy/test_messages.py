"""Reporters are told by a deployed function that may do just that, on an emulator that enforces IAM.

By SMS only: ministack knows neither which identity a letter is from nor the condition on the sender's address, so
it would refuse what AWS allows. `tests/unit/test_policies.py` holds that statement.
"""

import json
from typing import Any

import pytest

from infra.aws import stages
from tests.deploy.stage import Stage, eventually

pytestmark = pytest.mark.deploy

FUNCTION = "sedulur-uji-send_messages"
CONTACT = {"name": "Warga Uji", "phone": "081234567890", "notify": ["sms"]}


@pytest.fixture(scope="module")
def told(stage: Stage) -> Stage:
    """The stage, set up for SMS."""
    client = stage.client("lambda")
    known = client.get_function_configuration(FunctionName=FUNCTION)["Environment"]["Variables"]
    assert known["SEDULUR_MESSAGES"] == "off"
    client.update_function_configuration(
        FunctionName=FUNCTION, Environment={"Variables": known | {"SEDULUR_MESSAGES": "sms"}}
    )
    return stage


def _state(stage: Stage, ticket: str) -> str:
    lines = [each for each in stage.ledger(ticket) if each["to"]["S"] == "reporter/sms"]
    return lines[0]["st"]["S"] if lines else ""


def test_a_reporter_is_told_by_the_deployed_function(told: Stage) -> None:
    ticket = told.report(contact=CONTACT)["id"]
    assert eventually(lambda: _state(told, ticket) == "sent")
    assert told.dead_letters("messages") == 0


def test_a_message_that_may_not_be_sent_waits_for_the_permission(told: Stage) -> None:
    told.impatient("messages")
    policy: dict[str, Any] = json.loads(stages.policy("send_messages", "uji", "pati"))
    allowed = [each for each in policy["Statement"] if each["Action"] != "sns:Publish"]
    _allow(told, {**policy, "Statement": allowed})
    ticket = told.report(contact=CONTACT)["id"]
    assert eventually(lambda: told.dead_letters("messages") == 1)
    assert _state(told, ticket) == "failed"

    _allow(told, policy)
    assert "1 of 1 brought back" in told.run("redrive", "messages")
    assert eventually(lambda: _state(told, ticket) == "sent")


def _allow(stage: Stage, policy: dict[str, Any]) -> None:
    stage.client("iam").put_role_policy(RoleName=FUNCTION, PolicyName=FUNCTION, PolicyDocument=json.dumps(policy))
