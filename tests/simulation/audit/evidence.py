"""What the auditor examines, and what it finds."""

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
Cell = tuple[str, str, str]
"""Period, subject and name of a public figure of the whole city."""


@dataclass(frozen=True, slots=True)
class PublicNight:
    """The public figures of one night: how many, and by how much each differs from those of a city in which nobody
    reports anything in confidence; equal ones are left out.
    """

    at: datetime
    figures: int
    confidential: Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not hold. `check` names the rule; `ticket` is empty if no single ticket is concerned."""

    check: str
    ticket: str
    detail: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a simulated year has left behind.

    `submitted` are the numbers on receipts. `rounds` are the instants, in order, at which the watch had handled all that
    was due. `arrived` counts the arrivals of each notice. `dead` are the events that no queue could deliver. `end` is
    the end of the simulation; what was in the queues then was delivered later.
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
    nights: Sequence[PublicNight]


@dataclass
class Report:
    """The result of an audit. `checked` counts the things of each kind that were examined."""

    findings: list[Finding] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)

    def add(self, check: str, ticket: str, detail: str) -> None:
        self.findings.append(Finding(check, ticket, detail))
