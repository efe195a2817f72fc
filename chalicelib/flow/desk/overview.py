"""What each OPD has in hand, and what is late the longest: for those who look at all of them."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.access.permissions import Actor, permit_overall
from chalicelib.domain.statistics.counters import ALL, CITY, NOW, OPD
from chalicelib.domain.tickets.inbox import InboxLine, Slice
from chalicelib.domain.values import value
from chalicelib.flow.ports.statistics import CounterReader, Figures
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets

WORST = 10
"""So many late parts are shown."""


@value
class Load:
    """An OPD's open parts. `late` and `due_soon` are those that the watch has told of; `waiting` those that wait for
    another OPD.
    """

    opd: str
    open: int = 0
    late: int = 0
    due_soon: int = 0
    waiting: int = 0


@value
class Late:
    opd: str
    line: InboxLine


@value
class Reports:
    """How many have not ended, wait for the coordinator, are between two OPDs."""

    open: int
    desk: int
    between: int


@value
class Overview:
    """The OPD with most late parts first, and the parts that are late the longest."""

    at: datetime
    reports: Reports
    loads: tuple[Load, ...]
    worst: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class Overviews:
    """The counters by two reads, whatever is in hand; and one bounded query for each OPD that is late with anything."""

    city: CityPack
    tickets: Tickets
    counters: CounterReader
    clock: Clock

    def look(self, actor: Actor) -> Overview:
        """NotAllowed."""
        permit_overall(actor, "overview")
        now, figures = self.clock(), self.counters.figures(self.counters.generations().current, NOW, ALL)
        loads = sorted((_load(opd, figures) for opd in self._opds()), key=_worse_first)
        worst = self._worst([load.opd for load in loads if load.late], now)
        return Overview(now, _reports(figures), tuple(loads), worst)

    def _worst(self, opds: list[str], now: datetime) -> tuple[Late, ...]:
        """The inbox itself says what is late, to the second; what waits for somebody else is not."""
        pages = {opd: self.tickets.inbox(opd, Slice(until=now), size=WORST) for opd in opds}
        late = [Late(opd, line) for opd, page in pages.items() for line in page.lines]
        return tuple(sorted(late, key=lambda each: (each.line.due, each.line.ticket, each.opd))[:WORST])

    def _opds(self) -> list[str]:
        return [code for code, opd in self.city.catalogue.opds.items() if not opd.is_external]


def _reports(figures: Figures) -> Reports:
    told = figures.get(CITY, {})
    return Reports(*(told.get(name, 0) for name in ("open", "desk", "between")))


def _load(opd: str, figures: Figures) -> Load:
    told = figures.get(f"{OPD}{opd}", {})
    return Load(opd, *(told.get(name, 0) for name in ("open", "late", "soon", "waiting")))


def _worse_first(load: Load) -> tuple[int, int, str]:
    return -load.late, -load.open, load.opd
