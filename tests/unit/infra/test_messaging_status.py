"""`status` says whether reporters are told, and if not, what is missing."""

from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError

from infra.aws import messaging
from infra.aws.release import stages


class NotFound(Exception):
    pass


class Stage:
    """A deployed stage, and what AWS would answer about it."""

    stage = "uji"

    def __init__(self, on="sms email", *, sandbox=False, production=True, sending=True, confirmed=(), deployed=True):
        self._answers = {
            "lambda": SimpleNamespace(
                exceptions=SimpleNamespace(ResourceNotFoundException=NotFound),
                get_function_configuration=lambda **_: self._function(on) if deployed else self._nothing(),
            ),
            "sns": SimpleNamespace(
                get_sms_sandbox_account_status=lambda: {"IsInSandbox": sandbox},
                get_sms_attributes=lambda **_: {"attributes": {"MonthlySpendLimit": "50"}},
            ),
            "sesv2": SimpleNamespace(
                exceptions=SimpleNamespace(NotFoundException=NotFound),
                get_account=lambda: {
                    "SendingEnabled": sending, "ProductionAccessEnabled": production,
                    "SendQuota": {"Max24HourSend": 50000.0},
                },
                get_email_identity=lambda EmailIdentity: (  # noqa: N803 - boto3's name
                    {"VerifiedForSendingStatus": True} if EmailIdentity in confirmed else self._nothing()
                ),
            ),
        }  # fmt: skip

    def client(self, service):
        return self._answers[service]

    def _function(self, on):
        return {"Environment": {"Variables": {"SEDULUR_MESSAGES": on}}}

    def _nothing(self):
        raise NotFound


@pytest.fixture(autouse=True)
def _of_pati(monkeypatch):
    monkeypatch.setattr(stages, "city_of", lambda _: "pati")


def findings(**stage):
    return {each.what.rpartition(" ")[2]: (each.good, each.detail) for each in messaging.findings(Stage(**stage))}


def test_a_stage_that_is_set_up_says_from_whom_and_how_many():
    assert findings(confirmed=["patikab.go.id"]) == {
        "sms": (True, "on, from SEDULUR, up to 50 USD a month"),
        "email": (True, "on, from sedulur@patikab.go.id, up to 50000 a day"),
    }


@pytest.mark.parametrize("stage", [{"on": "off"}, {"deployed": False}])
def test_a_stage_that_is_not_set_up_is_well_and_says_that_it_is_off(stage):
    good, detail = findings(**stage)["sms"]
    assert good
    assert detail == "off: SEDULUR_MESSAGES of the stage in .chalice/config.json does not name sms"


def test_a_channel_that_the_city_does_not_want_is_well(monkeypatch):
    city = SimpleNamespace(messaging=messaging.Messaging(sms=True))
    monkeypatch.setattr(messaging, "load", lambda _: SimpleNamespace(catalogue=SimpleNamespace(city=city)))
    assert findings()["email"] == (True, "off: [messages] of city.toml says email = false")
    assert findings()["sms"] == (True, "on, from a number that AWS chooses, up to 50 USD a month")


@pytest.mark.parametrize(
    ("stage", "channel", "why"),
    [
        ({"sandbox": True}, "sms", "SMS sandbox"),
        ({"production": False}, "email", "SES is in its sandbox"),
        ({"sending": False}, "email", "has stopped sending"),
        ({"confirmed": []}, "email", "neither sedulur@patikab.go.id nor its domain"),
    ],
)
def test_a_channel_that_is_on_and_cannot_send_needs_somebody(stage, channel, why):
    good, detail = findings(**stage)[channel]
    assert not good
    assert why in detail


def test_what_the_admin_may_not_ask_is_told():
    stage = Stage()

    def denied():
        raise ClientError({"Error": {"Code": "AccessDenied"}}, "GetSMSSandboxAccountStatus")

    stage.client("sns").get_sms_sandbox_account_status = denied
    sms, _ = messaging.findings(stage)
    assert (sms.good, sms.detail) == (False, "on, but AWS does not tell: AccessDenied")
