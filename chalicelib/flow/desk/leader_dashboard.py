"""What leaders look at: what needs them now, and a month's figures, by one look at the counters."""

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.access.permissions import Actor, permit_overall
from chalicelib.domain.statistics.counters import Generations
from chalicelib.domain.values import value
from chalicelib.flow.desk.overview import Overview, Overviews
from chalicelib.flow.ports.statistics import CounterReader, Figures
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets
from chalicelib.flow.statistics.reports import Statistics, StatisticsReports


@value
class LeaderFigures:
    overview: Overview
    month: Statistics


@dataclass(frozen=True, slots=True)
class LeaderDashboard:
    """Four small reads of the counters whatever the city's size, five with a kecamatan, and one bounded query for
    each OPD that is late with anything.
    """

    city: CityPack
    tickets: Tickets
    counters: CounterReader
    clock: Clock

    def look(self, actor: Actor, month: str = "", area: str = "") -> LeaderFigures:
        """The overview is the whole city's, the month as asked for. NotAllowed; Invalid as `FiguresDesk.month`."""
        permit_overall(actor, "overview")
        at, counters = self.clock(), OneLook(self.counters)

        def clock() -> datetime:
            return at

        figures = StatisticsReports(self.city, counters, clock).month(month, area, actor)
        return LeaderFigures(Overviews(self.city, self.tickets, counters, clock).look(actor), figures)


@dataclass(slots=True)
class OneLook:
    """Nothing is read twice: two tables that tell of the same cannot contradict each other."""

    counters: CounterReader
    _generations: Generations | None = None
    _seen: dict[tuple[int, str, str], Figures] = field(default_factory=dict)

    def generations(self) -> Generations:
        if self._generations is None:
            self._generations = self.counters.generations()
        return self._generations

    def figures(self, generation: int, period: str, scope: str) -> Figures:
        key = (generation, period, scope)
        if key not in self._seen:
            self._seen[key] = self.counters.figures(*key)
        return self._seen[key]
