"""The open work of every OPD, and what is overdue the longest."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.access.permissions import Actor, permit_overall
from chalicelib.domain.statistics.counters import ALL, CITY, NOW, OPD
from chalicelib.domain.tickets.inbox import InboxFilter, InboxLine
from chalicelib.domain.values import value
from chalicelib.flow.ports.statistics import CounterReader, Figures
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets

WORST = 10
"""Number of late assignments that are shown."""


@value
class Load:
    """Numbers of an OPD's open assignments.

    `late` and `due_soon`: those that the deadline watch has reported; `waiting`: those that wait for another OPD.
    """

    opd: str
    open: int = 0
    late: int = 0
    due_soon: int = 0
    waiting: int = 0


@value
class Late:
    """A late assignment."""

    opd: str
    line: InboxLine


@value
class Reports:
    """Numbers of open tickets: all, those with the coordinator, those between two OPDs."""

    open: int
    desk: int
    between: int


@value
class Overview:
    """`loads`: the OPD with most late assignments first; `worst`: the assignments overdue the longest."""

    at: datetime
    reports: Reports
    loads: tuple[Load, ...]
    worst: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class Overviews:
    """Two reads of the counters, and one bounded query for each OPD with a late assignment."""

    city: CityPack
    tickets: Tickets
    counters: CounterReader
    clock: Clock

    def read(self, actor: Actor) -> Overview:
        """The overview of the whole city at this moment.

        Raises:
            NotAllowed: the person may not see it.
        """
        permit_overall(actor, "overview")
        now, figures = self.clock(), self.counters.figures(self.counters.generations().current, NOW, ALL)
        loads = sorted((_load(opd, figures) for opd in self._opds()), key=_worse_first)
        worst = self._worst([load.opd for load in loads if load.late], now)
        return Overview(now, _reports(figures), tuple(loads), worst)

    def _worst(self, opds: list[str], now: datetime) -> tuple[Late, ...]:
        """Read from the inboxes, which are exact to the second; assignments that wait for another OPD are not late."""
        pages = {opd: self.tickets.inbox(opd, InboxFilter(until=now), size=WORST) for opd in opds}
        late = [Late(opd, line) for opd, page in pages.items() for line in page.lines]
        return tuple(sorted(late, key=lambda each: (each.line.due, each.line.ticket, each.opd))[:WORST])

    def _opds(self) -> list[str]:
        return [code for code, opd in self.city.catalogue.opds.items() if not opd.is_external]


def _reports(figures: Figures) -> Reports:
    counts = figures.get(CITY, {})
    return Reports(*(counts.get(name, 0) for name in ("open", "desk", "between")))


def _load(opd: str, figures: Figures) -> Load:
    counts = figures.get(f"{OPD}{opd}", {})
    return Load(opd, *(counts.get(name, 0) for name in ("open", "late", "soon", "waiting")))


def _worse_first(load: Load) -> tuple[int, int, str]:
    return -load.late, -load.open, load.opd
