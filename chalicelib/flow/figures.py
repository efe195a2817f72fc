"""A period's figures for whoever may see them: exact for leaders, protected for the public."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.counts import ALL, NOW
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.figures import AREAS, DAYS, Counters, Periods, Table, added, tables
from chalicelib.domain.period import Period, period_of
from chalicelib.domain.permissions import Actor, may_overall
from chalicelib.domain.publishing import Shown, published, published_area
from chalicelib.domain.spanning import published_together
from chalicelib.flow.figure_ports import Readings
from chalicelib.flow.ports import CityPack, Clock

Months = Mapping[str, Counters]
"""By the month's code."""
Tables = Mapping[str, Mapping[str, Mapping[str, Shown]]]


@dataclass(frozen=True, slots=True)
class Statistics:
    """`area`: a kecamatan's code, or empty for the whole city. `is_exact`: not protected. `tables`: None where there
    are too few reports for any to be shown.
    """

    month: Period
    area: str
    is_exact: bool
    is_running: bool
    tables: Tables | None


@dataclass(frozen=True, slots=True)
class FiguresDesk:
    """Small reads whatever the city's size: of a month four, five for the public's view of one kecamatan; of a year 26
    at most, and 38.
    """

    city: CityPack
    counters: Readings
    clock: Clock

    def month(self, month: str = "", area: str = "", actor: Actor | None = None) -> Statistics:
        """`month` is a `Period`'s code, the running month if empty; `area` a kecamatan. Invalid for others."""
        chosen = self._period(month)
        self._check(area)
        is_exact = actor is not None and may_overall(actor, "overview")
        generation = self.counters.generations().current
        months = self._months(generation, chosen, area or ALL)
        found = tables(chosen, self._periods(generation, chosen, area or ALL, months))
        is_running = self._running() in chosen.months
        if is_exact:
            return Statistics(chosen, area, is_exact, is_running, found)
        if not area:
            return Statistics(chosen, area, is_exact, is_running, _public(months, found))
        shown = published_area(found) if self._is_told(generation, chosen, area) else None
        return Statistics(chosen, area, is_exact, is_running, shown)

    def _is_told(self, generation: int, chosen: Period, area: str) -> bool:
        """Whether the city's own table tells how many reports came from there."""
        months = self._months(generation, chosen, ALL)
        whole = tables(chosen, Periods(_counters(chosen, months), {}, {}))
        return isinstance(_public(months, whole)[AREAS].get(area, {}).get("received"), int)

    def _periods(self, generation: int, chosen: Period, scope: str, months: Months) -> Periods:
        before = self._months(generation, chosen.before, scope)
        now = self.counters.figures(generation, NOW, scope)
        return Periods(_counters(chosen, months), _counters(chosen.before, before), now)

    def _months(self, generation: int, chosen: Period, scope: str) -> Months:
        """Of those that have begun."""
        begun = [month for month in chosen.months if month.first <= self._running().first]
        return {month.code: self.counters.figures(generation, month.code, scope) for month in begun}

    def _period(self, text: str) -> Period:
        period = period_of(text) if text else self._running()
        if period is None or period.first > self._running().first:
            raise Invalid((Problem("month", "month"),))
        return period

    def _running(self) -> Period:
        return Period(f"{self.city.calendar.day(self.clock()):%Y-%m}")

    def _check(self, area: str) -> None:
        known = self.city.catalogue.areas.get(area)
        if area and (known is None or known.kind != "kecamatan"):
            raise Invalid((Problem("area", "area_unknown"),))


def _counters(period: Period, months: Months) -> Counters:
    return months[period.code] if period.is_month else added(months)


def _public(months: Months, found: Mapping[str, Table]) -> Tables:
    """The whole city's."""
    if found[DAYS]:
        return published(found)
    each = [tables(Period(code), Periods(counters, {}, {})) for code, counters in months.items()]
    return published_together(each, found)
