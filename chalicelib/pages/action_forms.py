"""The forms of the actions that staff can take: what a page shows of each, and what was typed into one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from chalicelib.domain.actions.registry import FORMS, STAFF


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """A form that comes back: what was typed, and what is wrong with it (`message` where it is no single field)."""

    step: str
    opd: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True)
class ActionForm:
    """One form. `opd` is the part that it is about, or the photo; `others` the parts that may come first;
    `needs_photo`: the service wants proof.
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
        """In their order."""
        return FORMS[self.step].fields

    @property
    def send(self) -> str:
        """Key of the words of the button below the fields; empty where these are the label."""
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
    """A ready sentence of the city pack for a step; what stands in `[…]` is for the officer to fill in."""

    code: str
    steps: tuple[str, ...]
    title: Mapping[str, str]  # by language
    text: str
    services: tuple[str, ...] = ()  # none: all


def templates_for(step: str, service: str, every: Iterable[Template]) -> tuple[Template, ...]:
    return tuple(each for each in every if step in each.steps and (not each.services or service in each.services))


def unfilled(text: str, every: Sequence[Template]) -> str:
    """The first blank of a template that still stands in the text; empty if none does."""
    import re

    blanks = (blank for each in every for blank in re.findall(r"\[[^\]\n]+\]", each.text))
    return next((blank for blank in blanks if blank in text), "")
