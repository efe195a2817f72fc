"""`python -m tests.simulation`: simulates a year, audits it and prints the result."""

import argparse
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from chalicelib.adapters.city_pack.files import BadPack
from chalicelib.adapters.city_pack.pack import load
from tests.simulation import habits
from tests.simulation.audit.evidence import Finding, Report
from tests.simulation.inspection import audited, evidence_of
from tests.simulation.summary import lines
from tests.simulation.year import Plan, Year, simulate

YEAR = 365
SHOWN = 10
"""The most findings of each kind that are printed."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return 0, or 1 if the auditor found anything or a page could not be made."""
    options = _command_line().parse_args(arguments)
    try:
        pack = load(options.city)
        known = habits.of_file(options.data) if options.data else habits.invented()
    except (BadPack, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    plan = Plan(options.tickets, options.year, options.seed, options.days)
    print(f"{plan.days} days of {plan.year}, {plan.tickets} reports, seed {plan.seed}", flush=True)
    print(f"people and OPDs as in {known.source}", flush=True)
    started = time.perf_counter()
    year = simulate(pack, known, plan)
    simulated = time.perf_counter()
    report = audited(evidence_of(year))
    _print_report(year, report, simulated - started, time.perf_counter() - simulated)
    return 1 if report.findings or not _write_pages(year, options.pages) else 0


def _command_line() -> argparse.ArgumentParser:
    purpose = "a year of a city on this machine, and an independent audit of everything that it has left behind"
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=purpose)
    parser.add_argument("--city", default="pati", help="name of a folder below chalicelib/cities (pati)")
    parser.add_argument("--tickets", type=int, default=10_000, help="how many reports come in (10000)")
    parser.add_argument("--year", type=int, default=2026, help="with its holidays (2026)")
    parser.add_argument("--days", type=int, default=YEAR, help="from the first of January on (365)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same year again (1)")
    parser.add_argument("--data", type=Path, help="requests of a 311 service, gzipped CSV; else people are invented")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="write the dashboards of its last month as HTML")
    return parser


def _write_pages(year: Year, folder: Path | None) -> bool:
    if folder is None:
        return True
    from tests.simulation.pages import write

    return write(year, folder)


def _print_report(year: Year, report: Report, simulated_in: float, audited_in: float) -> None:
    for name, value in lines(year):
        print(f"  {name:<42} {value}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {'time':<42} {simulated_in:.0f} s to simulate it, {audited_in:.0f} s to audit it")
    print(f"  {'peak memory':<42} {memory:.0f} MB")
    print("audited")
    for name, count in sorted(report.checked.items()):
        print(f"  {name:<42} {count}")
    _print_findings(report.findings)


def _print_findings(findings: list[Finding]) -> None:
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.check] += 1
        if counts[finding.check] <= SHOWN:
            print(f"FAILED {finding.check} {finding.ticket}: {finding.detail}")
    for check, count in counts.items():
        print(f"FAILED {check}: {count} in all")
    if not findings:
        print("Nothing was missed unnoticed, notified twice, lost, ended early or counted wrongly.")


if __name__ == "__main__":
    sys.exit(main())
