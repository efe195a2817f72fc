"""Keep the counters up to date: whatever happens to a ticket, its whole contribution is worked out anew."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.events import Event
from chalicelib.domain.statistics.contribution import UNCOUNTED, contribution
from chalicelib.domain.statistics.counters import Counted, Generations, Share, difference, stages
from chalicelib.domain.tickets.ticket import Case
from chalicelib.flow.ports.statistics import MOST, Counters, Moved
from chalicelib.flow.ports.tickets import CityPack, Tickets

TRIES = 4


@dataclass(frozen=True, slots=True)
class EventCounting:
    """Exactly once by state: what of the ticket was counted stands beside it, and moves in the same transaction as the
    counters. Repeats, disorder, two workers at once and a crash anywhere end with the same figures as a recount.
    """

    city: CityPack
    tickets: Tickets
    counters: Counters

    def on_event(self, event: Event) -> None:
        """One read for an event that is counted already; three and a transaction for one that is not."""
        if event.type not in UNCOUNTED:
            self.count(event.ticket, event.sequence)

    def count(self, number: str, sequence: int) -> None:
        """Count the ticket, if the counters do not know it up to this event; Moved if others keep being quicker."""
        for left in reversed(range(TRIES)):
            generations = self.counters.generations()
            try:
                self.bring(number, sequence, generations, generations.live)
            except Moved:
                if not left:
                    raise
            else:
                return

    def bring(self, number: str, sequence: int, generations: Generations, into: Iterable[int]) -> None:
        """The same for some of these generations of counters, once."""
        into = tuple(into)
        counted = self.counters.counted(number)  # before the ticket, so that a ticket read later is never older
        if counted.covers(sequence, into):
            return
        case = self.tickets.get(number)
        for generation in into:
            counted = self._bring_into(generation, counted, case, generations.current)

    def _bring_into(self, generation: int, counted: Counted, case: Case, oldest: int) -> Counted:
        terms = terms_of(case.ticket, self.city.catalogue, self.city.calendar)
        share = counted.share(generation)
        before, wanted = share.contribution, contribution(case, terms)
        for stage in stages(before, wanted, MOST):
            sequence = case.ticket.sequence if stage == wanted else share.sequence
            counted = counted.with_share(generation, Share(stage, sequence), oldest)
            self.counters.count(counted, generation, difference(before, stage))
            before = stage
        return counted
