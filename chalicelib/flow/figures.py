"""A month's figures for whoever may see them: exact for leaders, protected for the public."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.counts import ALL, NOW
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.figures import AREAS, Month, Periods, month_of, tables
from chalicelib.domain.permissions import Actor, may_overall
from chalicelib.domain.publishing import Shown, published, published_area
from chalicelib.flow.figure_ports import Readings
from chalicelib.flow.ports import CityPack, Clock

Tables = Mapping[str, Mapping[str, Mapping[str, Shown]]]


@dataclass(frozen=True, slots=True)
class Statistics:
    """`area`: a kecamatan's code, or empty for the whole city. `is_exact`: not protected. `tables`: None where there
    are too few reports for any to be shown.
    """

    month: Month
    area: str
    is_exact: bool
    is_running: bool
    tables: Tables | None


@dataclass(frozen=True, slots=True)
class FiguresDesk:
    """Four small reads whatever the city's size, five for the public's view of one kecamatan."""

    city: CityPack
    counters: Readings
    clock: Clock

    def month(self, month: str = "", area: str = "", actor: Actor | None = None) -> Statistics:
        """`month` as `2026-11`, the running one if empty; `area` a kecamatan. Invalid for others."""
        chosen = self._month(month)
        self._check(area)
        is_exact = actor is not None and may_overall(actor, "overview")
        generation = self.counters.generations().current
        found = tables(chosen, self._periods(generation, chosen, area or ALL))
        running = self._running()
        if is_exact:
            return Statistics(chosen, area, is_exact, chosen == running, found)
        if not area:
            return Statistics(chosen, area, is_exact, chosen == running, published(found))
        shown = published_area(found) if self._is_told(generation, chosen, area) else None
        return Statistics(chosen, area, is_exact, chosen == running, shown)

    def _is_told(self, generation: int, month: Month, area: str) -> bool:
        """Whether the city's own table tells how many reports came from there."""
        whole = tables(month, Periods(self.counters.figures(generation, month.code, ALL), {}, {}))
        return isinstance(published(whole)[AREAS].get(area, {}).get("received"), int)

    def _periods(self, generation: int, month: Month, scope: str) -> Periods:
        codes = (month.code, month.before.code, NOW)
        return Periods(*(self.counters.figures(generation, code, scope) for code in codes))

    def _month(self, text: str) -> Month:
        month = month_of(text) if text else self._running()
        if month is None or month.first > self._running().first:
            raise Invalid((Problem("month", "month"),))
        return month

    def _running(self) -> Month:
        return Month(f"{self.city.calendar.day(self.clock()):%Y-%m}")

    def _check(self, area: str) -> None:
        known = self.city.catalogue.areas.get(area)
        if area and (known is None or known.kind != "kecamatan"):
            raise Invalid((Problem("area", "area_unknown"),))
