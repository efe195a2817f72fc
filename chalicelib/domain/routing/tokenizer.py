"""Indonesian words as citizens type them: chat spelling, repeated letters, affixes and daily Javanese.

Two words are the same if their stems are equal. A stem is made for comparing, not for reading.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from chalicelib.domain.routing.spelling_variants import FILLERS, SPELLINGS
from chalicelib.domain.routing.stemmer import stem


def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text, function words left out (kept where there is nothing else)."""
    return frozenset(stem_list(text)) or frozenset(map(stem, _words(text)))


def stem_list(text: str) -> list[str]:
    """The stems in the order of the text, without function words and without immediate repetition."""
    found: list[str] = []
    for word in _words(text):
        root = _content_stem(word)
        if root and (not found or found[-1] != root):
            found.append(root)
    return found


def word_stems(word: str) -> list[str]:
    """The stems of one clean lower-case word, as `stem_list` gives them, without looking for words in it."""
    return [root for part in usual_spelling(word).split() if (root := _content_stem(part))]


def _words(text: str) -> Iterator[str]:
    """Lower-case words in usual spelling; digits, signs and emoji separate words or fall away."""
    for typed in _WORD.findall(_NO_SUBJECT.sub(" ", text.lower())):
        yield from usual_spelling(typed).split()


@lru_cache(maxsize=4096)
def usual_spelling(typed: str) -> str:
    """The usual spelling of one typed word: `yg` is `yang`, `lamaaa` is `lama`, `anak2` is `anak`.

    What stands for several words (`gakbisa`) becomes several, with spaces between.
    """
    word = _DRAWN_OUT.sub(r"\1", typed.strip("0123456789'"))
    return SPELLINGS.get(word, word)


@lru_cache(maxsize=4096)
def _content_stem(word: str) -> str:
    """The stem, or nothing for function words and single letters."""
    if len(word) < 2 or word in FILLERS:
        return ""
    return NOT if word in _NEGATIONS else stem(word)


NOT = "tidak"
"""The stem of every negation: it says nothing alone, but much in a phrase (`tidak mengalir`)."""

_NEGATIONS = frozenset({"tidak", "belum", "tanpa"})
_NO_SUBJECT = re.compile(r"https?://\S+|\S+@\S+\.\S+|\b(?:selamat|slamat|slmt|met)\s+(?:pagi|siang|sore|malam)\b")
"""Addresses of the internet and greetings: `malam` says something, `selamat malam` does not."""

_WORD = re.compile(r"[a-z0-9']*[a-z][a-z0-9']*")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
