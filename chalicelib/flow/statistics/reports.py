"""A period's figures for whoever may see them: exact for leaders, protected for the public."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, may_overall
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.statistics.counters import ALL, NOW
from chalicelib.domain.statistics.multi_period_disclosure import published_together
from chalicelib.domain.statistics.period import Period, period_of
from chalicelib.domain.statistics.public_tables import Shown, published, published_area
from chalicelib.domain.statistics.tables import AREAS, Counters, Periods, Table, added, tables
from chalicelib.flow.ports.statistics import CounterReader
from chalicelib.flow.ports.tickets import CityPack, Clock

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
class StatisticsReports:
    """Small reads whatever the city's size: of a month four, five for the public's view of one kecamatan; of a year 26
    at most, and 38.
    """

    city: CityPack
    counters: CounterReader
    clock: Clock

    def month(self, month: str = "", area: str = "", actor: Actor | None = None) -> Statistics:
        """`month` is a `Period`'s code, the running month if empty; `area` a kecamatan. Invalid for others."""
        running = Period(f"{self.city.calendar.day(self.clock()):%Y-%m}")
        chosen = _period(month, running)
        self._check(area)
        is_exact = actor is not None and may_overall(actor, "overview")
        look = _Look(self.counters, self.counters.generations().current, chosen, running)
        return Statistics(chosen, area, is_exact, running in chosen.months, look.tables(area, is_exact=is_exact))

    def _check(self, area: str) -> None:
        known = self.city.catalogue.areas.get(area)
        if area and (known is None or known.kind != "kecamatan"):
            raise Invalid((Problem("area", "area_unknown"),))


def _period(text: str, running: Period) -> Period:
    period = period_of(text) if text else running
    if period is None or period.first > running.first:
        raise Invalid((Problem("month", "month"),))
    return period


@dataclass(frozen=True, slots=True)
class _Look:
    """At the counters of a period, as they are while `running` is the month that runs."""

    counters: CounterReader
    generation: int
    chosen: Period
    running: Period

    def tables(self, area: str, *, is_exact: bool) -> Tables | None:
        months = self._months(self.chosen, area or ALL)
        found = tables(self.chosen, self._periods(area or ALL, months))
        if is_exact:
            return found
        if not area:
            return self._public(months, found)
        return published_area(found) if self._is_told(area) else None

    def _is_told(self, area: str) -> bool:
        """Whether the city's own table tells how many reports came from there."""
        months = self._months(self.chosen, ALL)
        whole = tables(self.chosen, Periods(_counters(self.chosen, months), {}, {}))
        return isinstance(self._public(months, whole)[AREAS].get(area, {}).get("received"), int)

    def _public(self, months: Months, found: Mapping[str, Table]) -> Tables:
        """The whole city's."""
        if self.chosen.is_month:
            return published(found)
        each = [tables(Period(code), Periods(counters, {}, {})) for code, counters in months.items()]
        return published_together(each, found)

    def _periods(self, scope: str, months: Months) -> Periods:
        before = self._months(self.chosen.before, scope)
        now = self.counters.figures(self.generation, NOW, scope)
        return Periods(_counters(self.chosen, months), _counters(self.chosen.before, before), now)

    def _months(self, period: Period, scope: str) -> Months:
        """Of those that have begun."""
        begun = [month for month in period.months if month.first <= self.running.first]
        return {month.code: self.counters.figures(self.generation, month.code, scope) for month in begun}


def _counters(period: Period, months: Months) -> Counters:
    return months[period.code] if period.is_month else added(months)
