"""Reads the keywords that civil servants write into an index that texts are looked up in.

A service's table in `keywords.toml` has up to five lists: `kuat` (almost decisive alone), `sedang`, `lemah` (a hint),
`bukan` (speaks against the service) and `juga` (codes of other OPDs that often answer such reports); and the number
`sering`, how often it is reported compared with the other services of its OPD (default 1).

An entry is a word or a phrase; `/` separates alternatives: `lampu/pju jalan mati/padam` are four phrases. A phrase
matches where all its words stand near each other, in any order and form.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from typing import Any

from chalicelib.domain.city.catalogue import Catalogue, Service
from chalicelib.domain.errors import DomainError
from chalicelib.domain.routing.tokenizer import NOT, stem_list, word_stems
from chalicelib.domain.values import value

SETTINGS_TABLE = "aturan"
"""The table of settings in `keywords.toml`; every other table is named by the code of a service."""

STRENGTHS = ("kuat", "sedang", "lemah", "bukan")

COMPANIONS = "juga"

FREQUENCY = "sering"

Hint = tuple[float, tuple[str, ...]]
"""A weight, and the stems that carry it."""

MAX_POSITIONS = 20
"""The most positions of one word that are compared, so that no text can keep a worker busy."""

MAX_GAP = 2
"""The most other words between those of a phrase."""


class InvalidKeywords(DomainError):
    """A table of `keywords.toml` is invalid: `entry` is the table, `field` its key, `message` what is wrong."""

    def __init__(self, entry: str, field: str, message: str) -> None:
        super().__init__(f"{entry}.{field}: {message}")
        self.entry = entry
        self.field = field
        self.message = message


@value
class ClassifierSettings:
    """The settings of the classifier.

    Attributes:
        strengths: Weight of a keyword, by the name of its list.
        name: Weight of a word of a service's name.
        description: Weight of a word of its description.
        decay: What each further hint counts, relative to the one before.
        reuse: What a hint counts whose words were used by stronger hints already.
        companion_share: The part of a service's share that goes to the OPDs of its list `juga`.
        sharpness: How quickly more weight becomes a larger share.
        min_share: Share from which a guess is acted on.
        min_evidence: Weight that such a guess needs besides.
        usual_shares: Usual share of all reports by OPD code, in any unit.
        default_share: Usual share of an OPD that is not named.
    """

    strengths: Mapping[str, float]
    name: float
    description: float
    decay: float
    reuse: float
    companion_share: float
    sharpness: float
    min_share: float
    min_evidence: float
    usual_shares: Mapping[str, float]
    default_share: float

    def usual_share(self, opd: str) -> float:
        return self.usual_shares.get(opd, self.default_share)


def read_settings(keywords: Mapping[str, Any]) -> ClassifierSettings:
    """The settings of `keywords.toml`.

    Raises:
        InvalidKeywords: A setting is missing or invalid.
    """
    table = keywords.get(SETTINGS_TABLE)
    if not isinstance(table, Mapping):
        raise InvalidKeywords(SETTINGS_TABLE, "", "is missing: write the table of figures")
    usual_shares = table.get("kebiasaan", {})
    return ClassifierSettings(
        {strength: _number(table, strength) for strength in STRENGTHS},
        name=_number(table, "nama"),
        description=_number(table, "uraian"),
        decay=_number(table, "susulan"),
        reuse=_number(table, "ulang"),
        companion_share=_number(table, "rekan"),
        sharpness=_number(table, "ketajaman"),
        min_share=_number(table, "yakin"),
        min_evidence=_number(table, "bukti"),
        usual_shares={opd: _positive_number(usual_shares, SETTINGS_TABLE, opd) for opd in usual_shares},
        default_share=_positive_number(usual_shares, SETTINGS_TABLE, "lainnya"),
    )


def _number(table: Mapping[str, Any], field: str, entry: str = SETTINGS_TABLE) -> float:
    value = table.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidKeywords(entry, field, "must be a number")
    return float(value)


def _positive_number(table: Mapping[str, Any], entry: str, field: str) -> float:
    if (value := _number(table, field, entry)) <= 0:
        raise InvalidKeywords(entry, field, "must be more than 0")
    return value


@value
class Index:
    """Keywords by stem. `words`: stem to (service, weight); `phrases`: first stem to (all stems, service, weight)."""

    words: Mapping[str, Sequence[tuple[str, float]]]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str, float]]]

    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words).union(*(stems for entries in self.phrases.values() for stems, _, _ in entries))

    def hints_in(self, stems: Sequence[str]) -> dict[str, list[Hint]]:
        """The hints for each service in a text, whose stems are given in order."""
        hints: dict[str, list[Hint]] = defaultdict(list)
        positions: dict[str, list[int]] = defaultdict(list)
        for position, stem in enumerate(stems):
            if len(positions[stem]) < MAX_POSITIONS:
                positions[stem].append(position)
        for stem in positions:
            for service, weight in self.words.get(stem, ()):
                hints[service].append((weight, (stem,)))
            for phrase, service, weight in self.phrases.get(stem, ()):
                if _are_close(phrase, positions):
                    hints[service].append((weight, phrase))
        return hints


def _are_close(phrase: Sequence[str], positions: Mapping[str, Sequence[int]]) -> bool:
    if any(stem not in positions for stem in phrase):
        return False
    reach = len(phrase) - 1 + MAX_GAP
    return any(
        all(any(abs(position - start) <= reach for position in positions[stem]) for stem in phrase[1:])
        for start in positions[phrase[0]]
    )


def build_index(catalogue: Catalogue, keywords: Mapping[str, Any], settings: ClassifierSettings) -> Index:
    """Index which services a word or phrase speaks for, and how much.

    Raises:
        InvalidKeywords: A list of a service's table is invalid.
    """
    words: dict[str, list[tuple[str, float]]] = defaultdict(list)
    phrases: dict[str, list[tuple[tuple[str, ...], str, float]]] = defaultdict(list)
    for service in catalogue.services.values():
        if service.responsible:
            for stems, weight in _weights(service, keywords, settings).items():
                if len(stems) == 1:
                    words[stems[0]].append((service.code, weight))
                else:
                    phrases[stems[0]].append((stems, service.code, weight))
    leads = {service.code: service.responsible for service in catalogue.services.values()}
    return Index({stem: _shared_weights(entries, leads) for stem, entries in words.items()}, phrases)


def _shared_weights(entries: list[tuple[str, float]], leads: Mapping[str, str]) -> list[tuple[str, float]]:
    """Weights of a word shared by several OPDs: it says less about each, by the OPD's part of its total weight."""
    strongest: dict[str, float] = defaultdict(float)
    for service, weight in entries:
        strongest[leads[service]] = max(strongest[leads[service]], weight)
    total = sum(strongest.values())
    return [
        (service, weight * (strongest[leads[service]] / total) ** 0.5 if weight > 0 else weight)
        for service, weight in entries
    ]


