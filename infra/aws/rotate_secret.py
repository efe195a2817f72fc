"""`rotate-secret`: a new secret for the numbers and codes of new tickets. Tickets that exist stay as they are."""

import argparse
import os
from datetime import UTC, datetime

from infra.aws.account import Account
from infra.aws.failures import Refused


def run(options: argparse.Namespace) -> int:
    os.environ |= Account.of(options).environment | {"SEDULUR_STAGE": options.stage}
    from chalicelib.adapters.dynamodb import keys
    from chalicelib.adapters.dynamodb.stores.stage_secrets import RotationNotOver, rotate

    try:
        begin = rotate(keys.TICKET_SECRET, datetime.now(UTC))
    except RotationNotOver as last:
        raise Refused(
            f"The last rotation is not over: a report from before it may still be sent again until "
            f"{last.until:%Y-%m-%d %H:%M} UTC. Rotate after that."
        ) from last
    print(f"From {begin:%Y-%m-%d %H:%M} UTC on, new tickets get numbers and codes by a new secret.")
    return 0
