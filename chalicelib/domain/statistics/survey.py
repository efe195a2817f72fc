"""A citizen's answers to the nine questions about the service, kept apart from the ticket and without who gave them."""

from collections.abc import Mapping

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.statistics.counters import CITY, OPD, Contribution, Key
from chalicelib.domain.statistics.satisfaction_index import BEST, ELEMENTS, WORST
from chalicelib.domain.values import value

ANSWERS = "answers"
"""Counter of the questionnaires; those of the elements are called as the elements."""


@value
class Questionnaire:
    """`month` (`2026-11`, no day: nobody shall find out whose it is), the OPD that led, and an answer from 1 to 4 for
    each element.
    """

    month: str
    opd: str
    answers: Mapping[str, int]

    def contribution(self) -> Contribution:
        told = {ANSWERS: 1, **self.answers}
        subjects = (CITY, OPD + self.opd) if self.opd else (CITY,)
        return Contribution(
            "",
            {Key(self.month, subject, f"ikm:{name}"): count for subject in subjects for name, count in told.items()},
        )


def questionnaire(month: str, opd: str, given: Mapping[str, str]) -> Questionnaire:
    """From what came with the form: all nine elements, by name. Invalid names those that are missing."""
    wanted = {str(number): number for number in range(WORST, BEST + 1)}
    missing = [element for element in ELEMENTS if given.get(element) not in wanted]
    if missing:
        raise Invalid(tuple(Problem(element, "survey_answer") for element in missing))
    return Questionnaire(month, opd, {element: wanted[given[element]] for element in ELEMENTS})
