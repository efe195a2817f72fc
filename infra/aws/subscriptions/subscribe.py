"""`subscribe`: where an OPD's notices (or the coordinator's, the leaders', the alarms) go."""

import argparse
import json
import re
from typing import Any

from chalicelib import names
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import stages
from infra.aws.release.verification import DELIVERIES
from infra.aws.subscriptions import filters, topics

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
    topic = account.topic_arn(topics.topic_of(account.stage, options.audience))
    _check_address(options.protocol, options.address)
    wanted = filters.filter_policy(options, stages.city_of(account.stage))
    subscription = topics.find(account, topic, options.protocol, options.address)
    if subscription is None:
        _subscribe(account, topic, options, wanted)
        print(f"{options.audience}: {options.address} subscribed, for {filters.in_words(wanted)}.")
    elif not subscription.startswith("arn:"):
        print("The address is subscribed already but has not confirmed: its filter can be changed after that.")
    elif (former := topics.policy_of(account, subscription)) == (wanted := _beside(former, wanted, options)):
        print(f"{options.audience}: {options.address} is subscribed already; nothing had to be changed.")
        return 0
    else:
        topics.set_policy(account, subscription, wanted)
        print(f"{options.audience}: {options.address} now gets {filters.in_words(wanted)}.")
        print(f"This replaces its former filter: {filters.in_words(former)}.")
    print(NEXT_STEP[options.protocol].format(address=options.address, policy=_queue_policy(options.address, topic)))
    return 0


def _beside(former: filters.Policy, wanted: dict[str, list[Any]], options: argparse.Namespace) -> dict[str, list[Any]]:
    """The filter that the address gets: the wanted one, of a desa beside those for which it listens already.

    Raises:
        Refused: The address listens for other desa with other options.
    """
    if not names.shares_topic(options.audience):
        return wanted
    joined = filters.joined(former, wanted)
    if joined is None:
        raise Refused(
            f"{options.address} gets {filters.in_words(former)} of the topic that all desa share, where an address has "
            "one filter: give the same options, or unsubscribe it first."
        )
    return joined


def _check_address(protocol: str, address: str) -> None:
    """Check the form of an address.

    Raises:
        Refused: The protocol cannot have such an address.
    """
    pattern, description = ADDRESSES[protocol]
    if not re.fullmatch(pattern, address):
        raise Refused(f"{address} cannot be reached by {protocol}: give {description}.")


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


def _queue_policy(queue: str, topic: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": queue,
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    return json.dumps(statement)
