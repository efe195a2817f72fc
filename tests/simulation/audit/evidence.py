"""What the auditor looks at, and what it finds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.escalation import Escalation
from chalicelib.domain.statistics.counters import Place
from chalicelib.domain.tickets.ticket import Case
from chalicelib.flow.ports.delivery import Delivery

Cells = Mapping[tuple[Place, str], int]
"""Every counter that is not zero."""


@dataclass(frozen=True, slots=True)
class Finding:
    """`check`: what does not hold; `ticket`: of which, or empty."""

    check: str
    ticket: str
    detail: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """`submitted`: the numbers on receipts. `rounds`: when the watch has looked at all that was due, in order.
    `arrived`: how often each notice did. `dead`: what no queue could deliver. `end`: when the simulation ends; what was
    in the queues then was delivered later.
    """

    cases: Mapping[str, Case]
    submitted: frozenset[str]
    rounds: Sequence[datetime]
    outage: tuple[datetime, datetime]
    end: datetime
    ledger: Mapping[str, Delivery]
    arrived: Counter[str]
    dead: Sequence[str]
    counters: Cells
    rebuilt: Cells
    catalogue: Catalogue
    calendar: Calendar
    escalation: Escalation


@dataclass
class Report:
    """`checked`: how many things of each kind were looked at."""

    findings: list[Finding] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)

    def add(self, check: str, ticket: str, detail: str) -> None:
        self.findings.append(Finding(check, ticket, detail))
