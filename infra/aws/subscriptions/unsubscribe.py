"""`unsubscribe`: an address gets an audience's notices no more."""

import argparse

from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.subscriptions import topics


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    topic = account.topic_arn(topics.topic_of(account.stage, options.audience))
    found = [each for each in topics.of_topic(account, topic) if each["Endpoint"] == options.address]
    if not found:
        raise Refused(
            f"{options.audience}: {options.address} is not subscribed. Who is, says "
            f"`python -m infra subscribers --stage {account.stage} {options.audience}`."
        )
    confirmed = [each["SubscriptionArn"] for each in found if each["SubscriptionArn"].startswith("arn:")]
    for subscription in confirmed:
        account.client("sns").unsubscribe(SubscriptionArn=subscription)
        print(f"{options.audience}: {options.address} gets no more notices.")
    if len(confirmed) < len(found):
        print(f"{options.audience}: {options.address} has not confirmed: SNS forgets it by itself after two days.")
    if len(found) == len(topics.of_topic(account, topic)) + len(confirmed):
        print(f"Nobody listens for {options.audience} now: its notices reach no one.")
    return 0
