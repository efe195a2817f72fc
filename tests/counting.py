"""Counters in memory, and what else tests of counting need."""

from collections import Counter
from dataclasses import dataclass, field
from threading import RLock

from chalicelib.domain.counts import EMPTY, Counted, Generations, difference
from chalicelib.domain.statistics import contribution
from chalicelib.domain.terms import terms_of
from chalicelib.flow.figure_ports import AnsweredAlready, Moved


@dataclass
class MemoryCounters:
    """Counters, surveys and rebuilding in one: they share the generations."""

    now: Generations = field(default_factory=Generations)
    notes: dict[str, Counted] = field(default_factory=dict)
    cells: Counter = field(default_factory=Counter)
    surveyed: set = field(default_factory=set)
    questionnaires: list = field(default_factory=list)
    numbers: object = None  # what `tickets` gives
    lock: RLock = field(default_factory=RLock)

    def generations(self):
        return self.now

    def counted(self, ticket):
        return self.notes.get(ticket, Counted(ticket))

    def count(self, after, generation, differences):
        with self.lock:
            if self.counted(after.ticket).version != after.version - 1:
                raise Moved(after.ticket)
            self.notes[after.ticket] = after
            self._apply(generation, differences)

    def figures(self, generation, period, scope):
        found = {}
        for (number, place, counter), count in self.cells.items():
            if (number, place.period, place.scope) == (generation, period, scope):
                found.setdefault(place.subject, {})[counter] = count
        return found

    def add(self, ticket, told, generations):
        with self.lock:
            if ticket in self.surveyed:
                raise AnsweredAlready(ticket)
            if generations != self.now:
                raise Moved(ticket)
            self.surveyed.add(ticket)
            self.questionnaires.append((told, set(generations.live)))
            for generation in generations.live:
                self._apply(generation, difference(EMPTY, told.contribution()))

    def begin(self):
        if not self.now.building:
            self.now = Generations(self.now.current, self.now.current + 1)
        return self.now

    def tickets(self):
        yield from self.numbers()

    def recount_surveys(self, generation):
        for told, known in self.questionnaires:
            if generation not in known:
                known.add(generation)
                self._apply(generation, difference(EMPTY, told.contribution()))
        return len(self.questionnaires)

    def switch(self, building):
        if self.now.building != building:
            raise Moved(building)
        self.now = Generations(building)

    def all_of(self, generation):
        """Every counter that is not zero."""
        return {
            (place, name): count
            for (number, place, name), count in self.cells.items()
            if number == generation and count
        }

    def _apply(self, generation, differences):
        for place, counts in differences.items():
            for name, count in counts.items():
                self.cells[generation, place, name] += count


def recount(cases, city):
    """The counters as they must be, from the cases alone."""
    total = Counter()
    for case in cases:
        terms = terms_of(case.ticket, city.catalogue, city.calendar)
        for place, name, count in contribution(case, terms).cells():
            total[place, name] += count
    return {cell: count for cell, count in total.items() if count}
