"""No confidential report can be seen in the public figures, by whoever compares any night with the one before."""

from itertools import pairwise

from tests.simulation.audit.evidence import Evidence, PublicNight, Report

FEWEST = 5
"""So many confidential reports at least appear at once."""

ROWS = frozenset({("city", "n"), ("city", "visibility:confidential"), ("service", "confidential"), ("area", "confidential")})  # fmt: skip
"""Where confidential reports may appear: in the month's total, and in the rows that name them."""


def check(evidence: Evidence, report: Report) -> None:
    confidential = [case for case in evidence.cases.values() if case.ticket.is_confidential]
    report.checked["confidential reports"] = len(confidential)
    report.checked["nights of public figures"] = len(evidence.nights)
    report.checked["public figures compared"] = sum(night.figures for night in evidence.nights)
    for night in evidence.nights:
        _check_night(night, evidence, report)
    for before, after in pairwise(evidence.nights):
        _check_change(before, after, report)


def _check_night(night: PublicNight, evidence: Evidence, report: Report) -> None:
    """Every figure is that of a city without confidential reports, but for the totals of months that are over."""
    today = evidence.calendar.day(night.at)
    for (period, subject, name), count in night.confidential.items():
        if (subject, name) not in ROWS or count < FEWEST or period >= f"{today:%Y-%m}":
            detail = f"{night.at:%Y-%m-%d}: {period} {subject} {name} by {count}"
            report.add("confidential_report_disclosed", "", detail)


def _check_change(before: PublicNight, after: PublicNight, report: Report) -> None:
    """What confidential reports move from one night to the next, they move by five or more, once and for ever."""
    for cell in before.confidential.keys() | after.confidential.keys():
        change = after.confidential.get(cell, 0) - before.confidential.get(cell, 0)
        if change and (change < FEWEST or cell in before.confidential):
            report.add("confidential_report_disclosed", "", f"{after.at:%Y-%m-%d}: {' '.join(cell)} moved by {change}")
