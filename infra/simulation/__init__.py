"""`python -m infra simulate`: a year of a city, and whether every promise was kept or told of."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

YEAR = 365


def register(subparsers: Any) -> None:
    """Add the command `simulate`; what does the work is imported when it runs."""
    purpose = "a year of a city on this machine, and an independent audit of everything that it has left behind"
    parser: ArgumentParser = subparsers.add_parser("simulate", help=purpose, description=purpose)
    parser.add_argument("--city", default="pati", help="name of a folder below chalicelib/cities (pati)")
    parser.add_argument("--tickets", type=int, default=10_000, help="how many reports come in (10000)")
    parser.add_argument("--year", type=int, default=2026, help="with its holidays (2026)")
    parser.add_argument("--days", type=int, default=YEAR, help="from the first of January on (365)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same year again (1)")
    parser.add_argument("--data", type=Path, help="requests of a 311 service, gzipped CSV; else people are invented")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="write the dashboards of its last month as HTML")
    parser.set_defaults(run=_run)


def _run(options: Namespace) -> int:
    from infra.simulation.command import run

    return int(run(options))
