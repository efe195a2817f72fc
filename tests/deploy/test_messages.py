"""Reporters are told by a deployed function that may do just that, on an emulator that enforces IAM.

By SMS only: ministack knows neither which identity a letter is from nor the condition on the sender's address, so
it would refuse what AWS allows. `tests/unit/infra/test_policies.py` holds that statement.
"""

import pytest

from tests.deploy.stage import Stage, eventually

pytestmark = pytest.mark.deploy

CONTACT = {"name": "Warga Uji", "phone": "081298765432", "notify": ["sms"]}  # of nobody else: an address is asked once


def test_a_reporter_is_told_by_the_deployed_function(texting: Stage) -> None:
    ticket = texting.report(contact=CONTACT)["id"]
    assert eventually(lambda: texting.delivery(ticket, "reporter/sms") == "sent")
    assert texting.dead_letters("messages") == 0
