"""A period's figures: live and exact for leaders; for the public as of last night and with disclosure control."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from chalicelib.domain.access.permissions import Actor, may_overall
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.statistics.counters import ALL, NOW
from chalicelib.domain.statistics.multi_period_disclosure import publish_multi_period
from chalicelib.domain.statistics.period import Period, period_of
from chalicelib.domain.statistics.public_tables import Shown, publish_area_tables, publish_tables
from chalicelib.domain.statistics.tables import AREAS, Counters, Periods, Table, sum_months, tables
from chalicelib.flow.ports.statistics import CounterReader, PublishedReader
from chalicelib.flow.ports.tickets import CityPack, Clock

Months = Mapping[str, Counters]
"""Counters by the month's code."""
Tables = Mapping[str, Mapping[str, Mapping[str, Shown]]]
Read = Callable[[str, str], Counters]
"""Reads the counters of a period and scope."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of one period, which `month` holds whatever its length.

    `area`: a kecamatan's code, or empty for the whole city; `is_exact`: without disclosure control; `is_running`: the
    period is not over; `tables`: None if there are too few reports to publish any, or if nothing was published yet;
    `as_of`: when published figures were made, aware, in UTC; None for exact ones, and if nothing was published yet.
    """

    month: Period
    area: str
    is_exact: bool
    is_running: bool
    tables: Tables | None
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class StatisticsReports:
    """The figures that a person may see. Small reads whatever the city's size: four for a month, five for the public
    figures of one kecamatan; at most 26 and 38 for a year.
    """

    city: CityPack
    counters: CounterReader
    published: PublishedReader
    clock: Clock

    def month(self, month: str = "", area: str = "", actor: Actor | None = None) -> Statistics:
        """The figures of a period: `exact_figures` for who may see the overview, else `public_figures`.

        Raises:
            Invalid: there is no such period, it has not begun, or there is no such kecamatan.
        """
        if actor is not None and may_overall(actor, "overview"):
            return exact_figures(self.city, self.counters, self.clock(), month, area)
        return public_figures(self.city, self.published, self.clock(), month, area)


def exact_figures(city: CityPack, counters: CounterReader, now: datetime, month: str, area: str) -> Statistics:
    """The figures of a period as they are now, without disclosure control.

    `month` is a `Period`'s code, or empty for the running month; `area` is a kecamatan's code, or empty.

    Raises:
        Invalid: there is no such period, it has not begun, or there is no such kecamatan.
    """
    running = _month_of(city, now)
    chosen = _chosen(city, month, area, running) or running
    reader = _PeriodReader(partial(counters.figures, counters.generations().current), chosen, running)
    return Statistics(chosen, area, is_exact=True, is_running=running in chosen.months, tables=reader.exact(area))


def public_figures(city: CityPack, published: PublishedReader, now: datetime, month: str, area: str) -> Statistics:
    """The figures of a period as they were published last night, under disclosure control.

    As `exact_figures`, except that an empty `month` is the month of the last whole day that is published.
    """
    running = _month_of(city, now)
    chosen, edition = _chosen(city, month, area, running), published.edition()
    if edition is None:
        chosen = chosen or running
        return Statistics(chosen, area, is_exact=False, is_running=running in chosen.months, tables=None)
    chosen = chosen or _month_of(city, min(edition.at - timedelta(days=1), now))
    reader = _PeriodReader(partial(published.figures, edition.number), chosen, running)
    return Statistics(
        chosen, area, is_exact=False, is_running=running in chosen.months, tables=reader.public(area), as_of=edition.at
    )


def _month_of(city: CityPack, at: datetime) -> Period:
    return Period(f"{city.calendar.day(at):%Y-%m}")


def _chosen(city: CityPack, month: str, area: str, running: Period) -> Period | None:
    """The period with this code, None if it is empty, after a check of both."""
    period = _period(month, running) if month else None
    entry = city.catalogue.areas.get(area)
    if area and (entry is None or entry.kind != "kecamatan"):
        raise Invalid((Problem("area", "area_unknown"),))
    return period


def _period(text: str, running: Period) -> Period:
    period = period_of(text)
    if period is None or period.first > running.first:
        raise Invalid((Problem("month", "month"),))
    return period


@dataclass(frozen=True, slots=True)
class _PeriodReader:
    """Reads the tables of the period `chosen`, while `running` is the current month."""

    read: Read
    chosen: Period
    running: Period

    def exact(self, area: str) -> Tables:
        return self._tables(area or ALL, self._months(self.chosen, area or ALL))

    def public(self, area: str) -> Tables | None:
        months = self._months(self.chosen, area or ALL)
        exact = self._tables(area or ALL, months)
        if not area:
            return self._public(months, exact)
        return publish_area_tables(exact) if self._is_published(area) else None

    def _tables(self, scope: str, months: Months) -> Mapping[str, Table]:
        return tables(self.chosen, self._periods(scope, months))

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
        now = self.read(NOW, scope)
        return Periods(_counters(self.chosen, months), _counters(self.chosen.before, before), now)

    def _months(self, period: Period, scope: str) -> Months:
        """The counters of each month of the period that has begun."""
        begun = [month for month in period.months if month.first <= self.running.first]
        return {month.code: self.read(month.code, scope) for month in begun}


def _counters(period: Period, months: Months) -> Counters:
    return months[period.code] if period.is_month else sum_months(months)
