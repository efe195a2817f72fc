"""A month's tables from the counters, and what of them the public sees."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.errors import Invalid
from chalicelib.domain.statistics.counters import ALL, NOW
from chalicelib.domain.statistics.disclosure_control import Mask
from chalicelib.domain.statistics.histogram import bucket
from chalicelib.domain.statistics.period import Period, period_of
from chalicelib.domain.statistics.public_tables import publish_area_tables, publish_tables
from chalicelib.domain.statistics.tables import Periods, tables
from chalicelib.pages.charts import NOTHING, ChartText, days
from tests.support.counter_recount import MemoryCounters
from tests.support.factory import NOW as TODAY
from tests.support.factory import a_coordinator, an_actor, an_officer
from tests.support.memory_world import published_statistics, using
from tests.support.property_examples import examples

NOVEMBER = Period("2026-11")
DISHUB = {
    "given": 12,
    "done": 10,
    "kept": 8,
    "returns": 1,
    f"took:{bucket(30)}": 6,
    f"took:{bucket(60)}": 4,
    "star:5": 6,
    "star:1": 2,
}


def month(city=None, now=None, before=None, **subjects):
    counted = {"city": city or {}, **{name.replace("_", ":", 1): counts for name, counts in subjects.items()}}
    return tables(NOVEMBER, Periods(counted, before or {}, now or {}))


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-Q5", "2026-1", "x", "2026-11-01"])
def test_what_is_no_month_is_none(text):
    assert period_of(text) is None


def test_months_follow_each_other():
    assert (NOVEMBER.before, NOVEMBER.after, NOVEMBER.days) == (Period("2026-10"), Period("2026-12"), 30)
    assert Period("2026-12").after == Period("2027-01")
    assert Period("2024-02").days == 29


def test_an_opds_row_tells_shares_times_and_stars():
    row = month(opd_DISHUB=DISHUB, now={"opd:DISHUB": {"open": 3, "late": 1}})["opds"]["DISHUB"]
    assert (row["kept_share"], row["ratings"], row["rating"]) == (0.8, 8, 4.0)
    assert row["took_count"] == 10
    assert 26 < row["took_median"] < 33
    assert (row["open"], row["late"], row["soon"]) == (3, 1, 0)


def test_all_opds_together_are_a_row_of_their_own():
    rows = month(opd_DISHUB=DISHUB, opd_DLH={"done": 10, "kept": 10, f"took:{bucket(60)}": 10})["opds"]
    assert rows["all"]["done"] == 20
    assert rows["all"]["kept_share"] == 0.9
    assert 52 < rows["all"]["took_median"] < 64


def test_an_opd_without_a_figure_of_this_month_has_no_row():
    assert month(opd_DISHUB={"done": 0}, before={"opd:DISHUB": DISHUB})["opds"] == {}


def test_the_public_sees_no_row_of_all_opds_and_no_small_count():
    rows = publish_tables(month(opd_DISHUB=DISHUB))["opds"]
    assert set(rows) == {"DISHUB"}
    assert rows["DISHUB"]["returns"] == Mask.FEW
    assert rows["DISHUB"]["kept"] == Mask.WITHHELD  # else everybody knew that two were late
    assert rows["DISHUB"]["kept_share"] == ">0.50"
    assert rows["DISHUB"]["took_median"] is not None


def test_what_is_told_of_a_share_fits_several_counts_wherever_one_is_small():
    """Everything that can be shown of so many done, and how many of them in time it could mean."""
    possible = {}
    for done, kept in (each for each in product(range(60), repeat=2) if each[1] <= each[0]):
        row = publish_tables(month(opd_DISHUB={"done": done, "kept": kept, "given": 9}))["opds"]["DISHUB"]
        shown = (row["done"], row["kept"], row["kept_share"])
        possible.setdefault(shown, set()).add((done, kept))
    for found in possible.values():
        if any(0 < kept < 5 or 0 < done - kept < 5 for done, kept in found):
            assert len(found) > 1, found


def test_a_median_of_few_is_not_told():
    row = publish_tables(month(opd_DISHUB={"done": 3, "kept": 3, f"took:{bucket(30)}": 3}))["opds"]["DISHUB"]
    assert (row["took_median"], row["took_count"], row["kept_share"]) == (None, Mask.FEW, None)


def test_a_breakdown_of_few_is_left_out():
    tables = publish_tables(month({"n": 3, "day:02": 1, "day:05": 2, "status:closed": 3}))
    assert tables["reports"]["all"]["received"] == Mask.FEW
    assert (tables["days"], tables["statuses"]) == ({}, {})


def test_an_area_is_told_in_fives():
    tables = publish_area_tables(month({"n": 13, "day:02": 13}, service={"lampu-jalan": 8, "pohon": 4}))
    assert tables["reports"]["all"]["received"] == 15
    assert tables["services"] == {"lampu-jalan": {"received": 10}, "pohon": {"received": Mask.FEW}}
    assert tables["days"]["03"]["received"] == Mask.FEW  # none is not told from few here


def a_survey(answers):
    return {"ikm:answers": answers, **{f"ikm:{e}": 3 * answers for e in ("time", "cost")}}


def test_an_index_of_few_answers_is_not_told():
    assert publish_tables(month(a_survey(4)))["survey"] == {"all": {"answers": Mask.FEW, "index": None}}
    assert publish_tables(month(a_survey(5)))["survey"]["all"]["answers"] == 5


@settings(max_examples=examples(60), deadline=None)
@given(seed=st.integers(0, 2**20), size=st.sampled_from([3, 12, 60, 400]))
def test_no_small_count_of_any_city_is_told(seed, size):
    """Whatever the city, nothing between 1 and 4 is in what the public gets, but days of the month and stars' means."""
    chance = Random(seed)
    opd = {"done": chance.randrange(size), "given": chance.randrange(size), "returns": chance.randrange(size)}
    opd["kept"] = chance.randint(0, opd["done"])
    city = {f"day:{day:02}": chance.randrange(size // 3) for day in range(1, 31)}
    city["n"] = sum(city.values())
    city |= {"resolved": chance.randrange(size), "disputes": chance.randrange(6)}
    city |= {"kept": chance.randint(0, city["resolved"]), "upheld": chance.randint(0, city["disputes"])}
    found = publish_tables(month(city, opd_DISHUB=opd, now={"opd:DISHUB": {"open": chance.randrange(size)}}))
    counts = [
        (table, row, column, value)
        for table, rows in found.items()
        for row, columns in rows.items()
        for column, value in columns.items()
        if isinstance(value, int) and not isinstance(value, bool)
    ]
    assert [each for each in counts if 0 < each[3] < 5] == []


# who sees what


@pytest.fixture
def desk():
    counters = MemoryCounters()
    counters.cells.update({
        (1, ("2026-11", ALL, "city"), "n"): 3,
        (1, ("2026-11", "99.01.01", "city"), "n"): 3,
        (1, ("2026-11", ALL, "area"), "99.01.01"): 3,
    })  # fmt: skip
    counters.cells = type(counters.cells)({(g, Places(*place), n): c for (g, place, n), c in counters.cells.items()})
    return published_statistics(using(counters=counters))


def Places(period, scope, subject):  # noqa: N802 - stands for the class
    from chalicelib.domain.statistics.counters import Place

    return Place(period, scope, subject)


@pytest.mark.parametrize("relation", ["leader", "coordinator", "auditor"])
def test_leaders_see_exact_figures(desk, relation):
    figures = desk.month(actor=an_actor(relation))
    assert figures.is_exact
    assert figures.tables["reports"]["all"]["received"] == 3


@pytest.mark.parametrize("actor", [None, an_officer()])
def test_nobody_else_does(desk, actor):
    figures = desk.month(actor=actor)
    assert not figures.is_exact
    assert figures.tables["reports"]["all"]["received"] == Mask.FEW


def test_a_kecamatan_with_few_reports_is_not_shown_to_the_public(desk):
    assert desk.month(area="99.01.01").tables is None
    assert desk.month(area="99.01.01", actor=a_coordinator()).tables["reports"]["all"]["received"] == 3


@pytest.mark.parametrize(("month_", "area"), [("2026-12", ""), ("kemarin", ""), ("", "99.01.01.2001"), ("", "x")])
def test_a_month_to_come_and_what_is_no_kecamatan_are_refused(desk, month_, area):
    with pytest.raises(Invalid):
        desk.month(month_, area)


def test_the_running_month_is_shown_first(desk):
    figures = desk.month()
    assert (figures.month.code, figures.is_running) == (f"{TODAY:%Y-%m}", True)
    assert NOW == "now"


# in words


@pytest.mark.parametrize(("minutes", "text"), [
    (None, NOTHING), (0, "0 menit"), (45.4, "45 menit"), (60, "1,0 jam"), (450, "7,5 jam"), (480, "1,0 hari kerja"),
])  # fmt: skip
def test_times_are_told_in_working_days(minutes, text):
    assert ChartText("id", 480).time(minutes) == text


def test_shares_bounds_and_changes():
    say = ChartText("id", 480)
    assert [say.share(each) for each in (None, 0.874, ">0.75", "<0.20")] == [
        NOTHING,
        "87%",
        "di atas 75%",
        "di bawah 20%",
    ]
    assert say.change(0.9, 0.85) == "▲ naik 5 poin"
    assert say.change(0.8, 0.85) == "▼ turun 5 poin"
    assert say.change(0.8, 0.801) == "= tetap"
    assert say.change(">0.75", 0.8) == NOTHING
    assert [say.count(each) for each in (1234, "<5", "withheld", None)] == ["1.234", "<5", "•", NOTHING]


def test_a_day_with_few_is_drawn_as_few_and_not_as_it_is():
    drawn = days({"01": {"received": "<5"}, "02": {"received": 9}, "03": {"received": 0}}, ChartText("id", 480))
    assert [(each.is_few, each.height) for each in drawn.columns] == [(True, 64), (False, 144), (False, 0)]


@pytest.mark.parametrize(
    ("most", "marks"),
    [(0, ["10", "5"]), (10, ["10", "5"]), (13, ["20", "10"]), (25, ["30", "15"]), (70, ["80", "40"]),
     (101, ["200", "100"]), (1_234, ["2.000", "1.000"])],
)  # fmt: skip
def test_the_lines_of_a_chart_stand_at_round_counts(most, marks):
    assert [text for _, text in days({"01": {"received": most}}, ChartText("id", 480)).lines] == marks


@given(most=st.integers(0, 200_000))
def test_a_chart_s_second_line_is_exactly_half_of_its_first(most):
    (top, end), (middle, half) = days({"01": {"received": most}}, ChartText("en", 480)).lines
    end, half = (int(text.replace(",", "")) for text in (end, half))
    assert (top, middle, half * 2) == (0, 80, end)
    assert end >= most
