"""What is published of the counters: nothing that one confidential report moves."""

from datetime import date

import pytest

from chalicelib.domain.statistics.contribution import contribution
from chalicelib.domain.statistics.counters import ALL, CITY, OPD, SERVICE, Place
from chalicelib.domain.statistics.figure_publication import (
    NotCountedApart,
    check_counted_apart,
    is_over,
    released,
    with_released,
    without_confidential,
)
from chalicelib.domain.statistics.period import Period
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS
from chalicelib.domain.statistics.survey import Questionnaire
from tests.support.factory import a_case, a_terms

MONTH = "2026-11"


def counters_of(*contributions, period=MONTH):
    counters = {}
    for each in contributions:
        for place, name, count in each.cells():
            if place == Place(period, ALL, place.subject):
                counts = counters.setdefault(place.subject, {})
                counts[name] = counts.get(name, 0) + count
    return counters


def of(visibility, seed="satu"):
    return contribution(a_case("DISHUB", seed=seed, visibility=visibility), a_terms())


@pytest.mark.parametrize("period", [MONTH, "now"])
@pytest.mark.parametrize("visibility", ["public", "anonymous"])
def test_with_or_without_a_confidential_report_what_is_published_is_the_same(visibility, period):
    public, secret = of(visibility), of("confidential", "dua")
    assert counters_of(public, secret, period=period) != counters_of(public, period=period)
    assert without_confidential(counters_of(public, secret, period=period)) == counters_of(public, period=period)
    assert without_confidential(counters_of(secret, period=period)) == {}


def test_the_answers_about_a_confidential_report_are_not_published():
    answers = dict.fromkeys(ELEMENTS, 3)
    secret = Questionnaire(MONTH, "DISHUB", answers, is_confidential=True).contribution()
    public = Questionnaire(MONTH, "DISHUB", answers).contribution()
    assert without_confidential(counters_of(secret, public)) == counters_of(public)
    assert counters_of(secret, public)[f"{OPD}DISHUB"]["ikm:answers"] == 2


@pytest.mark.parametrize(("reports", "count"), [(0, 0), (1, 0), (4, 0), (5, 5), (9, 9)])
def test_a_months_confidential_reports_are_released_by_five_or_more(reports, count):
    counters = counters_of(of("public"), *(of("confidential", f"s{number}") for number in range(reports)))
    assert released(counters) == count


def test_released_reports_stand_in_the_total_and_in_the_rows_that_name_them():
    public = counters_of(of("public"))
    shown = with_released(public, 7)
    assert (shown[CITY]["n"], shown[CITY]["visibility:confidential"], shown[CITY]["visibility:public"]) == (8, 7, 1)
    assert shown[SERVICE] == {**public[SERVICE], "confidential": 7}
    assert shown[f"{OPD}DISHUB"] == public[f"{OPD}DISHUB"]
    assert with_released(public, 0) == public


@pytest.mark.parametrize(
    ("day", "over"), [(date(2026, 11, 30), False), (date(2026, 12, 1), False), (date(2026, 12, 2), True)]
)
def test_a_month_is_over_when_a_whole_day_has_passed_after_it(day, over):
    assert is_over(Period(MONTH), day) is over


def test_what_an_older_release_counted_is_not_published():
    counters = counters_of(of("public"), of("confidential", "dua"))
    check_counted_apart(counters)
    del counters[CITY]["~n"]
    with pytest.raises(NotCountedApart):
        check_counted_apart(counters)
