"""The leaders' dashboard: what is late now, and the figures of a period, from one reading of the counters."""

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.access.permissions import Actor, permit_overall
from chalicelib.domain.statistics.counters import Generations
from chalicelib.domain.values import value
from chalicelib.flow.desk.overview import Overview, Overviews
from chalicelib.flow.ports.statistics import CounterReader, Figures
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets
from chalicelib.flow.statistics.reports import Statistics, exact_figures


@value
class LeaderFigures:
    """Content of the dashboard; `month` is the chosen period."""

    overview: Overview
    month: Statistics


@dataclass(frozen=True, slots=True)
class LeaderDashboard:
    """Four small reads of the counters whatever the city's size, five with a kecamatan, and one bounded query for each
    OPD with a late assignment.
    """

    city: CityPack
    tickets: Tickets
    counters: CounterReader
    clock: Clock

    def read(self, actor: Actor, month: str = "", area: str = "") -> LeaderFigures:
        """The overview of the whole city, and the figures as `exact_figures` has them.

        Raises:
            NotAllowed: the person may not see the overview.
            Invalid: there is no such period or kecamatan.
        """
        permit_overall(actor, "overview")
        at, counters = self.clock(), CachedCounters(self.counters)

        def clock() -> datetime:
            return at

        figures = exact_figures(self.city, counters, at, month, area)
        return LeaderFigures(Overviews(self.city, self.tickets, counters, clock).read(actor), figures)


@dataclass(slots=True)
class CachedCounters:
    """Reads nothing twice, so that two tables of one page cannot contradict each other."""

    counters: CounterReader
    _generations: Generations | None = None
    _figures: dict[tuple[int, str, str], Figures] = field(default_factory=dict)

    def generations(self) -> Generations:
        if self._generations is None:
            self._generations = self.counters.generations()
        return self._generations

    def figures(self, generation: int, period: str, scope: str) -> Figures:
        key = (generation, period, scope)
        if key not in self._figures:
            self._figures[key] = self.counters.figures(*key)
        return self._figures[key]
