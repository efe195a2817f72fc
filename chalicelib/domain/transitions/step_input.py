"""What a person says with a step, and what is wrong with it."""

from collections.abc import Mapping

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.tickets.photo import MOST, is_id
from chalicelib.domain.values import value

LONGEST = 4000
"""Characters of one text."""


@value
class StepInput:
    """What comes with a step; which fields matter depends on it.

    `text` the words (a reason, a question, an answer); `opd` whom to call in, or whose a returned part is instead;
    `role` `lead` or `support`; `to` an institution outside and `reference` its own number; `into` the number of the
    ticket that a duplicate follows; `after` the OPDs that come first; `stars` 1 to 5; `until` a day (ISO) or `days`
    working days more; `photos` the ids of what was uploaded. `version` is the ticket's sequence that the person saw,
    None if that does not matter.
    """

    text: str = ""
    opd: str = ""
    role: str = ""
    to: str = ""
    reference: str = ""
    into: str = ""
    after: tuple[str, ...] = ()
    stars: int = 0
    until: str = ""
    days: int = 0
    photos: tuple[str, ...] = ()
    version: int | None = None
    correlation: str = ""


def check(step_input: StepInput, known: Mapping[str, bool]) -> None:
    """Invalid with everything that is wrong; `known` are the codes of OPDs and whether each is outside the regency."""
    problems = [*_text_problems(step_input), *_opd_problems(step_input, known), *photo_problems(step_input.photos)]
    if problems:
        raise Invalid(tuple(problems))


def photo_problems(photos: tuple[str, ...]) -> list[Problem]:
    """What is wrong with the ids of photos, as one problem of the field `photos`."""
    if not all(map(is_id, photos)):
        return [Problem("photos", "photo_unknown")]
    if len(photos) > MOST:
        return [Problem("photos", "photos_many", {"given": len(photos), "most": MOST})]
    return []


def _text_problems(step_input: StepInput) -> list[Problem]:
    texts = {"text": (step_input.text, LONGEST), "reference": (step_input.reference, 100)}
    return [
        Problem(name, "too_long", {"given": len(text), "most": most})
        for name, (text, most) in texts.items()
        if len(text) > most
    ]


def _opd_problems(step_input: StepInput, known: Mapping[str, bool]) -> list[Problem]:
    problems = []
    if step_input.opd and known.get(step_input.opd) is not False:
        problems.append(Problem("opd", "opd_unknown"))
    if step_input.role not in ("", "lead", "support"):
        problems.append(Problem("role", "role_unknown"))
    if step_input.to and known.get(step_input.to) is not True:
        problems.append(Problem("to", "institution_unknown"))
    return problems
