"""Turns free text into comparable stems of Indonesian as citizens type it.

It levels chat spelling, repeated letters, affixes, daily Javanese and single typing errors, and leaves out phrases that
tell where something is rather than what it is about. Two words count as the same if their stems are equal; a stem is
made for comparing, not for reading.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from chalicelib.domain.routing.spelling_variants import FILLERS, SPELLINGS
from chalicelib.domain.routing.stemmer import stem


def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text, without function words (unless there is nothing else)."""
    return frozenset(stem_list(text)) or frozenset(map(stem, _words(text)))


def stem_list(text: str) -> list[str]:
    """The stems in text order, without function words and immediate repetitions."""
    roots: list[str] = []
    for word in _words(text):
        root = _content_stem(word)
        if root and (not roots or roots[-1] != root):
            roots.append(root)
    return roots


def word_stems(word: str) -> list[str]:
    """The stems of one clean lower-case word: as `stem_list`, but without splitting it into words first."""
    return [root for each in usual_spelling(word).split() if (root := _content_stem(each))]


def _words(text: str) -> Iterator[str]:
    """Lower-case words in usual spelling; digits, punctuation and emoji separate words or are dropped."""
    for typed in _WORD.findall(_NOISE.sub(" ", text.lower())):
        yield from usual_spelling(typed).split()


@lru_cache(maxsize=4096)
def usual_spelling(typed: str) -> str:
    """The usual spelling of one typed word: `yg` is `yang`, `lamaaa` is `lama`, `anak2` is `anak`.

    A contraction (`gakbisa`) becomes several words, separated by spaces.
    """
    word = _DRAWN_OUT.sub(r"\1", typed.strip("0123456789'"))
    return SPELLINGS.get(word, word)


@lru_cache(maxsize=4096)
def _content_stem(word: str) -> str:
    """The stem, or "" for function words and single letters."""
    if len(word) < 2 or word in FILLERS:
        return ""
    return NOT if word in _NEGATIONS else stem(word)


def without_landmarks(text: str) -> str:
    """The text without landmarks, neighbourhood addresses and offices told before; the rest is unchanged.

    These phrases mislead the classifier: `lampu di depan balai desa` is about a lamp, not about the village office, and
    `sudah lapor ke Pak RT` is about something else.
    """
    return _MISLEADING.sub(" ", text)


SHORTEST_CORRECTED = 7
"""Letters of a word that may be corrected: shorter words are too near to each other (tengah, tenaga)."""


class Vocabulary:
    """A fixed set of words that finds the known word behind a mistyped one.

    A typing error is a letter too many, missing or wrong, or two letters swapped. After any of these, taking at most
    one letter out of each word can make both equal, so the index holds every word with one letter taken out. The first
    letter must be right, and there must be only one such word.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        self._shortened: dict[str, str] = {}
        for word in self._words:
            if len(word) >= SHORTEST_CORRECTED:
                for short in _with_letter_removed(word):
                    self._shortened[short] = "" if short in self._shortened else word

    def known(self, word: str) -> str:
        """The known word that `word` is or stands for; `word` unchanged if there is none or more than one."""
        if word in self._words or len(word) < SHORTEST_CORRECTED:
            return word
        near = {self._shortened[short] for short in (word, *_with_letter_removed(word)) if short in self._shortened}
        near |= {
            short for short in _with_letter_removed(word) if short in self._words and len(short) >= SHORTEST_CORRECTED
        }
        return near.pop() if len(near) == 1 and "" not in near else word


def _with_letter_removed(word: str) -> Iterator[str]:
    """The word with one letter taken out, for each letter but the first."""
    return (word[:index] + word[index + 1 :] for index in range(1, len(word)))


NOT = "tidak"
"""The stem of every negation, which says nothing alone but much in a phrase (`tidak mengalir`)."""

_NEGATIONS = frozenset({"tidak", "belum", "tanpa"})
_NOISE = re.compile(r"https?://\S+|\S+@\S+\.\S+|\b(?:selamat|slamat|slmt|met)\s+(?:pagi|siang|sore|malam)\b")
"""Internet addresses and greetings: `malam` says something, `selamat malam` does not."""

_WORD = re.compile(r"[a-z0-9']*[a-z][a-z0-9']*")
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")

_POSITION = (
    "depan", "dpn", "dekat", "deket", "dkt", "samping", "sebelah", "belakang", "seberang", "sekitar", "arah", "menuju",
    "utara", "selatan", "timur", "barat", "ngarep", "cedhak",
)  # fmt: skip
_BUILDING_PART = ("gedung", "pintu", "gerbang", "pagar", "pos", "jalan", "dari", "dengan", "dgn")
_LANDMARK = (
    r"rumah sakit", r"balai(?: \w+)?", r"kantor(?: \w+)?", r"sekolah(?:an)?", r"sdn?", r"smpn?", r"sman?", r"smkn?",
    r"masjid", r"mushol\w+", r"musala", r"gereja", r"pasar", r"puskesmas", r"kelurahan", r"kecamatan", r"terminal",
    r"stasiun", r"spbu", r"pom bensin", r"polsek", r"polres\w*", r"makam", r"bank", r"toko", r"pabrik", r"kampus",
    r"hotel", r"apote?i?k", r"lapangan", r"stadion", r"gor", r"rsud", r"koramil", r"minimarket", r"alun-alun",
)  # fmt: skip
_REPORTED = r"(?:me?|di)?(?:lapor|ngadu|tegur|komplain|usul)(?:kan|in)?"
_PREPOSITIONS = r"(?:(?:ke|kpd|kepada|lewat|lwt|melalui|sama|oleh|pak|bu|ketua|dan|atau|pihak|kantor|,)\s*)*"
_OFFICE = r"(?:rt|rw|lurah|camat|kades|kelurahan|kecamatan|kel|kec|aplikasi|desa)"


def _any(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(words)})"


_MISLEADING = re.compile(
    rf"\b(?:{_any(_POSITION)}\s+(?:{_any(_BUILDING_PART)}\s+)?{_any(_LANDMARK)}"
    rf"|{_REPORTED}\s+(?:{_PREPOSITIONS}\b{_OFFICE}\b\s*)+"
    r"|r[tw](?:\s*[./])?\s*\d+)\b",
    re.IGNORECASE,
)
