"""Keeps the counters up to date: at each event, the ticket's whole contribution is computed anew.

A rebuild counts everything into a second generation of counters while the system runs, then switches readers to it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.events import Event
from chalicelib.domain.statistics.contribution import UNCOUNTED, contribution
from chalicelib.domain.statistics.counters import Counted, Generations, Share, difference, stages
from chalicelib.domain.tickets.ticket import Case
from chalicelib.flow.ports.statistics import MOST, Counters, CountersChanged, Rebuilding
from chalicelib.flow.ports.tickets import CityPack, Tickets

TRIES = 4


@dataclass(frozen=True, slots=True)
class EventCounting:
    """Exactly once by state: the contribution that was counted is stored with the ticket's number, and changes in the
    same transaction as the counters. After repeats, disorder, concurrent workers and crashes the figures equal those of
    a recount.
    """

    city: CityPack
    tickets: Tickets
    counters: Counters

    def on_event(self, event: Event) -> None:
        """Count the event's ticket: one read if it is counted already, else three reads and a transaction or more."""
        if event.type not in UNCOUNTED:
            self.count(event.ticket, event.sequence)

    def count(self, number: str, sequence: int) -> None:
        """Count the ticket, unless the counters include it up to this event.

        Raises:
            CountersChanged: other workers were quicker at every attempt.
        """
        for attempts_left in reversed(range(TRIES)):
            generations = self.counters.generations()
            try:
                self.count_into(number, sequence, generations, generations.live)
            except CountersChanged:
                if not attempts_left:
                    raise
            else:
                return

    def count_into(self, number: str, sequence: int, generations: Generations, into: Iterable[int]) -> None:
        """One attempt at `count`, for the generations of counters in `into`.

        Raises:
            CountersChanged: another worker was quicker.
        """
        into = tuple(into)
        counted = self.counters.counted(number)  # read before the ticket, so that the ticket is never older
        if counted.covers(sequence, into):
            return
        case = self.tickets.get(number)
        for generation in into:
            counted = self._count_into_generation(generation, counted, case, generations.current)

    def _count_into_generation(self, generation: int, counted: Counted, case: Case, oldest: int) -> Counted:
        terms = terms_of(case.ticket, self.city.catalogue, self.city.calendar)
        share = counted.share(generation)
        before, target = share.contribution, contribution(case, terms)
        for stage in stages(before, target, MOST):
            sequence = case.ticket.sequence if stage == target else share.sequence
            counted = counted.with_share(generation, Share(stage, sequence), oldest)
            self.counters.count(counted, generation, difference(before, stage))
            before = stage
        return counted


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
            except CountersChanged:
                if not attempts_left:
                    raise
            else:
                return
