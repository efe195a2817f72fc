"""`city recompute`: bring what is not over to the city pack as it is now.

After days off were added or dropped, dates move, never those that have passed. After the ladder changed, or a release
that had no watch of deadlines, it is noted when the watch looks at each ticket next. Deploy first, so that what comes
in meanwhile is right already. May be stopped and run again: what is right is left alone.
"""

import argparse
import getpass
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.flow.deadlines.recalculate import Adjusted, Recalculation
from infra.aws.account import Account
from infra.aws.failures import as_message
from infra.aws.release import stages
from infra.local.environment import STAGE, environment, surrounded_by
from infra.local.replaying.progress import Progress

LOCAL = "http://127.0.0.1:4599"

Failures = list[tuple[str, Exception]]


@as_message
def run(options: argparse.Namespace) -> int:
    with _surroundings(Account.of(options)):
        from chalicelib import wiring

        wiring.reset()
        try:
            return _recompute(wiring.recalculation(), options)
        finally:
            wiring.reset()


def _recompute(recomputing: Recalculation, options: argparse.Namespace) -> int:
    by = options.by or getpass.getuser()
    step = recomputing.look if options.look else lambda number: recomputing.adjust(number, by, options.reason)
    numbers = recomputing.unfinished()
    done, failed = _each(numbers, step)
    would = "would be" if options.look else "were"
    print(f"{len(numbers)} open tickets: dates of {done[Adjusted.DATES]} {would} moved")
    print(f"next looks of others that {would} noted anew: {done[Adjusted.LOOK]}")
    for number, failure in failed:
        print(f"{number}: {type(failure).__name__}, left as it is", file=sys.stderr)
    return 1 if failed else 0


def _each(numbers: Sequence[str], step: Callable[[str], Adjusted]) -> tuple[Counter[Adjusted], Failures]:
    """A ticket that cannot be read does not stand in the others' way; what AWS refuses, it refuses for all of them."""
    done: Counter[Adjusted] = Counter()
    failed: Failures = []
    with Progress("tickets", len(numbers), sys.stderr) as progress:
        for number in numbers:
            try:
                done[step(number)] += 1
            except (ClientError, BotoCoreError):
                raise
            except Exception as failure:  # noqa: BLE001 - not swallowed: told by its ticket when all had their turn
                failed.append((number, failure))
            progress.advance()
    return done, failed


def _surroundings(account: Account) -> AbstractContextManager[None]:
    """What the code sees there: the stage's own city and table."""
    if account.stage == STAGE:
        return surrounded_by(environment(account.endpoint or LOCAL))
    there = account.surroundings | {"SEDULUR_STAGE": account.stage, "SEDULUR_CITY": stages.city_of(account.stage)}
    return surrounded_by(there)
