"""Classifies a free text: its words are weighed against the keywords of the catalogue's services.

Every service collects the weights of its words and phrases in the text, the strongest fully and each further one less.
Together with how often each OPD is written to at all, this gives every OPD a share of 1. All numbers are data: they
stand in `keywords.toml` of the city pack, which `keyword_index` reads.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import exp, log
from typing import Any

from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.routing.keyword_index import (
    COMPANIONS,
    ClassifierSettings,
    Hint,
    Index,
    build_index,
    frequency,
    keyword_list,
    read_settings,
)
from chalicelib.domain.routing.rules import Guess, Guesser, Guesses
from chalicelib.domain.routing.tokenizer import Vocabulary, stem_list, without_landmarks
from chalicelib.domain.values import value

MAX_WORDS = 600
"""Only the first words of a text are weighed; what a citizen wants is clear by then."""


def make_guesser(catalogue: Catalogue, keywords: Mapping[str, Any]) -> Guesser:
    """A guesser for the services of a catalogue, from the tables of `keywords.toml`.

    Services without keywords are recognised by name and description. Tables of unknown services are ignored here;
    `python -m infra city check` reports them.

    Raises:
        InvalidKeywords: A table is invalid.
    """
    settings = read_settings(keywords)
    index = build_index(catalogue, keywords, settings)
    return TextGuesser(settings, index, Vocabulary(index.vocabulary()), candidates(catalogue, keywords, settings)).guess


@value
class Candidate:
    """A service that a text may be about.

    Attributes:
        log_prior: Logarithm of its usual share of all reports.
        companions: OPDs that often answer such reports too; only those that lead some service.
    """

    service: str
    opd: str
    log_prior: float
    companions: tuple[str, ...]


def candidates(
    catalogue: Catalogue, keywords: Mapping[str, Any], settings: ClassifierSettings
) -> tuple[Candidate, ...]:
    """All services but `lainnya`. An OPD's usual share is split among the services that it leads."""
    services = [service for service in catalogue.services.values() if service.responsible]
    frequencies = {service.code: frequency(service.code, keywords) for service in services}
    led: dict[str, float] = defaultdict(float)
    for service in services:
        led[service.responsible] += frequencies[service.code]
    return tuple(
        Candidate(
            service.code,
            opd := service.responsible,
            log(settings.usual_share(opd) * frequencies[service.code] / led[opd]),
            tuple(code for code in keyword_list(service.code, keywords, COMPANIONS) if code in led),
        )
        for service in services
    )


@value
class TextGuesser:
    """Classifies texts; built once per city pack."""

    settings: ClassifierSettings
    index: Index
    vocabulary: Vocabulary
    candidates: tuple[Candidate, ...]

    def guess(self, text: str) -> Guesses:
        """At most three OPDs, best first. Any text is allowed; without hints the usual shares decide."""
        stems = [self.vocabulary.known(stem) for stem in stem_list(without_landmarks(text))[:MAX_WORDS]]
        evidence = {service: self._total(hints) for service, hints in self.index.hints_in(stems).items()}
        best = self._by_opd(self._shares(evidence))[:3]
        return Guesses(tuple(best), bool(best) and self._is_sure(best[0], evidence))

    def _is_sure(self, first: Guess, evidence: Mapping[str, float]) -> bool:
        return first.score >= self.settings.min_share and evidence.get(first.service, 0.0) >= self.settings.min_evidence

    def _total(self, hints: Iterable[Hint]) -> float:
        """The strongest hint counts fully, each further one less, and less again for words that were used before.

        Negative hints always count fully.
        """
        total, used, rank = 0.0, set[str](), 1.0
        for weight, stems in sorted(hints, key=lambda hint: (-hint[0], -len(hint[1]))):
            if weight < 0:
                total += weight
                continue
            fresh = sum(stem not in used for stem in stems) / len(stems)
            total += weight * rank * (fresh + (1 - fresh) * self.settings.reuse)
            rank *= self.settings.decay
            used.update(stems)
        return total

    def _shares(self, evidence: Mapping[str, float]) -> list[tuple[Candidate, float]]:
        """Every candidate with its share of 1, likeliest first."""
        odds = [
            (candidate, exp(candidate.log_prior + self.settings.sharpness * evidence.get(candidate.service, 0.0)))
            for candidate in self.candidates
        ]
        total = sum(odd for _, odd in odds)
        return sorted(((candidate, odd / total) for candidate, odd in odds), key=lambda entry: -entry[1])

    def _by_opd(self, shares: Iterable[tuple[Candidate, float]]) -> list[Guess]:
        """One guess for each OPD: its likeliest service, with the share of all its services together."""
        totals: dict[str, float] = defaultdict(float)
        likeliest: dict[str, str] = {}
        for candidate, share in shares:
            likeliest.setdefault(candidate.opd, candidate.service)
            passed_on = share * self.settings.companion_share if candidate.companions else 0.0
            totals[candidate.opd] += share - passed_on
            for opd in candidate.companions:
                totals[opd] += passed_on / len(candidate.companions)
        return [Guess(likeliest[opd], opd, share) for opd, share in sorted(totals.items(), key=lambda item: -item[1])]
