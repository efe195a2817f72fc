"""Keywords as a civil servant writes them, and the index that texts are looked up in.

A service's table has up to five lists: `kuat` (says it almost alone), `sedang`, `lemah` (a hint), `bukan` (speaks
against it) and `juga` (codes of other OPDs that often answer such reports); and the number `sering`, how often it is
reported compared with the other services of its OPD (1 where it is not given).

An entry is a word or a phrase; `/` separates alternatives: `lampu/pju jalan mati/padam` are four phrases. A phrase is
found where all its words stand near each other, in any order and form.
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

RULES = "aturan"
"""The table of figures in `keywords.toml`; all other tables are named by a service."""

STRENGTHS = ("kuat", "sedang", "lemah", "bukan")

COMPANIONS = "juga"

FREQUENCY = "sering"

Hint = tuple[float, tuple[str, ...]]
"""A weight, and the stems that carry it."""

MOST_PLACES = 20
"""So many places of one word are looked at, so that no text can keep a worker busy."""

GAP = 2
"""So many other words may stand between those of a phrase."""


class InvalidKeywords(DomainError):
    """A table of the keywords cannot be understood: `entry`, `field` and what is wrong."""

    def __init__(self, entry: str, field: str, message: str) -> None:
        super().__init__(f"{entry}.{field}: {message}")
        self.entry = entry
        self.field = field
        self.message = message


@value
class Rules:
    """The figures. `strengths` by list name; `habits` usual share by OPD code (any unit)."""

    strengths: Mapping[str, float]
    name: float  # a word of a service's name
    description: float  # a word of its description
    decay: float  # what each further hint counts, relative to the one before
    again: float  # what a hint counts whose words stronger hints have used already
    spill: float  # share of a service's share that goes to the OPDs of its list `juga`
    sharpness: float  # how quickly more weight becomes a larger share
    sure: float  # share from which a guess is acted on
    proof: float  # weight that it must have found besides
    habits: Mapping[str, float]
    habit: float  # usual share of an OPD that is not named

    def habit_of(self, opd: str) -> float:
        return self.habits.get(opd, self.habit)


def read_rules(keywords: Mapping[str, Any]) -> Rules:
    """The figures of `keywords.toml`; InvalidKeywords says what is wrong with them."""
    table = keywords.get(RULES)
    if not isinstance(table, Mapping):
        raise InvalidKeywords(RULES, "", "is missing: write the table of figures")
    habits = table.get("kebiasaan", {})
    return Rules(
        {strength: _figure(table, strength) for strength in STRENGTHS},
        name=_figure(table, "nama"),
        description=_figure(table, "uraian"),
        decay=_figure(table, "susulan"),
        again=_figure(table, "ulang"),
        spill=_figure(table, "rekan"),
        sharpness=_figure(table, "ketajaman"),
        sure=_figure(table, "yakin"),
        proof=_figure(table, "bukti"),
        habits={opd: _above_zero(habits, RULES, opd) for opd in habits},
        habit=_above_zero(habits, RULES, "lainnya"),
    )


def _figure(table: Mapping[str, Any], field: str, entry: str = RULES) -> float:
    value = table.get(field)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InvalidKeywords(entry, field, "must be a number")
    return float(value)


def _above_zero(table: Mapping[str, Any], entry: str, field: str) -> float:
    if (value := _figure(table, field, entry)) <= 0:
        raise InvalidKeywords(entry, field, "must be more than 0")
    return value


@value
class Index:
    """`words`: stem to (service, weight); `phrases`: first stem to (all stems, service, weight)."""

    words: Mapping[str, Sequence[tuple[str, float]]]
    phrases: Mapping[str, Sequence[tuple[tuple[str, ...], str, float]]]

    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words).union(*(stems for found in self.phrases.values() for stems, _, _ in found))

    def found_in(self, stems: Sequence[str]) -> dict[str, list[Hint]]:
        """The hints that each service finds in a text given by its stems in order."""
        found: dict[str, list[Hint]] = defaultdict(list)
        places: dict[str, list[int]] = defaultdict(list)
        for place, stem in enumerate(stems):
            if len(places[stem]) < MOST_PLACES:
                places[stem].append(place)
        for stem in places:
            for service, weight in self.words.get(stem, ()):
                found[service].append((weight, (stem,)))
            for phrase, service, weight in self.phrases.get(stem, ()):
                if _stand_together(phrase, places):
                    found[service].append((weight, phrase))
        return found


def _stand_together(phrase: Sequence[str], places: Mapping[str, Sequence[int]]) -> bool:
    if any(stem not in places for stem in phrase):
        return False
    reach = len(phrase) - 1 + GAP
    return any(
        all(any(abs(place - start) <= reach for place in places[stem]) for stem in phrase[1:])
        for start in places[phrase[0]]
    )


def build_index(catalogue: Catalogue, keywords: Mapping[str, Any], rules: Rules) -> Index:
    """By stem, which services the words of a text speak for, and how much; InvalidKeywords."""
    words: dict[str, list[tuple[str, float]]] = defaultdict(list)
    phrases: dict[str, list[tuple[tuple[str, ...], str, float]]] = defaultdict(list)
    for service in catalogue.services.values():
        if service.responsible:
            for stems, weight in _weights(service, keywords, rules).items():
                if len(stems) == 1:
                    words[stems[0]].append((service.code, weight))
                else:
                    phrases[stems[0]].append((stems, service.code, weight))
    leads = {service.code: service.responsible for service in catalogue.services.values()}
    return Index({stem: _shared(entries, leads) for stem, entries in words.items()}, phrases)


def _shared(entries: list[tuple[str, float]], leads: Mapping[str, str]) -> list[tuple[str, float]]:
    """A word that speaks for several OPDs says less about each, by the part of its weight that the OPD has."""
    strongest: dict[str, float] = defaultdict(float)
    for service, weight in entries:
        strongest[leads[service]] = max(strongest[leads[service]], weight)
    total = sum(strongest.values())
    return [
        (service, weight * (strongest[leads[service]] / total) ** 0.5 if weight > 0 else weight)
        for service, weight in entries
    ]


def _weights(service: Service, keywords: Mapping[str, Any], rules: Rules) -> dict[tuple[str, ...], float]:
    """Everything that speaks for or against a service; what stands in several lists counts as in the strongest."""
    weights: dict[tuple[str, ...], float] = {(stem,): rules.description for stem in stem_list(service.description.id)}
    weights |= {(stem,): rules.name for stem in stem_list(service.name.id)}
    weights.pop((NOT,), None)
    for strength in reversed(STRENGTHS):
        for entry in texts(service.code, keywords, strength):
            for phrase in alternatives(entry):
                weights[phrase] = rules.strengths[strength]
    return weights


def texts(code: str, keywords: Mapping[str, Any], field: str) -> Sequence[str]:
    """One list of a service's table, empty if it is not there; InvalidKeywords if it is no list of texts."""
    table = keywords.get(code, {})
    listed = table.get(field, []) if isinstance(table, Mapping) else None
    if not isinstance(listed, list) or not all(isinstance(text, str) and text.strip() for text in listed):
        raise InvalidKeywords(code, field, "must be a list of texts in quotation marks")
    return listed


def frequency(code: str, keywords: Mapping[str, Any]) -> float:
    """How often a service is reported, relative to the others of its OPD; InvalidKeywords."""
    return _above_zero({FREQUENCY: 1, **keywords.get(code, {})}, code, FREQUENCY)


def alternatives(entry: str) -> Iterator[tuple[str, ...]]:
    """The phrases behind an entry, as stems.

    A phrase of which only one word is left without function words says less than who wrote it meant: there is none.
    """
    choices = [[_stems(word) for word in part.split("/")] for part in entry.split()]
    for words in product(*choices):
        stems = tuple(chain.from_iterable(words))
        if len(stems) > 1 or (stems and len(words) == 1):
            yield stems if len(set(stems)) == len(stems) else tuple(dict.fromkeys(stems))


@lru_cache(maxsize=4096)
def _stems(word: str) -> tuple[str, ...]:
    """A keyword's stems; one word stands in many entries, and preparing the index is on a request's path."""
    return tuple(word_stems(word) if word.isalpha() and word.islower() else stem_list(word))
