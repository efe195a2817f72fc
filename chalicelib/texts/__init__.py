"""All texts that people read, in Bahasa Indonesia and English.

In `say("id", "problem.too_short", least=10, given=3)` the section before the point names the module that holds the
texts, and the rest is the key in it. Sections are imported when first needed, so that an answer without texts costs
nothing; they lie in one folder for each audience.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "citizen": ("dialogue", "form", "messages", "photo", "receipt", "satisfaction", "site", "statistics", "survey"),
    "console": ("console", "desk", "merge", "signing", "step"),
    "everyone": (
        "actor", "assignment", "error", "event", "obligation", "problem", "promise", "publication", "rule", "status",
        "ticket",
    ),
}  # fmt: skip
"""Audience (the folder) to the sections (the modules) written for it."""

_FOLDER = {section: audience for audience, sections in SECTIONS.items() for section in sections}

LANGUAGES = ("id", "en")
DEFAULT = "id"

Pair = tuple[str, str]
"""One text in Bahasa Indonesia and in English, with the same `{placeholders}`."""


def say(language: str, key: str, **params: object) -> str:
    """The text in this language (`en`, or else Bahasa Indonesia).

    Raises:
        KeyError: there is no such text, or a parameter is missing.
    """
    section, _, name = key.partition(".")
    text = section_of(section)[name][language == "en"]
    return text.format_map(_FormattedParams(language, params)) if params else text


def known(key: str) -> bool:
    """Whether there is a text for this key: older code may read what newer code wrote."""
    section, _, name = key.partition(".")
    return name in section_of(section)


def number(language: str, value: int) -> str:
    """A whole number with its thousands grouped: 4.000 in Bahasa Indonesia, 4,000 in English."""
    grouped = f"{value:,}"
    return grouped if language == "en" else grouped.replace(",", ".")


@cache
def section_of(name: str) -> Mapping[str, Pair]:
    """All texts of one section, for instance `problem` or `status`."""
    words: Mapping[str, Pair] = import_module(f"{__name__}.{_FOLDER[name]}.{name}").WORDS
    return words


class _FormattedParams:
    """Parameters as people read them, formatted when a text uses them."""

    def __init__(self, language: str, params: Mapping[str, object]) -> None:
        self._language, self._params = language, params

    def __getitem__(self, name: str) -> object:
        value = self._params[name]
        return number(self._language, value) if isinstance(value, int) else value
