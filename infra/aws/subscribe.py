"""`subscribe`: where an OPD's notices (or the coordinator's, the leaders', the alarms) go."""

import argparse
import difflib
import json
import re
from typing import Any

from chalicelib import names
from infra.aws import FILTERS
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import stages
from infra.aws.release.verification import DELIVERIES
from infra.template import opds

ALARMS = "alarms"
SHARED = (names.COORDINATOR, names.LEADERS, ALARMS)
"""Audiences other than OPDs that have a topic."""

ADDRESSES = {
    "email": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address"),
    "sms": (r"\+\d{8,15}", "a number with its country code, for example +6281234567890"),
    "https": (r"https://[^\s/]+\S*", "an https:// address"),
    "sqs": (r"arn:aws[\w-]*:sqs:[\w-]+:\d{12}:[\w.-]+", "the ARN of an SQS queue"),
}

NEXT_STEP = {
    "email": "AWS has sent a message to {address}: notices come once the link in it was opened.",
    "https": "AWS asks {address} to confirm: notices come once it has opened the SubscribeURL it was sent.",
    "sms": "Notices go to {address} from now on (an account in the SMS sandbox reaches verified numbers only).",
    "sqs": "Notices go to {address}, if its policy lets the topic send:\n{policy}",
}


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    topic = topic_of(account.stage, options.audience)
    _check_address(options.protocol, options.address)
    arn = account.topic_arn(topic)
    sns = account.client("sns")
    try:
        subscription = _find_subscription(sns, arn, options.protocol, options.address)
    except sns.exceptions.NotFoundException:
        raise Refused(
            f"There is no topic {topic} in {account.region}: deploy the stage first, or name its --region."
        ) from None
    wanted = filter_policy(options)
    if subscription is None:
        _subscribe(account, arn, options, wanted)
        print(f"{options.audience}: {options.address} subscribed.")
    elif _has_filter(sns, subscription, wanted):
        print(f"{options.audience}: {options.address} is subscribed already; nothing had to be changed.")
        return 0
    else:
        _change_filter(sns, subscription, wanted)
    print(NEXT_STEP[options.protocol].format(address=options.address, policy=_queue_policy(options.address, arn)))
    return 0


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


def filter_policy(options: argparse.Namespace) -> dict[str, list[Any]]:
    """The filter policy of the subscription, by attributes of notices; empty lets everything through.

    Digests go out on the same topics: leaders get them alone unless they ask for more, others only if they ask for it.

    Raises:
        Refused: The day's digest alone is wanted, and a filter on single notices.
    """
    attributes = {name: sorted(values) for name in FILTERS if (values := getattr(options, name))}
    audience = options.audience.lower()
    if audience == ALARMS:  # CloudWatch's messages have no attributes at all
        return attributes
    match options.digest or ("only" if audience == names.LEADERS and not attributes else "no"):
        case "only" if attributes:
            raise Refused(f"A digest is about all of it: leave out {', '.join('--' + name for name in attributes)}.")
        case "only":
            return {"digest": ["daily"]}
        case "no":
            return attributes | {"digest": [{"exists": False}]}
        case _:
            return attributes


def _check_address(protocol: str, address: str) -> None:
    """Check the form of an address.

    Raises:
        Refused: The protocol cannot have such an address.
    """
    pattern, description = ADDRESSES[protocol]
    if not re.fullmatch(pattern, address):
        raise Refused(f"{address} cannot be reached by {protocol}: give {description}.")


def _find_subscription(sns: Any, topic: str, protocol: str, address: str) -> str | None:
    """The ARN of this address's subscription, `PendingConfirmation` while it waits; None if there is none."""
    for page in sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=topic):
        for each in page["Subscriptions"]:
            if (each["Protocol"], each["Endpoint"]) == (protocol, address):
                return str(each["SubscriptionArn"])
    return None


def _subscribe(account: Account, topic: str, options: argparse.Namespace, wanted: dict[str, list[Any]]) -> None:
    dead_letters = account.queue_arn(names.dead_letter_queue(account.stage, DELIVERIES))
    attributes = {"RedrivePolicy": json.dumps({"deadLetterTargetArn": dead_letters})}
    if wanted:
        attributes["FilterPolicy"] = json.dumps(wanted)
    if options.protocol == "sqs":
        attributes["RawMessageDelivery"] = "true"
    account.client("sns").subscribe(
        TopicArn=topic, Protocol=options.protocol, Endpoint=options.address, Attributes=attributes
    )


def _has_filter(sns: Any, subscription: str, wanted: dict[str, list[Any]]) -> bool:
    if not subscription.startswith("arn:"):
        return False
    attributes = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    return bool(json.loads(attributes.get("FilterPolicy") or "{}") == wanted)


def _change_filter(sns: Any, subscription: str, wanted: dict[str, list[Any]]) -> None:
    if not subscription.startswith("arn:"):
        print("The address is subscribed already but has not confirmed: its filter can be changed after that.")
        return
    sns.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="FilterPolicy", AttributeValue=json.dumps(wanted)
    )
    print("The filter is changed.")


def _queue_policy(queue: str, topic: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return json.dumps(statement)
