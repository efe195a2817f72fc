"""A period's figures: exact for leaders, under disclosure control for the public."""

from collections.abc import Mapping
from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, may_overall
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.statistics.counters import ALL, NOW
from chalicelib.domain.statistics.multi_period_disclosure import publish_multi_period
from chalicelib.domain.statistics.period import Period, period_of
from chalicelib.domain.statistics.public_tables import Shown, publish_area_tables, publish_tables
from chalicelib.domain.statistics.tables import AREAS, Counters, Periods, Table, sum_months, tables
from chalicelib.flow.ports.statistics import CounterReader
from chalicelib.flow.ports.tickets import CityPack, Clock

Months = Mapping[str, Counters]
"""Counters by the month's code."""
Tables = Mapping[str, Mapping[str, Mapping[str, Shown]]]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of one period, which `month` holds whatever its length.

    `area`: a kecamatan's code, or empty for the whole city; `is_exact`: without disclosure control; `is_running`: the
    period is not over; `tables`: None if there are too few reports to publish any.
    """

    month: Period
    area: str
    is_exact: bool
    is_running: bool
    tables: Tables | None


@dataclass(frozen=True, slots=True)
class StatisticsReports:
    """Small reads whatever the city's size: four for a month, five for the public figures of one kecamatan; at most 26
    and 38 for a year.
    """

    city: CityPack
    counters: CounterReader
    clock: Clock

    def month(self, month: str = "", area: str = "", actor: Actor | None = None) -> Statistics:
        """The figures of a period; exact if the person may see the overview.

        `month` is a `Period`'s code, the running month if empty; `area` a kecamatan's code, or empty.

        Raises:
            Invalid: there is no such period, it has not begun, or there is no such kecamatan.
        """
        running = Period(f"{self.city.calendar.day(self.clock()):%Y-%m}")
        chosen = _period(month, running)
        self._check(area)
        is_exact = actor is not None and may_overall(actor, "overview")
        reader = _PeriodReader(self.counters, self.counters.generations().current, chosen, running)
        return Statistics(chosen, area, is_exact, running in chosen.months, reader.tables(area, is_exact=is_exact))

    def _check(self, area: str) -> None:
        entry = self.city.catalogue.areas.get(area)
        if area and (entry is None or entry.kind != "kecamatan"):
            raise Invalid((Problem("area", "area_unknown"),))


def _period(text: str, running: Period) -> Period:
    period = period_of(text) if text else running
    if period is None or period.first > running.first:
        raise Invalid((Problem("month", "month"),))
    return period


@dataclass(frozen=True, slots=True)
class _PeriodReader:
    """Reads the tables of the period `chosen`, while `running` is the current month."""

    counters: CounterReader
    generation: int
    chosen: Period
    running: Period

    def tables(self, area: str, *, is_exact: bool) -> Tables | None:
        months = self._months(self.chosen, area or ALL)
        exact = tables(self.chosen, self._periods(area or ALL, months))
        if is_exact:
            return exact
        if not area:
            return self._public(months, exact)
        return publish_area_tables(exact) if self._is_published(area) else None

    def _is_published(self, area: str) -> bool:
        """Whether the whole city's table publishes the number of reports from this kecamatan."""
        months = self._months(self.chosen, ALL)
        whole = tables(self.chosen, Periods(_counters(self.chosen, months), {}, {}))
        return isinstance(self._public(months, whole)[AREAS].get(area, {}).get("received"), int)

    def _public(self, months: Months, exact: Mapping[str, Table]) -> Tables:
        """The whole city's public tables."""
        if self.chosen.is_month:
            return publish_tables(exact)
        monthly = [tables(Period(code), Periods(counters, {}, {})) for code, counters in months.items()]
        return publish_multi_period(monthly, exact)

    def _periods(self, scope: str, months: Months) -> Periods:
        before = self._months(self.chosen.before, scope)
        now = self.counters.figures(self.generation, NOW, scope)
        return Periods(_counters(self.chosen, months), _counters(self.chosen.before, before), now)

    def _months(self, period: Period, scope: str) -> Months:
        """The counters of each month of the period that has begun."""
        begun = [month for month in period.months if month.first <= self.running.first]
        return {month.code: self.counters.figures(self.generation, month.code, scope) for month in begun}


def _counters(period: Period, months: Months) -> Counters:
    return months[period.code] if period.is_month else sum_months(months)
