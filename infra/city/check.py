"""`city check`: reports everything that is wrong with a city pack at once, with file, entry, field and what to do."""

import argparse
from pathlib import Path

from chalicelib.adapters.city_pack.pack import BadPack, PackProblem, load
from infra.city.checks.common_checks import CHECKS
from infra.city.checks.pack_contents import Contents, read


def run(options: argparse.Namespace) -> int:
    try:
        folder = Path(options.city) if "/" in options.city else load(options.city).folder
    except BadPack as error:
        print(error)
        return 1
    problems, contents = check(folder)
    for problem in problems:
        print(problem)
    print(f"{len(problems)} to correct" if problems else summary(contents))
    return 1 if problems else 0


def check(folder: Path) -> tuple[list[PackProblem], Contents]:
    """All problems of a pack, sorted by file, entry and field, and what could be read of the pack."""
    contents = read(folder)
    for examine in CHECKS:
        examine(contents)
    return sorted(set(contents.problems), key=lambda p: (p.file, p.entry, p.field)), contents


def summary(contents: Contents) -> str:
    """What a sound pack holds, on a few lines."""
    to_confirm = sum(not opd.confirmed for opd in contents.opds.values())
    estimated = sum(holiday.estimated for holiday in contents.holidays)
    external = sum(opd.is_external for opd in contents.opds.values())
    kinds = [area.kind for area in contents.areas.values()]
    areas = ", ".join(f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds))
    return "\n".join(
        (
            f"{contents.city.name}: all is well",
            f"  {len(contents.services)} services in {len(contents.groups)} groups",
            f"  {len(contents.opds)} OPDs, {external} of them external; {to_confirm} to confirm",
            f"  {len(contents.areas)} areas: {areas}",
            f"  {len(contents.holidays)} holidays, {estimated} of them estimated",
        )
    )
