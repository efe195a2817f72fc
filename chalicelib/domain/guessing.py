"""What a free text seems to be about: its words are weighed against the keywords of the catalogue's services.

Every service collects the weights of its words and phrases that the text holds, the strongest fully and each
further one less. Together with how often each OPD is written to at all, this gives every OPD a share of 1.
All figures are data: `keywords.toml` of the city pack, read by `weights`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log
from typing import Any

from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.language import stem_list
from chalicelib.domain.routing import Guess, Guesser, Guesses
from chalicelib.domain.typing_errors import Vocabulary
from chalicelib.domain.weights import Index, Rules, build_index, read_rules

MOST_WORDS = 600
"""A text is weighed by its first words; what a citizen wants is said by then."""


def make_guesser(catalogue: Catalogue, keywords: Mapping[str, Any]) -> Guesser:
    """A guesser for the services of a catalogue, from the tables of `keywords.toml`.

    Services without keywords are known by name and description; tables for unknown services are ignored here
    (the check of the city pack tells them). InvalidKeywords where a table cannot be understood.
    """
    rules = read_rules(keywords)
    index = build_index(catalogue, keywords, rules)
    leads = {service.code: service.responsible for service in catalogue.services.values() if service.responsible}
    return TextGuesser(rules, index, leads, Vocabulary(index.vocabulary()), _habits(leads, rules)).guess


@dataclass(frozen=True, slots=True)
class TextGuesser:
    """`leads`: OPD by service code; `habits`: logarithm of a service's usual share."""

    rules: Rules
    index: Index
    leads: Mapping[str, str]
    vocabulary: Vocabulary
    habits: Mapping[str, float]

    def guess(self, text: str) -> Guesses:
        """At most three OPDs, best first. Any text is allowed; without any hint the usual shares decide."""
        stems = [self.vocabulary.known(stem) for stem in stem_list(text)[:MOST_WORDS]]
        evidence = {service: self._total(weights) for service, weights in self.index.found_in(stems).items()}
        shares = self._shares(evidence)
        best = _best_by_opd(shares, self.leads)
        first = best[:1]
        sure = any(g.score >= self.rules.sure and evidence.get(g.service, 0.0) >= self.rules.proof for g in first)
        return Guesses(tuple(best[:3]), sure)

    def _total(self, weights: Sequence[float]) -> float:
        """The strongest hint counts fully, each further one less; what speaks against counts fully."""
        hints = sorted((weight for weight in weights if weight > 0), reverse=True)
        against = sum(weight for weight in weights if weight < 0)
        return against + sum(weight * self.rules.decay**place for place, weight in enumerate(hints))

    def _shares(self, evidence: Mapping[str, float]) -> dict[str, float]:
        odds = {
            service: exp(habit + self.rules.sharpness * evidence.get(service, 0.0))
            for service, habit in self.habits.items()
        }
        total = sum(odds.values())
        return {service: odd / total for service, odd in odds.items()}


def _habits(leads: Mapping[str, str], rules: Rules) -> dict[str, float]:
    """An OPD's usual share is spread evenly over the services that it leads."""
    led = list(leads.values())
    return {service: log(rules.habit_of(opd) / led.count(opd)) for service, opd in leads.items()}


def _best_by_opd(shares: Mapping[str, float], leads: Mapping[str, str]) -> list[Guess]:
    """One guess for each OPD: its likeliest service, and the share of all its services together."""
    totals: dict[str, float] = {}
    likeliest: dict[str, str] = {}
    for service, share in _descending(shares.items()):
        opd = leads[service]
        totals[opd] = totals.get(opd, 0.0) + share
        likeliest.setdefault(opd, service)
    return [Guess(likeliest[opd], opd, share) for opd, share in _descending(totals.items())]


def _descending(shares: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    return sorted(shares, key=lambda item: -item[1])
