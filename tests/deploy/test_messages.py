"""Reporters are told by a deployed function that may do just that, on an emulator that enforces IAM.

By SMS only: ministack knows neither which identity a letter is from nor the condition on the sender's address, so
it would refuse what AWS allows. `tests/unit/test_policies.py` holds that statement.
"""

from collections.abc import Iterator

import pytest

from tests.deploy.stage import Stage, eventually

pytestmark = pytest.mark.deploy

FUNCTION = "sedulur-uji-send_messages"
CONTACT = {"name": "Warga Uji", "phone": "081234567890", "notify": ["sms"]}


@pytest.fixture(scope="module")
def told(stage: Stage) -> Iterator[Stage]:
    """The stage, set up for SMS for a while."""
    client = stage.client("lambda")
    known = client.get_function_configuration(FunctionName=FUNCTION)["Environment"]["Variables"]
    assert known["SEDULUR_MESSAGES"] == "off"
    client.update_function_configuration(
        FunctionName=FUNCTION, Environment={"Variables": known | {"SEDULUR_MESSAGES": "sms"}}
    )
    yield stage
    client.update_function_configuration(FunctionName=FUNCTION, Environment={"Variables": known})


def _state(stage: Stage, ticket: str) -> str:
    lines = [each for each in stage.ledger(ticket) if each["to"]["S"] == "reporter/sms"]
    return lines[0]["st"]["S"] if lines else ""


def test_a_reporter_is_told_by_the_deployed_function(told: Stage) -> None:
    ticket = told.report(contact=CONTACT)["id"]
    assert eventually(lambda: _state(told, ticket) == "sent")
    assert told.dead_letters("messages") == 0


def test_a_message_that_may_not_be_sent_waits_for_the_permission(told: Stage) -> None:
    with told.impatient("messages"), told.forbidden("send_messages", "sns:Publish"):
        ticket = told.report(contact=CONTACT)["id"]
        assert eventually(lambda: told.dead_letters("messages") and not told.waiting("messages"))
        assert _state(told, ticket) == "failed"

    assert "brought back" in told.run("redrive", "messages")
    assert eventually(lambda: _state(told, ticket) == "sent")
