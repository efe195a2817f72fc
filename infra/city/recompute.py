"""`city recompute`: adapts the tickets that are not over to the city pack as it is now.

After days off were added or dropped, deadlines move, except those that have passed. After the ladder changed, or after
a release that had no deadline watch, the next check of each ticket is noted anew. Deploy first, so that tickets that
come in meanwhile are right already. The command may be stopped and run again: it leaves alone what is right.
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
from infra.local.environment import STAGE, environment, environment_variables, local_endpoint
from infra.progress import Progress

Failures = list[tuple[str, Exception]]


@as_message
def run(options: argparse.Namespace) -> int:
    with _environment_of(Account.of(options)):
        from chalicelib import wiring

        wiring.reset()
        try:
            return _recompute(wiring.recalculation(), options)
        finally:
            wiring.reset()


def _recompute(recalculation: Recalculation, options: argparse.Namespace) -> int:
    by = options.by or getpass.getuser()
    step = recalculation.preview if options.dry_run else lambda number: recalculation.adjust(number, by, options.reason)
    numbers = recalculation.unfinished()
    done, failed = _apply(numbers, step)
    tense = "would be" if options.dry_run else "were"
    print(f"{len(numbers)} open tickets: dates of {done[Adjusted.DATES]} {tense} moved")
    print(f"next checks of others that {tense} noted anew: {done[Adjusted.NEXT_CHECK]}")
    for number, failure in failed:
        print(f"{number}: {type(failure).__name__}, left as it is", file=sys.stderr)
    return 1 if failed else 0


def _apply(numbers: Sequence[str], step: Callable[[str], Adjusted]) -> tuple[Counter[Adjusted], Failures]:
    """Apply `step` to each ticket. One that cannot be read does not stop the others; a refusal by AWS does."""
    done: Counter[Adjusted] = Counter()
    failed: Failures = []
    with Progress("tickets", len(numbers), sys.stderr) as progress:
        for number in numbers:
            try:
                done[step(number)] += 1
            except (ClientError, BotoCoreError):
                raise
            except Exception as failure:  # noqa: BLE001 - not swallowed: reported by ticket number at the end
                failed.append((number, failure))
            progress.advance()
    return done, failed


def _environment_of(account: Account) -> AbstractContextManager[None]:
    """Set the stage's environment: its AWS, its city and its table."""
    if account.stage == STAGE:
        return environment_variables(environment(account.endpoint or local_endpoint()))
    variables = account.environment | {"SEDULUR_STAGE": account.stage, "SEDULUR_CITY": stages.city_of(account.stage)}
    return environment_variables(variables)
