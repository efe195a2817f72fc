"""`rebuild-statistics`: count all tickets anew while the system runs, compare, then let everybody read the result."""

import argparse
import os
from collections.abc import Iterator
from datetime import date

from chalicelib.domain.statistics.counters import ALL, NOW, Generations
from chalicelib.flow.ports.statistics import Counters
from chalicelib.flow.statistics.counting import Progress
from infra.aws.account import Account
from infra.aws.release import stages

MONTHS_WITHOUT_FIGURES = 12
"""The comparison, which goes backwards, ends after so many months in a row without a figure."""


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    os.environ |= account.environment
    os.environ |= {"SEDULUR_STAGE": account.stage, "SEDULUR_CITY": stages.city_of(account.stage)}
    from chalicelib import wiring

    rebuild, counters = wiring.counter_rebuild(), wiring.counters()
    for progress in rebuild.run(lambda generations: _compare(counters, generations, wiring.now().date())):
        _print_progress(progress)
    return 0


def _print_progress(progress: Progress) -> None:
    counted = f"{progress.tickets} tickets, {progress.questionnaires} questionnaires"
    if progress.finished:
        print(f"Everybody reads generation {progress.generation} now: {counted}.")
        print(f"{progress.forgotten} sets of counters of generations before the last are deleted.")
    else:
        print(f"  generation {progress.generation}: {counted}", flush=True)


def _compare(counters: Counters, generations: Generations, today: date) -> None:
    """Print by period how the generation that is being built differs from the current one."""
    empty = 0
    for period in _periods(today):
        before, after = (_figures(counters, each, period) for each in (generations.current, generations.building))
        empty = 0 if before or after else empty + 1
        if empty == MONTHS_WITHOUT_FIGURES:
            return
        different = sorted(key for key in before.keys() | after.keys() if before.get(key, 0) != after.get(key, 0))
        for subject, name in different[:10]:
            then, now = before.get((subject, name), 0), after.get((subject, name), 0)
            print(f"  {period} {subject} {name}: {then} before, {now} now")
        if before or after:
            print(f"  {period}: {len(after)} figures, {len(different)} of them other than before")


def _periods(today: date) -> Iterator[str]:
    """The counters of what is open now, then every month backwards."""
    yield NOW
    year, month = today.year, today.month
    while year > 1:
        yield f"{year:04}-{month:02}"
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)


def _figures(counters: Counters, generation: int, period: str) -> dict[tuple[str, str], int]:
    """Counters of a period that are not zero, by subject and name."""
    figures = counters.figures(generation, period, ALL)
    return {(subject, name): n for subject, counts in figures.items() for name, n in counts.items() if n}
