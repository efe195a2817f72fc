"""Quarters and years: exact for leaders; the public cannot take one month from them and find what it hides."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import Invalid
from chalicelib.domain.statistics.counters import ALL, CITY, NOW, SERVICE
from chalicelib.domain.statistics.disclosure_control import THRESHOLD, Mask
from chalicelib.domain.statistics.multi_period_disclosure import _are_enough, publish_multi_period, publish_sum
from chalicelib.domain.statistics.period import Period, period_of
from chalicelib.domain.statistics.tables import Periods, sum_months, tables
from tests.doubles.published_figures import MemoryPublishedFigures
from tests.support.factory import a_coordinator
from tests.support.memory_world import published_statistics, using

QUARTER = Period("2026-Q4")


class StoredCounters:
    """Counters of months."""

    def __init__(self, **months):
        self.months = {code.replace("_", "-")[1:]: counts for code, counts in months.items()}

    def generations(self):
        from chalicelib.domain.statistics.counters import Generations

        return Generations()

    def figures(self, _generation, period, scope):
        return self.months.get(period, {}) if scope == ALL else {}


class NotedFigures(MemoryPublishedFigures):
    """Published figures; notes what is read of them."""

    def __init__(self):
        super().__init__()
        self.requests = []

    def figures(self, edition, period, scope):
        self.requests.append((period, scope))
        return super().figures(edition, period, scope)


def a_desk(**months):
    return using(counters=StoredCounters(**months)).statistics()


def test_periods_know_their_months_and_their_neighbours():
    assert [each.code for each in QUARTER.months] == ["2026-10", "2026-11", "2026-12"]
    assert (QUARTER.before, QUARTER.after, QUARTER.days) == (Period("2026-Q3"), Period("2027-Q1"), 92)
    assert Period("2026-Q1").before == Period("2025-Q4")
    assert (Period("2026").before, Period("2026").months[11]) == (Period("2025"), Period("2026-12"))
    assert [Period("2026-11").around(length).code for length in (1, 3, 12)] == ["2026-11", "2026-Q4", "2026"]
    assert (period_of("2026-Q4"), period_of("2026"), period_of("2026-Q0")) == (QUARTER, Period("2026"), None)


def test_a_quarter_is_its_months_added_up_beside_the_quarter_before():
    desk = a_desk(m2026_10={CITY: {"n": 3, "resolved": 2, "kept": 1}}, m2026_11={CITY: {"n": 4, "resolved": 2, "kept": 2}},
                  m2026_08={CITY: {"n": 9, "resolved": 2, "kept": 2}})  # fmt: skip
    statistics = desk.month("2026-Q4", actor=a_coordinator())
    reports = statistics.tables["reports"]["all"]
    assert (statistics.is_running, reports["received"], reports["received_before"]) == (True, 7, 9)
    assert (reports["kept_share"], reports["kept_share_before"]) == (0.75, 1.0)
    assert statistics.tables["months"] == {"2026-10": {"received": 3}, "2026-11": {"received": 4}}
    assert statistics.tables["days"] == {}


@pytest.mark.parametrize(("code", "reads"), [("2026-11", 3), ("2026-Q4", 2 + 3 + 1), ("2026", 11 + 12 + 1)])
def test_a_period_costs_a_read_for_each_month_that_has_begun(code, reads):
    published_figures = NotedFigures()
    uses = using(published_figures=published_figures)
    published_statistics(uses).month(code)
    assert len(published_figures.requests) == reads
    assert (NOW, ALL) in published_figures.requests


@pytest.mark.parametrize("code", ["2027", "2027-Q1", "1999-Q4", "2026-Q5"])
def test_a_period_to_come_is_refused(code):
    with pytest.raises(Invalid):
        a_desk().month(code)


def masked(count):
    return Mask.FEW if 0 < count < THRESHOLD else count


def readings(shown):
    """What each month may be, by what is told of it."""
    return [range(1, THRESHOLD) if published == Mask.FEW else [published] for published in shown]


def fits(published, total):
    return 0 < total < THRESHOLD if published == Mask.FEW else published in (Mask.WITHHELD, total)


@given(st.lists(st.integers(0, 7), min_size=1, max_size=4))
def test_months_cannot_be_taken_from_their_sum(counts):
    shown = [masked(count) for count in counts]
    published = publish_sum(counts, shown)
    possible = [months for months in product(*readings(shown)) if fits(published, sum(months))]
    for place, count in enumerate(counts):
        if shown[place] == Mask.FEW:
            assert len({months[place] for months in possible}) > 1, (counts, published, count)


@given(st.lists(st.integers(0, 5), min_size=4, max_size=6))
def test_quarters_cannot_be_taken_from_their_year(counts):
    shown = [masked(count) for count in counts]
    published = [publish_sum(counts[part], shown[part]) for part in (slice(0, 3), slice(3, None), slice(None))]
    possible = [
        months
        for months in product(*readings(shown))
        if all(map(fits, published, (sum(months[:3]), sum(months[3:]), sum(months))))
    ]
    for place in range(len(counts)):
        if shown[place] == Mask.FEW:
            assert len({months[place] for months in possible}) > 1, (counts, published)


@pytest.mark.parametrize(("counts", "is_shown"), [
    ([6, 1, 0], False), ([6, 3, 2], True), ([6, 3, 2, 1, 0, 0], False), ([6, 3, 2, 3, 2, 1], True), ([4, 0, 0], False),
])  # fmt: skip
def test_a_mean_is_told_where_those_who_are_in_no_other_mean_are_five_too(counts, is_shown):
    assert _are_enough(counts) is is_shown


def services(counts):
    """Tables of months with these counts of services a, b, c …, and of all together."""
    months = {f"2026-{10 + place}": _month(row) for place, row in enumerate(counts)}
    each = [tables(Period(code), Periods(counters, {}, {})) for code, counters in months.items()]
    return each, tables(QUARTER, Periods(sum_months(months), {}, {}))


def _month(row):
    return {CITY: {"n": sum(row)}, SERVICE: {"abc"[place]: count for place, count in enumerate(row) if count}}


@given(st.lists(st.lists(st.integers(0, 8), min_size=3, max_size=3), min_size=2, max_size=2))
def test_services_of_a_month_cannot_be_worked_out_from_those_of_several(counts):
    from chalicelib.domain.statistics.public_tables import publish_tables

    each, whole = services(counts)
    tellings = [publish_tables(month)["services"] for month in each]
    sums = publish_multi_period(each, whole)["services"]
    possible = [grid for grid in product(*(_grids(published, row) for published, row in zip(tellings, counts, strict=True)))
                if all(fits(sums[name]["received"], grid[0][n] + grid[1][n]) for n, name in enumerate("abc") if name in sums)]  # fmt: skip
    for month, published in enumerate(tellings):
        for n, name in enumerate("abc"):
            if published.get(name, {}).get("received") == Mask.FEW:
                assert len({grid[month][n] for grid in possible}) > 1, (counts, tellings, sums)


def _grids(published, row):
    """Counts of one month that fit its table and its total."""
    ranges = []
    for name in "abc":
        shown = published.get(name, {}).get("received", 0) if published else Mask.WITHHELD
        ranges.append(
            range(THRESHOLD if published else 0, 25)
            if shown == Mask.WITHHELD
            else range(1, THRESHOLD)
            if shown == Mask.FEW
            else [shown]
        )
    return [each for each in product(*ranges) if sum(each) == sum(row)]


def test_many_small_months_are_a_year_that_is_told():
    each, whole = services([[3, 2, 9], [2, 4, 9], [4, 3, 9]])
    assert publish_multi_period(each, whole)["services"]["a"]["received"] == 9
