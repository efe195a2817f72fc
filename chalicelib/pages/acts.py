"""The forms of the steps that staff can take, as data: which fields each has, and what was typed into one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

TEXT, WHOM, INSTEAD, INSTITUTION, REFERENCE, AFTER, UNTIL, PHOTOS = (
    "text", "opd", "instead", "to", "reference", "after", "until", "photos",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shape:
    """`fields` in their order; `needs_text` whether the step cannot do without words."""

    fields: tuple[str, ...] = ()
    needs_text: bool = False


SHAPES: Mapping[str, Shape] = {
    "accept": Shape(),
    "start": Shape(),
    "answer": Shape((TEXT, PHOTOS), needs_text=True),
    "finish": Shape((TEXT, PHOTOS), needs_text=True),
    "validate": Shape((TEXT, PHOTOS), needs_text=True),
    "return": Shape((INSTEAD, TEXT), needs_text=True),
    "waive": Shape((TEXT,), needs_text=True),
    "lead": Shape((TEXT,)),
    "order": Shape((AFTER, TEXT)),
    "extend": Shape((UNTIL, TEXT), needs_text=True),
    "ask": Shape((TEXT,), needs_text=True),
    "call_in": Shape((WHOM, TEXT)),
    "give_lead": Shape((WHOM, TEXT)),
    "verify": Shape((TEXT,)),
    "resolve": Shape((TEXT,)),
    "refer": Shape((INSTITUTION, REFERENCE, TEXT)),
    "archive": Shape((TEXT,), needs_text=True),
    "unmerge": Shape((TEXT,), needs_text=True),
    "room": Shape((TEXT,), needs_text=True),
    "identity": Shape((TEXT,), needs_text=True),
    "accept_proof": Shape((TEXT,)),
    "reject_proof": Shape((TEXT,), needs_text=True),
    "hide_photo": Shape((TEXT,), needs_text=True),
}
"""Every step that a page of the console offers."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that comes back: what was typed, and what is wrong with it (`message` where it is no single field)."""

    step: str
    opd: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    message: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One form. `opd` is the part that it is about, or the photo; `others` the parts that may come first;
    `needs_photo`: the service wants proof.
    """

    step: str
    opd: str = ""
    label: str = ""
    hint: str = ""
    templates: tuple["Template", ...] = ()
    others: tuple[tuple[str, str], ...] = ()  # code and name
    typed: Typed | None = None
    needs_photo: bool = False

    @property
    def id(self) -> str:
        return f"{self.step}-{self.opd}".rstrip("-").lower()

    @property
    def shape(self) -> Shape:
        return SHAPES[self.step]

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
