"""`make bench`: measures figures of speed and cost, each a ratio or a count, and compares each with its aim."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator

from benchmarks.figures import Figure, all_hold
from benchmarks.fresh import ENVIRONMENT

PARTS = ("start", "submission", "reading", "growth", "health")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print all figures; the exit code is 1 if a figure misses its aim."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"one of {', '.join(PARTS)} (all of them)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--runs", type=int, default=15, help="fresh processes per figure (15)")
    options = parser.parse_args(arguments)
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"unknown part: {', '.join(unknown)}")
    os.environ |= ENVIRONMENT
    figures = []
    for figure in _measured(options.parts or PARTS, options.runs):
        figures.append(figure)
        if not options.json:
            print(figure.line(), flush=True)
    if options.json:
        print(json.dumps([figure.as_json() for figure in figures], indent=1, ensure_ascii=False))
    return 0 if all_hold(figures) else 1


def _measured(assignments: list[str] | tuple[str, ...], runs: int) -> Iterator[Figure]:
    for part in assignments:
        yield from _part(part)(runs)


def _part(name: str) -> Callable[[int], Iterator[Figure]]:
    """The benchmark of this name, imported only now so that it does not warm up the process for another one."""
    from benchmarks import growth, health, reading, start, submission

    return {
        "start": start.figures,
        "submission": lambda runs: submission.figures(runs * 40),
        "reading": lambda runs: reading.figures(runs * 40),
        "growth": lambda _: growth.figures(),
        "health": lambda runs: health.figures(runs * 10),
    }[name]


if __name__ == "__main__":
    sys.exit(main())
