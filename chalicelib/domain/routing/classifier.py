"""What a free text seems to be about: its words are weighed against the keywords of the catalogue's services.

Every service collects the weights of its words and phrases that the text holds, the strongest fully and each
further one less. Together with how often each OPD is written to at all, this gives every OPD a share of 1.
All figures are data: `keywords.toml` of the city pack, read by `weights`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import exp, log
from typing import Any

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.routing.fuzzy_match import Vocabulary
from chalicelib.domain.routing.keyword_index import (
    COMPANIONS,
    Hint,
    Index,
    Rules,
    build_index,
    frequency,
    read_rules,
    texts,
)
from chalicelib.domain.routing.landmarks import without_landmarks
from chalicelib.domain.routing.rules import Guess, Guesser, Guesses
from chalicelib.domain.routing.tokenizer import stem_list
from chalicelib.domain.values import value

MOST_WORDS = 600
"""A text is weighed by its first words; what a citizen wants is said by then."""


def make_guesser(catalogue: Catalogue, keywords: Mapping[str, Any]) -> Guesser:
    """A guesser for the services of a catalogue, from the tables of `keywords.toml`.

    Services without keywords are known by name and description; tables for unknown services are ignored here
    (the check of the city pack tells them). InvalidKeywords where a table cannot be understood.
    """
    rules = read_rules(keywords)
    index = build_index(catalogue, keywords, rules)
    return TextGuesser(rules, index, Vocabulary(index.vocabulary()), candidates(catalogue, keywords, rules)).guess


@value
class Candidate:
    """A service that a text may be about. `habit`: logarithm of its usual share of all reports.

    `companions`: OPDs that also answer such reports often; only those that lead some service.
    """

    service: str
    opd: str
    habit: float
    companions: tuple[str, ...]


def candidates(catalogue: Catalogue, keywords: Mapping[str, Any], rules: Rules) -> tuple[Candidate, ...]:
    """All services but `lainnya`. An OPD's usual share is spread over the services that it leads."""
    services = [service for service in catalogue.services.values() if service.responsible]
    frequencies = {service.code: frequency(service.code, keywords) for service in services}
    led: dict[str, float] = defaultdict(float)
    for service in services:
        led[service.responsible] += frequencies[service.code]
    return tuple(
        Candidate(
            service.code,
            opd := service.responsible,
            log(rules.habit_of(opd) * frequencies[service.code] / led[opd]),
            tuple(code for code in texts(service.code, keywords, COMPANIONS) if code in led),
        )
        for service in services
    )


@value
class TextGuesser:
    """Weighs texts; built once per city pack, then any number of texts."""

    rules: Rules
    index: Index
    vocabulary: Vocabulary
    candidates: tuple[Candidate, ...]

    def guess(self, text: str) -> Guesses:
        """At most three OPDs, best first. Any text is allowed; without any hint the usual shares decide."""
        stems = [self.vocabulary.known(stem) for stem in stem_list(without_landmarks(text))[:MOST_WORDS]]
        evidence = {service: self._total(hints) for service, hints in self.index.found_in(stems).items()}
        best = self._by_opd(self._shares(evidence))[:3]
        return Guesses(tuple(best), bool(best) and self._is_sure(best[0], evidence))

    def _is_sure(self, first: Guess, evidence: Mapping[str, float]) -> bool:
        return first.score >= self.rules.sure and evidence.get(first.service, 0.0) >= self.rules.proof

    def _total(self, hints: Iterable[Hint]) -> float:
        """The strongest hint counts fully, each further one less, and less again for words that were used before.

        What speaks against counts fully.
        """
        total, used, rank = 0.0, set[str](), 1.0
        for weight, stems in sorted(hints, key=lambda hint: (-hint[0], -len(hint[1]))):
            if weight < 0:
                total += weight
                continue
            fresh = sum(stem not in used for stem in stems) / len(stems)
            total += weight * rank * (fresh + (1 - fresh) * self.rules.again)
            rank *= self.rules.decay
            used.update(stems)
        return total

    def _shares(self, evidence: Mapping[str, float]) -> list[tuple[Candidate, float]]:
        """Every candidate with its share of 1, the likeliest first."""
        odds = [
            (candidate, exp(candidate.habit + self.rules.sharpness * evidence.get(candidate.service, 0.0)))
            for candidate in self.candidates
        ]
        total = sum(odd for _, odd in odds)
        return sorted(((candidate, odd / total) for candidate, odd in odds), key=lambda entry: -entry[1])

    def _by_opd(self, shares: Iterable[tuple[Candidate, float]]) -> list[Guess]:
        """One guess for each OPD: its likeliest service, and the share of all its services together."""
        totals: dict[str, float] = defaultdict(float)
        likeliest: dict[str, str] = {}
        for candidate, share in shares:
            likeliest.setdefault(candidate.opd, candidate.service)
            given = share * self.rules.spill if candidate.companions else 0.0
            totals[candidate.opd] += share - given
            for opd in candidate.companions:
                totals[opd] += given / len(candidate.companions)
        return [Guess(likeliest[opd], opd, share) for opd, share in sorted(totals.items(), key=lambda item: -item[1])]
