"""Count everything anew into a second generation of counters while the system runs, then let everybody read that."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from chalicelib.domain.statistics.counters import Generations
from chalicelib.flow.ports.statistics import Moved, Rebuilding

TRIES = 4

EVERY = 100
"""After so many tickets there is a word about how far it is."""


@dataclass(slots=True)
class Progress:
    """`generation`: that which is being built; `tickets` and `questionnaires` are counted into it. `forgotten`: sets of
    counters that nobody had read since the rebuild before.
    """

    generation: int
    tickets: int = 0
    questionnaires: int = 0
    forgotten: int = 0
    finished: bool = False


@dataclass(frozen=True, slots=True)
class CounterRebuild:
    """It may be killed and run again: what is counted already is passed over. `bring` is that of `Counting`."""

    bring: Callable[[str, int, Generations, Iterable[int]], None]
    store: Rebuilding

    def run(self, check: Callable[[Generations], None] = lambda _: None) -> Iterator[Progress]:
        """Each step yields how far it is. `check` is called with both generations complete, before the switch.

        The generation that is left now stays until the next rebuild: somebody may be in the midst of reading it.
        """
        generations = self.store.begin()
        done = Progress(generations.building)
        yield done
        for number in self.store.tickets():
            self._count(number, generations)
            done.tickets += 1
            if done.tickets % EVERY == 0:
                yield done
        done.questionnaires = self.store.recount_surveys(generations.building)
        yield done
        check(generations)
        self.store.switch(generations.building)
        done.forgotten = self.store.forget(generations.current)
        done.finished = True
        yield done

    def _count(self, number: str, generations: Generations) -> None:
        """Into the new generation alone: the old one stays as it is, so that the two can be compared."""
        for left in reversed(range(TRIES)):
            try:
                self.bring(number, 0, generations, (generations.building,))
            except Moved:
                if not left:
                    raise
            else:
                return
