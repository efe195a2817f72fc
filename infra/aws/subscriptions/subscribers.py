"""`subscribers`: which addresses get whose notices, for the admin's own eyes.

Addresses are personal data: where the output is no terminal but a file or another program's log, they are masked.
"""

import argparse
import re
import sys
from typing import Any

from infra.aws.account import Account
from infra.aws.release import stages
from infra.aws.subscriptions import filters, topics
from infra.template import opds


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    is_shown = options.addresses or sys.stdout.isatty()
    audiences = [options.audience] if options.audience else [*opds(stages.city_of(account.stage)), *topics.SHARED]
    count = 0
    for audience in audiences:
        for subscription in _subscriptions(account, audience):
            print(_line(account, audience, subscription, is_shown=is_shown))
            count += 1
    print(f"{count} addresses.")
    if count and not is_shown:
        print("They are masked, since this is no terminal: --addresses shows them.", file=sys.stderr)
    return 0


def _subscriptions(account: Account, audience: str) -> list[dict[str, Any]]:
    return sorted(topics.of_audience(account, audience), key=lambda each: (each["Protocol"], each["Endpoint"]))


def _line(account: Account, audience: str, subscription: dict[str, Any], *, is_shown: bool) -> str:
    arn, address = subscription["SubscriptionArn"], subscription["Endpoint"]
    is_confirmed = arn.startswith("arn:")
    state = filters.in_words(topics.policy_of(account, arn)) if is_confirmed else "waits for confirmation"
    wanted = state if audience != filters.ALARMS or not is_confirmed else "alarms"
    return f"{audience:<14} {subscription['Protocol']:<6} {address if is_shown else masked(address):<40} {wanted}"


def masked(address: str) -> str:
    """The address without what tells who it is: ARNs of queues stay, of others the domain or the last digits."""
    if address.startswith("arn:"):
        return address
    if "://" in address:
        return re.sub(r"(://[^/]+).*", r"\1/…", address)
    name, at, domain = address.partition("@")
    return f"{name[:1]}…@{domain}" if at else f"{address[:3]}…{address[-2:]}"
