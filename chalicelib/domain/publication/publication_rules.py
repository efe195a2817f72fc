"""What a city publishes at once, what it covers, and what it holds for a check: `publication.toml` of the city pack."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field
from datetime import datetime
from itertools import pairwise

from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.publication.private_data import KINDS, LINK, PHONE, find_private
from chalicelib.domain.tickets.publication import (
    ACCUSATION,
    EVERY_REPORT,
    INSULT,
    SPAM,
    Publication,
    PublicationState,
)
from chalicelib.domain.tickets.ticket import Report, Visibility
from chalicelib.domain.values import value

CHECK_DAYS = 1
"""Working days within which the coordinator checks what is held or flagged."""

_SENTENCE_END = re.compile(r"[.!?;\n]+(?:\s|$)")
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_REPEATED_LETTERS = re.compile(r"(.)\1{2,}")
_MANY_LINKS = 4
_MANY_WORDS = 20


@value
class WordList:
    """Words of the pack: whole ones, beginnings (in the file with `*` at the end), and phrases of several words."""

    words: AbstractSet[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()

    def within(self, sentence: Sequence[str]) -> bool:
        """Whether one of them is in a sentence, given as normalised words."""
        return any(self.holds(word) for word in sentence) or any(_has_phrase(sentence, each) for each in self.phrases)

    def holds(self, word: str) -> bool:
        return word in self.words or (bool(self.beginnings) and word.startswith(self.beginnings))


def word_list(entries: Sequence[str]) -> WordList:
    """The list from the pack's entries."""
    split = [tuple(normalised(entry.removesuffix("*"))) for entry in entries]
    single = [(words[0], entry.endswith("*")) for words, entry in zip(split, entries, strict=True) if len(words) == 1]
    return WordList(
        frozenset(word for word, is_beginning in single if not is_beginning),
        tuple(word for word, is_beginning in single if is_beginning),
        tuple(words for words in split if len(words) > 1),
    )


@value
class PublicationRules:
    """A city's rules.

    Attributes:
        checks_all: Whether every report is held until the coordinator has checked it.
        covered: The kinds of personal data that the public does not read, of `private_data.KINDS`.
        titles: Words before a name, such as `pak` and `bernama`.
        no_names: Words that are no name, though a title stands before them.
        offices: Words for somebody who is known by their post, such as `kades`.
        accusations: Words that say of somebody that they did wrong.
        insults: Words that are held wherever they stand.
        spam: Words of advertising, which are held beside a link or a telephone number.
    """

    checks_all: bool = False
    covered: AbstractSet[str] = frozenset(KINDS)
    titles: WordList = field(default_factory=WordList)
    no_names: WordList = field(default_factory=WordList)
    offices: WordList = field(default_factory=WordList)
    accusations: WordList = field(default_factory=WordList)
    insults: WordList = field(default_factory=WordList)
    spam: WordList = field(default_factory=WordList)

    def reasons_to_hold(self, texts: Sequence[str]) -> tuple[str, ...]:
        """Why these texts must be checked before they are public; empty if they need not be."""
        sentences = [normalised(sentence) for text in texts for sentence in _SENTENCE_END.split(text)]
        found = {
            ACCUSATION: self._accuses(sentences, texts),
            INSULT: any(map(self.insults.within, sentences)),
            SPAM: self._advertises(sentences, texts),
        }
        return ((EVERY_REPORT,) if self.checks_all else ()) + tuple(why for why, is_so in found.items() if is_so)

    def _accuses(self, sentences: Sequence[Sequence[str]], texts: Sequence[str]) -> bool:
        """Whether a sentence accuses somebody whom the report makes known: by name, by post, or by a number."""
        accusing = [sentence for sentence in sentences if self.accusations.within(sentence)]
        if not accusing:
            return False
        return any(map(self._names_somebody, accusing)) or any(map(find_private, texts))

    def _names_somebody(self, sentence: Sequence[str]) -> bool:
        if self.offices.within(sentence):
            return True
        return any(self.titles.holds(title) and self._may_be_name(word) for title, word in pairwise(sentence))

    def _may_be_name(self, word: str) -> bool:
        return len(word) > 1 and not word.isdigit() and not self.titles.holds(word) and not self.no_names.holds(word)

    def _advertises(self, sentences: Sequence[Sequence[str]], texts: Sequence[str]) -> bool:
        kinds = [passage.kind for text in texts for passage in find_private(text)]
        ways = kinds.count(LINK) + kinds.count(PHONE)
        if kinds.count(LINK) >= _MANY_LINKS or (ways and any(map(self.spam.within, sentences))):
            return True
        words = [word for sentence in sentences for word in sentence]
        return len(words) >= _MANY_WORDS and Counter(words).most_common(1)[0][1] > len(words) / 2


def normalised(text: str) -> list[str]:
    """The words of a text as word lists have them: small letters without accents, no letter three times in a row."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _WORD.findall(_REPEATED_LETTERS.sub(r"\1", plain))


def texts_of(report: Report) -> list[str]:
    """What the reporter typed."""
    return [report.description, report.place.address, *report.attributes.values()]


def first_publication(report: Report, rules: PublicationRules, at: datetime, calendar: Calendar) -> Publication:
    """How a report that comes in `at` is published."""
    if report.visibility is Visibility.CONFIDENTIAL:
        return Publication()
    reasons = rules.reasons_to_hold(texts_of(report))
    if not reasons:
        return Publication()
    return Publication(PublicationState.HELD, reasons=reasons, due=calendar.due(at, CHECK_DAYS))


def _has_phrase(sentence: Sequence[str], phrase: tuple[str, ...]) -> bool:
    return any(tuple(sentence[n : n + len(phrase)]) == phrase for n in range(len(sentence) - len(phrase) + 1))
