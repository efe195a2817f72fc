"""Checks whether messages go out to reporters by SMS and e-mail: city, stage and AWS must each allow it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.city.catalogue import Messaging
from chalicelib.domain.notifications.message import CHANNELS, EMAIL, SMS
from infra.aws.account import Account
from infra.aws.release import chalice_record, stages
from infra.aws.release.verification import Finding

FUNCTION = "send_messages"


def findings(account: Account) -> Iterator[Finding]:
    """One finding for each channel. A channel that is off is so on purpose; one that is on must be able to send."""
    sender = load(stages.city_of(account.stage)).catalogue.city.messaging
    enabled = _enabled_channels(account)
    for channel in CHANNELS:
        yield _finding(account, channel, sender, enabled)


def _finding(account: Account, channel: str, sender: Messaging, enabled: frozenset[str]) -> Finding:
    what = f"messages to reporters by {channel}"
    if channel not in sender.channels:
        return Finding(what, good=True, detail=f"off: [messages] of city.toml says {channel} = false")
    if channel not in enabled:
        detail = f"off: SEDULUR_MESSAGES of the stage in .chalice/config.json does not name {channel}"
        return Finding(what, good=True, detail=detail)
    try:
        problem, settings = _STATES[channel](account, sender)
    except ClientError as error:
        return Finding(what, good=False, detail=f"on, but AWS does not tell: {error.response['Error']['Code']}")
    return Finding(what, not problem, f"on, but {problem}: docs/operations.md" if problem else f"on, {settings}")


def _enabled_channels(account: Account) -> frozenset[str]:
    """The channels that the deployed function may use; none if it is not deployed."""
    client = account.client("lambda")
    try:
        configuration = client.get_function_configuration(
            FunctionName=chalice_record.function_name(account.stage, FUNCTION)
        )
    except client.exceptions.ResourceNotFoundException:
        return frozenset()
    channels: str = configuration.get("Environment", {}).get("Variables", {}).get("SEDULUR_MESSAGES", "")
    return frozenset(channels.split())


def _sms_state(account: Account, sender: Messaging) -> tuple[str, str]:
    """The reason why nothing can be sent (empty if there is none), and how the channel is set."""
    sns = account.client("sns")
    if sns.get_sms_sandbox_account_status()["IsInSandbox"]:
        return "SNS is in its SMS sandbox, which reaches confirmed numbers only", ""
    limit = sns.get_sms_attributes(attributes=["MonthlySpendLimit"])["attributes"].get("MonthlySpendLimit", "1")
    return "", f"from {sender.sender_id or 'a number that AWS chooses'}, up to {limit} USD a month"


def _email_state(account: Account, sender: Messaging) -> tuple[str, str]:
    """As `_sms_state`."""
    ses = account.client("sesv2")
    state = ses.get_account()
    if not state["SendingEnabled"]:
        return "SES has stopped sending for this account", ""
    if not state["ProductionAccessEnabled"]:
        return "SES is in its sandbox, which reaches confirmed addresses only", ""
    if not any(_is_confirmed(ses, name) for name in (sender.address, sender.address.partition("@")[2])):
        return f"neither {sender.address} nor its domain is a confirmed identity of SES", ""
    return "", f"from {sender.address}, up to {state['SendQuota']['Max24HourSend']:.0f} a day"


def _is_confirmed(ses: Any, identity: str) -> bool:
    try:
        return bool(ses.get_email_identity(EmailIdentity=identity)["VerifiedForSendingStatus"])
    except ses.exceptions.NotFoundException:
        return False


_STATES: Mapping[str, Callable[[Account, Messaging], tuple[str, str]]] = {SMS: _sms_state, EMAIL: _email_state}
