"""The stage's alarms: whether they are all there and quiet, and one that is rung for a test."""

from typing import Any

from chalicelib import names
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import stages
from infra.aws.release.verification import Finding, complete
from infra.template import render

ALARM = "ALARM"
TEST = "Test by `python -m infra status --ring`: nothing is wrong. Percobaan alarm: tidak ada gangguan."


def finding(account: Account) -> Finding:
    """Whether every alarm of the template is there and none rings. A stage without alarms is not quiet but blind."""
    alarms = _alarms(account)
    ringing = [alarm["AlarmName"] for alarm in alarms if alarm["StateValue"] == ALARM]
    if ringing:
        return Finding(f"{len(alarms)} alarms", good=False, detail=f"ringing: {', '.join(ringing)}")
    found = complete("alarms", _wanted(account), {alarm["AlarmName"] for alarm in alarms})
    return Finding(found.what, good=True, detail="quiet") if found.good else found


def ring(account: Account) -> str:
    """Let one alarm ring as if its figure were bad, so that CloudWatch tells who listens; return its name.

    CloudWatch looks at the figure again within some minutes and tells that all is well.

    Raises:
        Refused: There is no alarm that does not ring already.
    """
    quiet = [alarm["AlarmName"] for alarm in _alarms(account) if alarm["StateValue"] != ALARM]
    if not quiet:
        raise Refused(f"{account.stage} has no alarm that could be rung: see what `status` says without --ring.")
    name = str(min(quiet, key=lambda each: (not each.endswith("-dlq"), each)))
    account.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue=ALARM, StateReason=TEST)
    return name


def _alarms(account: Account) -> list[dict[str, Any]]:
    prefix = f"{names.APP}-{account.stage}-"
    pages = account.client("cloudwatch").get_paginator("describe_alarms").paginate(AlarmNamePrefix=prefix)
    return [alarm for page in pages for alarm in page["MetricAlarms"]]


def _wanted(account: Account) -> set[str]:
    """Names of the template's alarms."""
    resources = render(account.stage, stages.city_of(account.stage))["Resources"].values()
    alarms = [each["Properties"]["AlarmName"] for each in resources if each["Type"] == "AWS::CloudWatch::Alarm"]
    return {name["Fn::Sub"].replace("${Stage}", account.stage) for name in alarms}
