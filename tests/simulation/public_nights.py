"""A stranger who keeps what the public figures were each night, beside those of a city without confidential reports."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from chalicelib.domain.statistics.counters import ALL, EMPTY, Contribution, Counted
from tests.simulation.audit.evidence import Cell, PublicNight
from tests.simulation.simulated_city import SimulatedCity


@dataclass
class PublicNights:
    """The nights of a city. `public` is kept from the records of what each ticket that is not confidential has counted,
    without the counters and without anything that is published.
    """

    city: SimulatedCity
    nights: list[PublicNight] = field(default_factory=list)
    public: Counter[Cell] = field(default_factory=Counter)
    known: dict[str, Counted] = field(default_factory=dict)
    questionnaires: int = 0

    def keep(self) -> None:
        """Keep the edition that was published just now."""
        self._count_public()
        edition = self.city.published_figures.edition()
        assert edition
        published = dict(self._published(edition.number))
        cells = published.keys() | self.public.keys()
        differences = {cell: published.get(cell, 0) - self.public[cell] for cell in cells}
        self.nights.append(
            PublicNight(edition.at, len(published), {cell: count for cell, count in differences.items() if count})
        )

    def _published(self, edition: int) -> Iterator[tuple[Cell, int]]:
        store = self.city.published_figures
        for period, scope in store.versions:
            if scope == ALL:
                for subject, counts in store.figures(edition, period, scope).items():
                    yield from (((period, subject, name), count) for name, count in counts.items())

    def _count_public(self) -> None:
        for number, counted in self.city.counters.notes.items():
            if counted is not self.known.get(number) and not self.city.tickets.cases[number].ticket.is_confidential:
                self._count(self._contribution(self.known.get(number)), -1)
                self._count(self._contribution(counted), 1)
            self.known[number] = counted
        for questionnaire, _ in self.city.counters.questionnaires[self.questionnaires :]:
            if not questionnaire.is_confidential:
                self._count(questionnaire.contribution(), 1)
        self.questionnaires = len(self.city.counters.questionnaires)

    def _contribution(self, counted: Counted | None) -> Contribution:
        return counted.share(self.city.counters.now.current).contribution if counted else EMPTY

    def _count(self, contribution: Contribution, sign: int) -> None:
        for place, name, count in contribution.cells():
            if place.scope == ALL:
                self.public[place.period, place.subject, name] += sign * count
