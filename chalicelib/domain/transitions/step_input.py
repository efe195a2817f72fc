"""The input of a step, and what is wrong with it."""

from collections.abc import Iterable, Mapping

from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.tickets.photo import MAX_PHOTOS, is_id
from chalicelib.domain.values import value

MAX_TEXT_LENGTH = 4000
"""Characters of one text, at most."""

MAX_PASSAGES = 20
"""Passages that one step may redact."""

_LONGEST_REFERENCE = 100


@value
class StepInput:
    """What comes with a step; which of the fields matter depends on the action.

    Attributes:
        text: A reason, a question or an answer.
        opd: Code of the OPD that is called in, or that a returned assignment belongs to instead.
        role: `lead` or `support`.
        to: Code of an institution outside the regency.
        reference: That institution's own number of the matter.
        into: Number of the ticket that a duplicate follows.
        after: Codes of the OPDs whose work comes first.
        stars: 1 to 5.
        purpose: Why a contact is opened, a code of `access.identity_access.PURPOSES`.
        until: A day in ISO 8601 to which a deadline is extended.
        days: Working days by which it is extended instead.
        photos: Ids of uploaded photos.
        passages: Passages of the ticket's texts that are to be covered, as they stand there.
        abuse: Whether the report is archived as an abuse of the desk.
        version: The ticket's sequence that the person saw; None if it does not matter.
        correlation: Id of the request.
    """

    text: str = ""
    opd: str = ""
    role: str = ""
    to: str = ""
    reference: str = ""
    into: str = ""
    after: tuple[str, ...] = ()
    stars: int = 0
    purpose: str = ""
    until: str = ""
    days: int = 0
    photos: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    abuse: bool = False
    version: int | None = None
    correlation: str = ""


def check_step_input(step_input: StepInput, known: Mapping[str, bool]) -> None:
    """Checks texts, codes and photos; `known` tells of each OPD's code whether it is outside the regency.

    Raises:
        Invalid: with every problem at once.
    """
    problems = [*_text_problems(step_input), *_opd_problems(step_input, known), *photo_problems(step_input.photos)]
    if len(step_input.passages) > MAX_PASSAGES:
        problems.append(Problem("passages", "passages_many", {"most": MAX_PASSAGES}))
    if problems:
        raise Invalid(tuple(problems))


def passages_of(lines: Iterable[str]) -> tuple[str, ...]:
    """The passages to redact, each once, without empty ones."""
    return tuple(dict.fromkeys(tidy for line in lines if (tidy := " ".join(line.split()))))


def photo_problems(photos: tuple[str, ...]) -> list[Problem]:
    """The problem of the field `photos`, if there is one."""
    if not all(map(is_id, photos)):
        return [Problem("photos", "photo_unknown")]
    if len(photos) > MAX_PHOTOS:
        return [Problem("photos", "photos_many", {"given": len(photos), "most": MAX_PHOTOS})]
    return []


def _text_problems(step_input: StepInput) -> list[Problem]:
    texts = {"text": (step_input.text, MAX_TEXT_LENGTH), "reference": (step_input.reference, _LONGEST_REFERENCE)}
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
