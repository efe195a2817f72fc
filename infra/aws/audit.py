"""`audit`: check that every ticket's history is the one that was written, for the auditor. It only reads.

A head that was written down outside of the table shows even a history that was rewritten together with its head.
"""

import argparse
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from chalicelib.domain.tickets.chain_check import Finding, Head, check_chain
from infra.aws.account import Account
from infra.aws.failures import Refused
from infra.aws.release import stages

SHOWN = 50
"""The most tickets that are named."""


@dataclass(slots=True)
class Audit:
    """`heads` are those of this audit, `wrong` the numbers of tickets of which something does not fit."""

    known: dict[str, Head]
    heads: dict[str, Head] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)


def run(options: argparse.Namespace) -> int:
    account = Account.of(options)
    os.environ |= account.environment
    os.environ |= {"SEDULUR_STAGE": account.stage, "SEDULUR_CITY": stages.city_of(account.stage)}
    audit = Audit(_read(options.against) if options.against else {})
    _check(audit)
    _print(audit)
    if options.record:
        _write(options.record, audit.heads)
    return 1 if audit.wrong else 0


def _check(audit: Audit) -> None:
    from chalicelib import wiring

    tickets = wiring.tickets()
    for number in wiring.ports.rebuilding.tickets():
        case = tickets.get(number, internal=True)
        finding = check_chain(case, audit.known.get(number))
        audit.counts[finding or "good"] += 1
        if finding in (Finding.BROKEN, Finding.REWRITTEN):
            audit.wrong.append((number, str(finding)))
        if case.ticket.chain:
            audit.heads[number] = case.ticket.sequence, case.ticket.chain
        audit.known.pop(number, None)
    audit.wrong += [(number, "missing") for number in sorted(audit.known)]


def _print(audit: Audit) -> None:
    print(f"  {audit.counts['good']} histories are as they were written.")
    if audit.counts[Finding.UNCHAINED]:
        print(f"  {audit.counts[Finding.UNCHAINED]} were written by release 0.1 alone and have no chain yet.")
    for number, finding in audit.wrong[:SHOWN]:
        print(f"  {number}: {finding}")
    print(f"{len(audit.wrong)} histories do not fit." if audit.wrong else "Nothing was altered.")


def _read(file: Path) -> dict[str, Head]:
    """The heads that were written down.

    Raises:
        Refused: the file is not there, or is no file of heads.
    """
    try:
        lines = list(_lines(file))
    except (OSError, ValueError, LookupError, TypeError) as problem:
        raise Refused(f"{file} holds no heads that `audit --record` has written: {problem}") from problem
    return dict(lines)


def _lines(file: Path) -> Iterator[tuple[str, Head]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        yield str(entry["ticket"]), (int(entry["sequence"]), str(entry["head"]))


def _write(file: Path, heads: dict[str, Head]) -> None:
    lines = (
        json.dumps({"ticket": number, "sequence": sequence, "head": head})
        for number, (sequence, head) in sorted(heads.items())
    )
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    print(f"{len(heads)} heads are in {file}: keep it where nobody of this stage can write.")
