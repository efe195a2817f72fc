"""Reads `publication.toml`: what is published at once, what is covered, and which words are held for a check."""

from chalicelib.adapters.city_pack.entries import Entry
from chalicelib.adapters.city_pack.reader import PackReader
from chalicelib.domain.publication.private_data import KINDS
from chalicelib.domain.publication.publication_rules import PublicationRules, word_list

FILE = "publication.toml"
AT_ONCE, AFTER_CHECK = "at-once", "after-look"
WORD_LISTS = ("titles", "no_names", "offices", "accusations", "insults", "spam")


def publication_rules(reader: PackReader) -> PublicationRules:
    """The city's rules; without the file everything is published at once, with all kinds of personal data covered."""
    if not (reader.folder / FILE).exists():
        return PublicationRules()
    entry = reader.document(FILE)
    rules = PublicationRules(
        checks_all=_publish(entry) == AFTER_CHECK,
        covered=_covered(entry),
        **{name: word_list(entry.phrases(name)) for name in WORD_LISTS},
    )
    entry.end()
    return rules


def _publish(entry: Entry) -> str:
    publish = entry.text("publish")
    if publish and publish not in (AT_ONCE, AFTER_CHECK):
        entry.wrong("publish", f'must be "{AT_ONCE}" or "{AFTER_CHECK}", not "{publish}"')
    return publish


def _covered(entry: Entry) -> frozenset[str]:
    kinds = entry.phrases("cover")
    for kind in kinds:
        if kind not in KINDS:
            entry.wrong("cover", f'"{kind}" must be one of {", ".join(KINDS)}')
    return frozenset(kinds)
