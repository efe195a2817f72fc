"""What leaders look at: what needs them now, and a month's figures, by one look at the counters."""

from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain.counts import Generations
from chalicelib.domain.permissions import Actor, permit_overall
from chalicelib.domain.value import value
from chalicelib.flow.figure_ports import Figures, Readings
from chalicelib.flow.figures import FiguresDesk, Statistics
from chalicelib.flow.overview import Overview, Overviews
from chalicelib.flow.ports import CityPack, Clock, Tickets


@value
class Seen:
    overview: Overview
    month: Statistics


@dataclass(frozen=True, slots=True)
class LeadersDesk:
    """Four small reads of the counters whatever the city's size, five with a kecamatan, and one bounded query for
    each OPD that is late with anything.
    """

    city: CityPack
    tickets: Tickets
    counters: Readings
    clock: Clock

    def look(self, actor: Actor, month: str = "", area: str = "") -> Seen:
        """The overview is the whole city's, the month as asked for. NotAllowed; Invalid as `FiguresDesk.month`."""
        permit_overall(actor, "overview")
        at, counters = self.clock(), OneLook(self.counters)

        def clock() -> datetime:
            return at

        figures = FiguresDesk(self.city, counters, clock).month(month, area, actor)
        return Seen(Overviews(self.city, self.tickets, counters, clock).look(actor), figures)


@dataclass(slots=True)
class OneLook:
    """Nothing is read twice: two tables that tell of the same cannot contradict each other."""

    counters: Readings
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
