"""Counters in memory."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from threading import RLock

from chalicelib.domain.statistics.counters import (
    EMPTY,
    Counted,
    Differences,
    Generations,
    Place,
    difference,
)
from chalicelib.domain.statistics.survey import Questionnaire
from chalicelib.flow.ports.statistics import AnsweredAlready, CountersChanged, Figures


def nothing() -> Iterable[str]:
    return ()


@dataclass
class MemoryCounters:
    """The ports of counters, surveys and rebuilding in one, since they share the generations. `numbers` returns the
    numbers of all tickets.
    """

    numbers: Callable[[], Iterable[str]] = nothing
    now: Generations = field(default_factory=Generations)
    notes: dict[str, Counted] = field(default_factory=dict)
    cells: Counter[tuple[int, Place, str]] = field(default_factory=Counter)
    surveyed: set[str] = field(default_factory=set)
    questionnaires: list[tuple[Questionnaire, set[int]]] = field(default_factory=list)
    lock: RLock = field(default_factory=RLock)

    def generations(self) -> Generations:
        return self.now

    def counted(self, ticket: str) -> Counted:
        return self.notes.get(ticket, Counted(ticket))

    def count(self, after: Counted, generation: int, differences: Differences) -> None:
        with self.lock:
            if self.counted(after.ticket).version != after.version - 1:
                raise CountersChanged(after.ticket)
            self.notes[after.ticket] = after
            self._apply(generation, differences)

    def figures(self, generation: int, period: str, scope: str) -> Figures:
        by_subject: dict[str, dict[str, int]] = {}
        for (number, place, counter), count in self.cells.items():
            if (number, place.period, place.scope) == (generation, period, scope):
                by_subject.setdefault(place.subject, {})[counter] = count
        return by_subject

    def add(self, ticket: str, questionnaire: Questionnaire, generations: Generations) -> None:
        with self.lock:
            if ticket in self.surveyed:
                raise AnsweredAlready(ticket)
            if generations != self.now:
                raise CountersChanged(ticket)
            self.surveyed.add(ticket)
            self.questionnaires.append((questionnaire, set(generations.live)))
            for generation in generations.live:
                self._apply(generation, difference(EMPTY, questionnaire.contribution()))

    def begin(self) -> Generations:
        if not self.now.building:
            self.now = Generations(self.now.current, self.now.current + 1)
        return self.now

    def tickets(self) -> Iterator[str]:
        yield from self.numbers()

    def recount_surveys(self, generation: int) -> int:
        for questionnaire, known in self.questionnaires:
            if generation not in known:
                known.add(generation)
                self._apply(generation, difference(EMPTY, questionnaire.contribution()))
        return len(self.questionnaires)

    def switch(self, building: int) -> None:
        if self.now.building != building:
            raise CountersChanged(building)
        self.now = Generations(building)

    def forget(self, oldest: int) -> int:
        dead = {cell[:2] for cell in self.cells if cell[0] < oldest}
        for cell in [cell for cell in self.cells if cell[0] < oldest]:
            del self.cells[cell]
        return len(dead)

    def all_of(self, generation: int) -> dict[tuple[Place, str], int]:
        """Every counter that is not zero."""
        return {
            (place, name): count
            for (number, place, name), count in self.cells.items()
            if number == generation and count
        }

    def _apply(self, generation: int, differences: Differences) -> None:
        for place, counts in differences.items():
            for name, count in counts.items():
                self.cells[generation, place, name] += count
