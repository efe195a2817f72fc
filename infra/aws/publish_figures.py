"""`publish-figures`: publish the city's figures now, instead of next midnight."""

import argparse
import os

from infra.aws.account import Account
from infra.aws.release import stages


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    os.environ |= account.environment
    os.environ |= {"SEDULUR_STAGE": account.stage, "SEDULUR_CITY": stages.city_of(account.stage)}
    from chalicelib import wiring
    from chalicelib.domain.statistics.figure_publication import NotCountedApart

    try:
        is_published = wiring.figure_publication().publish()
    except NotCountedApart as problem:
        print(f"Nothing was published: {problem}.")
        return 1
    print(
        "The public reads the figures of this moment." if is_published else "Another run has published them just now."
    )
    return 0