def _weights(
    service: Service, keywords: Mapping[str, Any], settings: ClassifierSettings
) -> dict[tuple[str, ...], float]:
    """The weights of everything that speaks for or against a service; the strongest list of a phrase counts."""
    weights: dict[tuple[str, ...], float] = {
        (stem,): settings.description for stem in stem_list(service.description.id)
    }
    weights |= {(stem,): settings.name for stem in stem_list(service.name.id)}
    weights.pop((NOT,), None)
    for strength in reversed(STRENGTHS):
        for entry in keyword_list(service.code, keywords, strength):
            for phrase in alternatives(entry):
                weights[phrase] = settings.strengths[strength]
    return weights


def keyword_list(code: str, keywords: Mapping[str, Any], field: str) -> Sequence[str]:
    """One list of a service's table, empty if it is missing.

    Raises:
        InvalidKeywords: It is no list of texts.
    """
    table = keywords.get(code, {})
    entries = table.get(field, []) if isinstance(table, Mapping) else None
    if not isinstance(entries, list) or not all(isinstance(text, str) and text.strip() for text in entries):
        raise InvalidKeywords(code, field, "must be a list of texts in quotation marks")
    return entries


def frequency(code: str, keywords: Mapping[str, Any]) -> float:
    """How often a service is reported, relative to the others of its OPD.

    Raises:
        InvalidKeywords: It is no positive number.
    """
    return _positive_number({FREQUENCY: 1, **keywords.get(code, {})}, code, FREQUENCY)


def alternatives(entry: str) -> Iterator[tuple[str, ...]]:
    """The phrases that an entry stands for, as stems.

    A phrase of which only one word is left without its function words is dropped: it says less than its author meant.
    """
    choices = [[_stems(word) for word in each.split("/")] for each in entry.split()]
    for words in product(*choices):
        stems = tuple(chain.from_iterable(words))
        if len(stems) > 1 or (stems and len(words) == 1):
            yield stems if len(set(stems)) == len(stems) else tuple(dict.fromkeys(stems))


@lru_cache(maxsize=4096)
def _stems(word: str) -> tuple[str, ...]:
    """The stems of a keyword; cached, since words recur and the index is built on the path of a request."""
    return tuple(word_stems(word) if word.isalpha() and word.islower() else stem_list(word))
