"""Counts everything anew into a second generation of counters while the system runs, then switches readers to it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from chalicelib.domain.statistics.counters import Generations
from chalicelib.flow.ports.statistics import Moved, Rebuilding

TRIES = 4

EVERY = 100
"""Progress is reported after this many tickets."""


@dataclass(slots=True)
class Progress:
    """Progress of a rebuild.

    `generation`: the one being built; `tickets`, `questionnaires`: numbers counted into it; `forgotten`: number of sets
    of counters deleted that were out of use since the previous rebuild.
    """

    generation: int
    tickets: int = 0
    questionnaires: int = 0
    forgotten: int = 0
    finished: bool = False


@dataclass(frozen=True, slots=True)
class CounterRebuild:
    """It may be killed and run again: tickets that are counted already are skipped.

    `count_into` is that of `EventCounting`.
    """

    count_into: Callable[[str, int, Generations, Iterable[int]], None]
    store: Rebuilding

    def run(self, check: Callable[[Generations], None] = lambda _: None) -> Iterator[Progress]:
        """Rebuild the counters; yields the progress now and then.

        `check` is called before the switch, when both generations are complete. The old generation stays until the next
        rebuild, since a request may be reading it.
        """
        generations = self.store.begin()
        progress = Progress(generations.building)
        yield progress
        for number in self.store.tickets():
            self._count(number, generations)
            progress.tickets += 1
            if progress.tickets % EVERY == 0:
                yield progress
        progress.questionnaires = self.store.recount_surveys(generations.building)
        yield progress
        check(generations)
        self.store.switch(generations.building)
        progress.forgotten = self.store.forget(generations.current)
        progress.finished = True
        yield progress

    def _count(self, number: str, generations: Generations) -> None:
        """Count a ticket into the new generation only, so that the two generations can be compared."""
        for attempts_left in reversed(range(TRIES)):
            try:
                self.count_into(number, 0, generations, (generations.building,))
            except Moved:
                if not attempts_left:
                    raise
            else:
                return
