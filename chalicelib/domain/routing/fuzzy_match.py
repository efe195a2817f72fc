"""Finds the known word behind a mistyped one: a letter too many, too few, wrong, or two swapped."""

from collections.abc import Iterable, Iterator

SHORTEST = 7
"""Shorter words are too near to each other (tengah, tenaga)."""


class Vocabulary:
    """A fixed set of words, indexed by what is left of each when one letter is taken out.

    Two words are near if taking at most one letter out of each can make them equal, which every single typing
    error does. The first letter must be right, and the answer must be the only one.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shortened: dict[str, str] = {}
        for word in self._words:
            if len(word) >= SHORTEST:
                for short in _shortened(word):
                    self._shortened[short] = "" if short in self._shortened else word

    def known(self, word: str) -> str:
        """The word itself if it is known, else the one known word near it, else the word as it is."""
        if word in self._words or len(word) < SHORTEST:
            return word
        near = {self._shortened[short] for short in (word, *_shortened(word)) if short in self._shortened}
        near |= {short for short in _shortened(word) if short in self._words and len(short) >= SHORTEST}
        return near.pop() if len(near) == 1 and "" not in near else word


def _shortened(word: str) -> Iterator[str]:
    """The word with one of its letters taken out, all but the first."""
    return (word[:at] + word[at + 1 :] for at in range(1, len(word)))
