"""The command `simulate`: lives through the year, has it audited, prints what came of it."""

import argparse
import resource
import sys
import time
from collections import Counter
from pathlib import Path

from chalicelib.adapters.city_pack import load
from chalicelib.adapters.pack_files import BadPack
from infra.simulation import habits
from infra.simulation.audit.evidence import Finding, Report
from infra.simulation.inspection import audited, evidence_of
from infra.simulation.summary import lines
from infra.simulation.year import Plan, Year, simulate

SHOWN = 10
"""So many findings of each kind are told."""


def run(options: argparse.Namespace) -> int:
    """0, or 1 if the auditor found anything or a page could not be made."""
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
    lived = time.perf_counter()
    report = audited(evidence_of(year))
    _tell(year, report, lived - started, time.perf_counter() - lived)
    return 1 if report.findings or not _shown(year, options.pages) else 0


def _shown(year: Year, folder: Path | None) -> bool:
    if folder is None:
        return True
    from infra.simulation.pages import write

    return write(year, folder)


def _tell(year: Year, report: Report, lived: float, audited_in: float) -> None:
    for name, value in lines(year):
        print(f"  {name:<42} {value}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  {'time':<42} {lived:.0f} s to live it, {audited_in:.0f} s to audit it")
    print(f"  {'peak memory':<42} {memory:.0f} MB")
    print("audited")
    for name, count in sorted(report.checked.items()):
        print(f"  {name:<42} {count}")
    _findings(report.findings)


def _findings(findings: list[Finding]) -> None:
    told: Counter[str] = Counter()
    for finding in findings:
        told[finding.check] += 1
        if told[finding.check] <= SHOWN:
            print(f"FAILED {finding.check} {finding.ticket}: {finding.told}")
    for check, count in told.items():
        print(f"FAILED {check}: {count} in all")
    if not findings:
        print("Nothing was missed unnoticed, told twice, lost, ended early or counted wrongly.")
