"""Leaders see now and a month by one look, so that nothing on their page contradicts itself."""

from dataclasses import dataclass, field

import pytest

from chalicelib.domain.errors import Invalid, NotAllowed
from chalicelib.domain.statistics.counters import Generations
from chalicelib.domain.statistics.period import period_of
from chalicelib.pages.charts import stacked_bars
from tests.support.factory import an_actor, an_officer
from tests.support.memory_world import a_world

LEADER = an_actor("leader")


@dataclass
class Growing:
    """Counters of a city in which one more assignment is open at every reading."""

    requests: list = field(default_factory=list)

    def generations(self):
        self.requests.append("generations")
        return Generations()

    def figures(self, generation, period, scope):
        self.requests.append((period, scope))
        return {"opd:DISHUB": {"open": len(self.requests)}, "city": {"open": len(self.requests)}}


@pytest.fixture
def counters():
    return Growing()


@pytest.fixture
def desk(counters):
    world = a_world()
    return world.using(counters=counters).leader_dashboard()


def test_what_is_told_twice_is_read_once_and_the_same(desk, counters):
    seen = desk.read(LEADER)
    dishub = next(load for load in seen.overview.loads if load.opd == "DISHUB")
    assert dishub.open == seen.month.tables["opds"]["DISHUB"]["open"]
    assert seen.overview.reports.open == seen.month.tables["reports"]["all"]["open"]
    assert len(counters.requests) == len(set(counters.requests)) == 4


def test_the_month_of_a_kecamatan_stands_below_the_whole_city_of_now(desk, counters):
    area = next(code for code, area in desk.city.catalogue.areas.items() if area.kind == "kecamatan")
    assert desk.read(LEADER, area=area).month.area == area
    assert ("now", "all") in counters.requests
    assert len(counters.requests) == len(set(counters.requests)) == 5


def test_who_may_not_see_it_and_what_cannot_be_costs_no_reading(desk, counters):
    with pytest.raises(NotAllowed):
        desk.read(an_officer())
    with pytest.raises(Invalid):
        desk.read(LEADER, month="2999-01")
    assert counters.requests == []


@pytest.mark.parametrize("text", ["", "202", "2026-13", "2026-1", "2026-W01", "0001-01", "kemarin", "2026-11-01"])
def test_what_is_no_month_is_none(text):
    assert period_of(text) is None


def test_the_place_in_a_table_tells_nothing_of_a_count_that_is_withheld():
    rows = [(name, name, {"open": open_, "late": late}) for name, open_, late in (
        ("b", 9, "withheld"), ("a", 9, 0), ("c", 20, 7), ("d", "<5", "withheld"),
    )]  # fmt: skip
    assert [(pile.name, pile.open, pile.late) for pile in stacked_bars(rows)] == [
        ("c", 100, 35), ("a", 45, 0), ("b", 45, 0), ("d", 0, 0),
    ]  # fmt: skip
