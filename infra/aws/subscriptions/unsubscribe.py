"""`unsubscribe`: an address gets an audience's notices no more."""

import argparse

from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.subscriptions import filters, topics


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    found = [each for each in topics.of_audience(account, options.audience) if each["Endpoint"] == options.address]
    if not found:
        raise Refused(
            f"{options.audience}: {options.address} is not subscribed. Who is, says "
            f"`python -m infra subscribers --stage {account.stage} {options.audience}`."
        )
    confirmed = [each["SubscriptionArn"] for each in found if each["SubscriptionArn"].startswith("arn:")]
    for subscription in confirmed:
        _end(account, subscription, options.audience)
        print(f"{options.audience}: {options.address} gets no more notices.")
    if len(confirmed) < len(found):
        print(f"{options.audience}: {options.address} has not confirmed: SNS forgets it by itself after two days.")
    if len(found) == len(topics.of_audience(account, options.audience)) + len(confirmed):
        print(f"Nobody listens for {options.audience} now: its notices reach no one.")
    return 0


def _end(account: Account, subscription: str, audience: str) -> None:
    """End the subscription, or only its part for one of several desa."""
    left = filters.without(topics.policy_of(account, subscription), audience)
    if left:
        topics.set_policy(account, subscription, left)
    else:
        account.client("sns").unsubscribe(SubscriptionArn=subscription)
