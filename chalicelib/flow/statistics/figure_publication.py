"""Publishes the city's figures once a night. What the public reads stands still from one night to the next."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain.statistics.counters import ALL, NOW
from chalicelib.domain.statistics.figure_publication import (
    Edition,
    check_counted_apart,
    is_over,
    released,
    with_released,
    without_confidential,
)
from chalicelib.domain.statistics.period import Period
from chalicelib.flow.ports.statistics import CounterReader, CountersChanged, Figures, PublishedFigures
from chalicelib.flow.ports.tickets import CityPack, Clock

MONTHS = 25
"""Months, up to the running one, whose figures are published anew. Older ones stay as they were published last."""


@dataclass(frozen=True, slots=True)
class FigurePublication:
    """Idempotent and resumable: versions are written for the next edition, which readers see once all are there.

    A run costs two queries for each month in which nothing has changed; of the others it reads and writes the counters
    of the city and of each kecamatan.
    """

    city: CityPack
    counters: CounterReader
    published: PublishedFigures
    clock: Clock

    def publish_if_due(self) -> bool:
        """Publish the figures unless that was done since midnight in the city's zone; whether it was done now.

        Raises:
            NotCountedApart: an older release has counted confidential reports.
        """
        before, day = self.published.edition(), self.city.calendar.day
        return (before is None or day(before.at) < day(self.clock())) and self._publish(before)

    def publish(self) -> bool:
        """Publish the figures now, whatever the time; False if another run was quicker.

        Raises:
            NotCountedApart: an older release has counted confidential reports.
        """
        return self._publish(self.published.edition())

    def _publish(self, before: Edition | None) -> bool:
        edition = Edition(before.number + 1 if before else 1, self.clock(), before.released if before else {})
        generation = self.counters.generations().current
        months = {month: self.counters.figures(generation, month.code, ALL) for month in self._months(edition)}
        for counters in months.values():
            check_counted_apart(counters)
        edition = self._with_months_over(edition, months)
        for month, counters in months.items():
            public = with_released(without_confidential(counters), edition.released.get(month.code, 0))
            self._write(edition, generation, month.code, public)
        now = without_confidential(self.counters.figures(generation, NOW, ALL))
        self._write(edition, generation, NOW, now)
        return self._announce(edition)

    def _months(self, edition: Edition) -> Iterator[Period]:
        """The running month and those before it, newest first."""
        month = Period(f"{self.city.calendar.day(edition.at):%Y-%m}")
        for _ in range(MONTHS):
            yield month
            month = month.before

    def _with_months_over(self, edition: Edition, months: dict[Period, Figures]) -> Edition:
        """The edition with the confidential reports of the months that are over; what was released before stays."""
        today = self.city.calendar.day(edition.at)
        over = {month.code: released(counters) for month, counters in months.items() if is_over(month, today)}
        return Edition(edition.number, edition.at, {**over, **edition.released})

    def _write(self, edition: Edition, generation: int, period: str, public: Figures) -> None:
        """Write the versions of a period: the city's, then those of each kecamatan, unless all are as published."""
        number, stored = self.published.newest(period, ALL) or (0, {})
        if stored == public and number < edition.number:
            return
        self.published.put(edition.number, period, ALL, public)
        for code, area in self.city.catalogue.areas.items():
            if area.kind == "kecamatan":
                figures = without_confidential(self.counters.figures(generation, period, code))
                self.published.put(edition.number, period, code, figures)

    def _announce(self, edition: Edition) -> bool:
        try:
            self.published.announce(edition)
        except CountersChanged:  # another run has published this edition just now
            return False
        return True
