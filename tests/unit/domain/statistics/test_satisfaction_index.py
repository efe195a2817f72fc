"""The index of public satisfaction as Permenpan RB 14/2017 has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.errors import Invalid
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS, WEIGHT, grade, index
from chalicelib.domain.statistics.survey import questionnaire


def of(*answers):
    """The index of one questionnaire."""
    return index(dict(zip(ELEMENTS, answers, strict=True)), 1)


def test_the_nine_elements_weigh_the_same_and_one_together():
    assert len(ELEMENTS) * WEIGHT == 1


@pytest.mark.parametrize(
    ("answer", "value", "letter"), [(1, 25.0, "D"), (2, 50.0, "D"), (3, 75.0, "C"), (4, 100.0, "A")]
)
def test_the_scale_reaches_from_25_to_100(answer, value, letter):
    result = of(*[answer] * 9)
    assert (result.value, result.grade) == (value, letter)


def test_an_index_worked_out_by_hand():
    """3+3+2+4+3+3+4+3+3 = 28; 28/9 = 3.111; x 25 = 77.78."""
    result = of(3, 3, 2, 4, 3, 3, 4, 3, 3)
    assert (result.value, result.grade) == (77.78, "B")


@pytest.mark.parametrize(
    ("value", "letter"),
    [(25, "D"), (64.99, "D"), (65, "C"), (76.6, "C"), (76.61, "B"), (88.3, "B"), (88.31, "A"), (100, "A")],
)
def test_grades_begin_where_the_rule_says(value, letter):
    assert grade(value) == letter


def test_without_a_questionnaire_there_is_no_index():
    assert index({}, 0) is None


@given(st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=1, max_size=20))
def test_it_lies_between_the_worst_and_the_best(papers):
    sums = {element: sum(paper[n] for paper in papers) for n, element in enumerate(ELEMENTS)}
    result = index(sums, len(papers))
    assert 25 <= result.value <= 100
    assert result.value == pytest.approx(25 * sum(map(sum, papers)) / 9 / len(papers), abs=0.006)


def test_all_nine_must_be_answered():
    with pytest.raises(Invalid) as refused:
        questionnaire("2026-11", "DISHUB", {"time": "3", "cost": "5", "conduct": ""})
    assert [problem.field for problem in refused.value.problems] == [e for e in ELEMENTS if e != "time"]


def test_a_questionnaire_counts_for_the_city_and_for_the_opd_that_led():
    survey = questionnaire("2026-11", "DISHUB", dict.fromkeys(ELEMENTS, "4")).contribution()
    assert {key.subject for key in survey.counts} == {"city", "opd:DISHUB"}
    assert survey.kecamatan == ""
