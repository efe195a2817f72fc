"""A citizen's answers to the nine survey questions, stored apart from the ticket and without who gave them."""

from collections.abc import Mapping

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.statistics.counters import CITY, OPD, Contribution, Key
from chalicelib.domain.statistics.figure_publication import with_confidential
from chalicelib.domain.statistics.satisfaction_index import BEST, ELEMENTS, WORST
from chalicelib.domain.values import value

ANSWERS = "answers"
"""Name of the counter of questionnaires; the counters of the elements have the elements' names."""


@value
class Questionnaire:
    """The answers of one citizen, from 1 to 4 for each element.

    `month` is `2026-11`, without the day, which could tell whose answers they are; `opd` is the OPD that led, empty if
    none did; `is_confidential`: they are about a confidential report.
    """

    month: str
    opd: str
    answers: Mapping[str, int]
    is_confidential: bool = False

    def contribution(self) -> Contribution:
        counts = {ANSWERS: 1, **self.answers}
        subjects = (CITY, OPD + self.opd) if self.opd else (CITY,)
        counted = {
            Key(self.month, subject, f"ikm:{name}"): count for subject in subjects for name, count in counts.items()
        }
        return Contribution("", with_confidential(counted) if self.is_confidential else counted)


def questionnaire(month: str, opd: str, fields: Mapping[str, str], *, is_confidential: bool = False) -> Questionnaire:
    """The questionnaire from the form's fields, which are named as the nine elements.

    Raises:
        Invalid: an element has no answer from 1 to 4; names each of them.
    """
    scores = {str(number): number for number in range(WORST, BEST + 1)}
    missing = [element for element in ELEMENTS if fields.get(element) not in scores]
    if missing:
        raise Invalid(tuple(Problem(element, "survey_answer") for element in missing))
    answers = {element: scores[fields[element]] for element in ELEMENTS}
    return Questionnaire(month, opd, answers, is_confidential)
