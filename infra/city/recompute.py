"""`city recompute`: move the dates of what is open after days off were added to the city pack, or dropped.

Deploy the changed city pack first, so that what comes in meanwhile is right already. May be stopped and run again: what
is right is left alone. Dates that have passed are never moved.
"""

import argparse
import getpass
import sys
from contextlib import AbstractContextManager

from infra.aws.account import Account
from infra.aws.failures import told
from infra.aws.stages import city_of
from infra.local.progress import Progress
from infra.local.surroundings import STAGE, environment, surrounded_by

LOCAL = "http://127.0.0.1:4599"


@told
def run(options: argparse.Namespace) -> int:
    with _surroundings(Account.of(options)):
        from chalicelib import wiring

        wiring.reset()
        try:
            return _recompute(options)
        finally:
            wiring.reset()


def _recompute(options: argparse.Namespace) -> int:
    from chalicelib import wiring

    recomputing = wiring.recomputing()
    numbers: dict[str, None] = {}
    for box in recomputing.boxes():
        numbers |= dict.fromkeys(recomputing.open_tickets(box))
    moved = 0
    with Progress("tickets", len(numbers), sys.stderr) as progress:
        for number in numbers:
            moved += recomputing.adjust(number, options.by or getpass.getuser(), options.reason, only_look=options.look)
            progress.advance()
    verb = "would be moved" if options.look else "were moved"
    print(f"{len(numbers)} open tickets: dates of {moved} {verb}")
    return 0


def _surroundings(account: Account) -> AbstractContextManager[None]:
    """What the code sees there: the stage's own city and table."""
    if account.stage == STAGE:
        return surrounded_by(environment(account.endpoint or LOCAL))
    there = account.surroundings | {"SEDULUR_STAGE": account.stage, "SEDULUR_CITY": city_of(account.stage)}
    return surrounded_by(there)
