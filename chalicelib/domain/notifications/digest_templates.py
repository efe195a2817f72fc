"""Templates of digests: `cities/<city>/digests.toml`, checked before they ship and filled in like those of notices."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.notifications.notice_templates import FORMS, Flaw, template_flaws, unknown_entries

OPD, DESK, LEADERS = "opd", "desk", "leaders"
LETTERS = (OPD, DESK, LEADERS)

NAMES = frozenset({"city", "opd", "day", "late", "soon", "url"})
LISTS = frozenset({"late_lines", "soon_lines", "opd_lines", "raised_lines"})
WORDS: Mapping[str, frozenset[str]] = {
    "coordinator": frozenset(),
    "late_line": frozenset({"ticket", "due", "who"}),
    "raised_line": frozenset({"ticket", "opd", "due", "who"}),
    "soon_line": frozenset({"ticket", "due"}),
    "opd_line": frozenset({"opd", "late", "since"}),
    "more_line": frozenset(),
    "more": frozenset({"count"}),
}
"""Entries of the table `words`, with the placeholders each must have."""


def digest_flaws(texts: Mapping[str, Any]) -> Iterator[Flaw]:
    """Everything that is wrong with the digest templates of a city pack; nothing if they may ship."""
    words = texts.get("words")
    if not isinstance(words, Mapping):
        yield Flaw("words", "", "the table is missing")
    else:
        for name, placeholders in WORDS.items():
            yield from template_flaws("words", name, words.get(name), placeholders, placeholders)
        yield from unknown_entries(words, WORDS, "words")
    for name in LETTERS:
        yield from _letter_flaws(name, texts.get(name))
    yield from unknown_entries(texts, {"words", *LETTERS}, "")


def _letter_flaws(name: str, letter: object) -> Iterator[Flaw]:
    if not isinstance(letter, Mapping):
        yield Flaw(name, "", "the letter is missing")
        return
    for form in FORMS:
        allowed = NAMES | LISTS if form == "text" else NAMES
        needed = frozenset({"late", "url"} if form == "text" else {"late"})
        yield from template_flaws(name, form, letter.get(form), allowed, needed)
    yield from unknown_entries(letter, FORMS, name)
