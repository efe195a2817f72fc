"""Templates of notices: `cities/<city>/notices.toml`, filled in here and checked before they ship.

A letter has `subject`, `text` and `sms`, and a `confidential` variant of the same three that cannot name anything of
the report's content. Placeholders stand in braces. In `text`, a line with a placeholder that has no value is left out,
and so is a paragraph whose filled lines are all left out.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any, NamedTuple

from chalicelib.domain.deadlines.obligation import OBLIGATION_KINDS
from chalicelib.domain.notifications.opd_recipients import LETTER_OF
from chalicelib.domain.notifications.sms_text import to_plain

NAMES = tuple(dict.fromkeys(LETTER_OF.values()))
LETTERS_WITH_REPORT = frozenset({"dispatched_lead", "dispatched_support", "unroutable"})
"""Letters about a report that is new to the recipient; their text must contain its description and deadline."""

FORMS = ("subject", "text", "sms")
SUBJECT_LIMIT = 99  # SNS: "less than 100 characters"

_ALWAYS = frozenset({
    "ticket", "url", "city", "opd", "role", "due", "due_short", "received", "about", "promise", "who", "late", "other",
    "other_url", "first",
})  # fmt: skip
_BRIEF = _ALWAYS | {"service", "place"}
_CONTENT = _BRIEF | {
    "landmark", "coordinates", "description", "answers", "why", "others", "guesses", "refer", "urgent", "instead",
}  # fmt: skip
ALLOWED: Mapping[str, frozenset[str]] = {"subject": _BRIEF, "text": _CONTENT, "sms": _BRIEF}
NEEDED: dict[str, frozenset[str]] = {
    "subject": frozenset({"ticket"}),
    "text": frozenset({"ticket", "url"}),
    "sms": frozenset({"ticket"}),
}
NEEDED_WITH_REPORT = NEEDED | {"text": frozenset({"ticket", "url", "due", "description"})}
WORDS: Mapping[str, frozenset[str]] = {
    "lead": frozenset(),
    "support": frozenset(),
    "urgent": frozenset(),
    "coordinator": frozenset(),
    "village_office": frozenset(),
    "unknown_place": frozenset(),
    "other": frozenset({"opd", "role"}),
    "guess": frozenset({"service", "opd", "score"}),
    "refer": frozenset({"name", "contact"}),
    "late": frozenset({"days"}),
    "late_less": frozenset(),
    **{f"promise_{what}": frozenset() for what in OBLIGATION_KINDS},
}
"""Entries of the table `words`, with the placeholders each must have."""


class Flaw(NamedTuple):
    """One fault in a file of templates, by table (`entry`) and field."""

    entry: str
    field: str
    message: str


def subject(template: str, values: Mapping[str, str]) -> str:
    """One line of ASCII that SNS accepts as the subject of an e-mail."""
    ascii_text = unicodedata.normalize("NFKD", to_plain(template.format_map(values))).encode("ascii", "ignore").decode()
    line = " ".join("".join(c if c.isprintable() else " " for c in ascii_text).split())
    return line if len(line) <= SUBJECT_LIMIT else f"{line[: SUBJECT_LIMIT - 3].rstrip()}..."


def text(template: str, values: Mapping[str, str]) -> str:
    """The letter, without the lines and paragraphs that would be empty."""
    paragraphs = (_paragraph(paragraph, values) for paragraph in template.strip().split("\n\n"))
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _paragraph(template: str, values: Mapping[str, str]) -> str:
    lines = template.strip("\n").split("\n")
    kept = [line for line in lines if all(values[name] for name in _placeholders(line))]
    was_filled = any(_placeholders(line) for line in lines)
    if was_filled and not any(_placeholders(line) for line in kept):
        return ""
    return "\n".join(line.format_map(values) for line in kept)


def quote_block(words: str) -> str:
    """A citizen's words with every line marked as a quotation, so that they cannot be taken for the system's."""
    return "\n".join(f"> {line}".rstrip() for line in words.splitlines())


def flaws(texts: Mapping[str, Any]) -> tuple[Flaw, ...]:
    """Everything that is wrong with the texts of a city pack; empty if they may ship."""
    return (*_word_flaws(texts.get("words")), *_letter_flaws(texts), *unknown_entries(texts, {"words", *NAMES}, ""))


def _word_flaws(words: object) -> Iterator[Flaw]:
    if not isinstance(words, Mapping):
        yield Flaw("words", "", "the table is missing")
        return
    for name, placeholders in WORDS.items():
        yield from template_flaws("words", name, words.get(name), placeholders, placeholders)
    yield from unknown_entries(words, WORDS, "words")


def _letter_flaws(texts: Mapping[str, Any]) -> Iterator[Flaw]:
    for name in NAMES:
        letter = texts.get(name)
        if not isinstance(letter, Mapping):
            yield Flaw(name, "", "the letter is missing")
            continue
        yield from _form_flaws(name, letter)
        yield from unknown_entries(letter, {*FORMS, "confidential"}, name)


def _form_flaws(name: str, letter: Mapping[str, Any]) -> Iterator[Flaw]:
    variant = letter.get("confidential")
    if not isinstance(variant, Mapping):
        yield Flaw(f"{name}.confidential", "", "the letter for confidential reports is missing")
        variant = {}
    needed = NEEDED_WITH_REPORT if name in LETTERS_WITH_REPORT else NEEDED
    for form in FORMS:
        yield from template_flaws(name, form, letter.get(form), ALLOWED[form], needed[form])
        if variant:
            yield from template_flaws(
                f"{name}.confidential", form, variant.get(form), _ALWAYS, needed[form] - {"description"}
            )
    yield from unknown_entries(variant, FORMS, f"{name}.confidential")


def template_flaws(
    entry: str, field: str, template: object, allowed: frozenset[str], needed: frozenset[str]
) -> Iterator[Flaw]:
    """What is wrong with one template: it is missing, or a placeholder is unknown or missing."""
    if not isinstance(template, str) or not template.strip():
        yield Flaw(entry, field, "a text is missing")
        return
    try:
        placeholders = _placeholders(template)
    except ValueError as error:
        yield Flaw(entry, field, f"braces do not match: {error}")
        return
    for name in sorted(placeholders - allowed):
        yield Flaw(entry, field, f"unknown placeholder {{{name}}}; allowed are {', '.join(sorted(allowed)) or 'none'}")
    for name in sorted(needed - placeholders):
        yield Flaw(entry, field, f"the placeholder {{{name}}} is missing")


def unknown_entries(table: Mapping[str, Any], known: Any, entry: str) -> Iterator[Flaw]:
    """Entries of the table that are not among the `known` ones."""
    for name in table:
        if name not in known:
            yield Flaw(entry or name, name if entry else "", "unknown entry")


def _placeholders(template: str) -> frozenset[str]:
    """Names in braces with whatever follows them (`a.b`, `a!r`, `a:>9`), so that only plain names pass as known."""
    fields = Formatter().parse(template)
    return frozenset(
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in fields
        if name is not None
    )
