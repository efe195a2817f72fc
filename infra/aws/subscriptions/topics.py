"""Topics by audience, and the subscriptions of a topic."""

import difflib
import json
from typing import Any

from chalicelib import names
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import stages
from infra.aws.subscriptions.filters import ALARMS
from infra.template import opds

SHARED = (names.COORDINATOR, names.LEADERS, ALARMS)
"""Audiences other than OPDs that have a topic."""


def topic_of(stage: str, audience: str) -> str:
    """The topic of an OPD by its code (in any case), or a shared one.

    Raises:
        Refused: There is no such OPD; the message suggests others.
    """
    if audience.lower() in SHARED:
        return names.topic(stage, audience.lower())
    codes = opds(stages.city_of(stage))
    if audience.upper() in codes:
        return names.opd_topic(stage, audience)
    if audience.upper().startswith("X-"):
        raise Refused(f"{audience} is outside the regency's authority: its matters are referred, it gets no notices.")
    known = {code.lower(): code for code in (*codes, *SHARED)}
    near = [known[each] for each in difflib.get_close_matches(audience.lower(), known, n=3, cutoff=0.5)]
    hint = f" Did you mean {' or '.join(near)}?" if near else f" Known are {', '.join([*codes, *SHARED])}."
    raise Refused(f"There is no OPD {audience}.{hint}")


def of_topic(account: Account, topic: str) -> list[dict[str, Any]]:
    """The subscriptions of a topic as SNS lists them; the ARN of one that is not confirmed is `PendingConfirmation`.

    Raises:
        Refused: There is no such topic.
    """
    sns = account.client("sns")
    try:
        pages = list(sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic))
    except sns.exceptions.NotFoundException:
        name = topic.rpartition(":")[2]
        advice = "deploy the stage first, or name its --region."
        raise Refused(f"There is no topic {name} in {account.region}: {advice}") from None
    return [subscription for page in pages for subscription in page["Subscriptions"]]


def of_audience(account: Account, audience: str) -> list[dict[str, Any]]:
    """The subscriptions that get an audience's notices; those of a desa are told apart by their filters.

    Raises:
        Refused: There is no such audience, or no topic.
    """
    subscriptions = of_topic(account, account.topic_arn(topic_of(account.stage, audience)))
    if not names.shares_topic(audience):
        return subscriptions
    return [each for each in subscriptions if audience.upper() in desa_of(account, each)]


def desa_of(account: Account, subscription: dict[str, Any]) -> list[str]:
    """The desa for which a subscription of their shared topic listens; none while it is not confirmed, for SNS tells no
    filter of it then.
    """
    arn = subscription["SubscriptionArn"]
    return list(policy_of(account, arn).get("opd", [])) if arn.startswith("arn:") else []


def set_policy(account: Account, subscription: str, policy: dict[str, list[Any]]) -> None:
    """Change the filter policy of a confirmed subscription."""
    account.client("sns").set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="FilterPolicy", AttributeValue=json.dumps(policy)
    )


def find(account: Account, topic: str, protocol: str, address: str) -> str | None:
    """The ARN of this address's subscription, `PendingConfirmation` while it waits; None if there is none.

    Raises:
        Refused: There is no such topic.
    """
    for each in of_topic(account, topic):
        if (each["Protocol"], each["Endpoint"]) == (protocol, address):
            return str(each["SubscriptionArn"])
    return None


def policy_of(account: Account, subscription: str) -> dict[str, list[Any]]:
    """The filter policy of a confirmed subscription; empty if everything passes."""
    attributes = account.client("sns").get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    policy: dict[str, list[Any]] = json.loads(attributes.get("FilterPolicy") or "{}")
    return policy
