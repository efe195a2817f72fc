"""The forms of staff actions, as a page shows them, and what was typed into one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.domain.actions.registry import FORMS, STAFF


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """A form that was sent: what was typed, and what is wrong with it (`message`: with no single field)."""

    step: str
    opd: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True)
class ActionForm:
    """The form of one action.

    `opd` is the OPD whose assignment it is about, or the id of a photo; `others` are OPDs whose assignments may come
    first; `needs_photo` is true where the service needs proof.
    """

    step: str
    opd: str = ""
    label: str = ""
    hint: str = ""
    templates: tuple["Template", ...] = ()
    others: tuple[tuple[str, str], ...] = ()  # code and name
    typed: SubmittedForm | None = None
    needs_photo: bool = False

    @property
    def id(self) -> str:
        return f"{self.step}-{self.opd}".rstrip("-").lower()

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return FORMS[self.step].fields

    @property
    def send(self) -> str:
        """Key of the text on the button; empty where the button has the label."""
        return f"step.send_{self.step}" if FORMS[self.step].has_send else ""

    @property
    def needs_text(self) -> bool:
        return STAFF[self.step].needs_text

    @property
    def brings_proof(self) -> bool:
        return STAFF[self.step].brings_proof

    def value(self, name: str) -> str:
        return self.typed.values.get(name, "") if self.typed else ""

    def error(self, name: str) -> str:
        return self.typed.errors.get(name, "") if self.typed else ""


@dataclass(frozen=True, slots=True)
class Template:
    """A ready answer of the city pack for some actions; the officer fills in the blanks, `[…]`."""

    code: str
    steps: tuple[str, ...]
    title: Mapping[str, str]  # by language
    text: str
    services: tuple[str, ...] = ()  # empty: all


def templates_for(step: str, service: str, templates: Iterable[Template]) -> tuple[Template, ...]:
    """The ready answers for this action and service."""
    return tuple(each for each in templates if step in each.steps and (not each.services or service in each.services))


def unfilled(text: str, templates: Sequence[Template]) -> str:
    """The first blank of a ready answer that is still in the text; empty if there is none."""
    import re

    blanks = (blank for each in templates for blank in re.findall(r"\[[^\]\n]+\]", each.text))
    return next((blank for blank in blanks if blank in text), "")
