"""After days off, the ladder or the release have changed: every ticket that is not over is due, and looked at, as the
city has it now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.tickets.ticket import Case, Change
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.watch.recalculation import recalculate
from chalicelib.flow.next_check import next_check_at, repair_next_check, with_next_check
from chalicelib.flow.optimistic_retry import retry_all_on_conflict
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets


class Adjusted(Enum):
    """What of a ticket was not right."""

    NOTHING = auto()
    LOOK = auto()  # only when the watch of deadlines looks at it next
    DATES = auto()


@dataclass(frozen=True, slots=True)
class Recalculation:
    """Repeatable: a ticket that is right is read and left alone. So it may end anywhere and be run again."""

    city: CityPack
    tickets: Tickets
    clock: Clock

    def unfinished(self) -> tuple[str, ...]:
        """The numbers of the tickets that this is about."""
        return tuple(self.tickets.unfinished())

    def look(self, number: str) -> Adjusted:
        """What `adjust` would put right."""
        case = self._read(number)
        if self._moves(case, "", ""):
            return Adjusted.DATES
        return Adjusted.NOTHING if case.ticket.watch == next_check_at(self.city, case) else Adjusted.LOOK

    def adjust(self, number: str, person: str, reason: str) -> Adjusted:
        """Put the ticket right; `reason` is why dates move, and public."""
        case, moves = retry_all_on_conflict(
            lambda: self._read(number),
            lambda case: self._moves(case, person, reason),
            lambda moves: self.tickets.save(*moves),
        )
        if moves:
            return Adjusted.DATES
        return Adjusted.LOOK if repair_next_check(self.city, self.tickets, case) else Adjusted.NOTHING

    def _read(self, number: str) -> Case:
        return self.tickets.get(number, internal=True)

    def _moves(self, case: Case, person: str, reason: str) -> Sequence[Change]:
        context = StepContext(events.SYSTEM, self.clock(), person, reason)
        moved = recalculate(case, context, terms_of(case.ticket, self.city.catalogue, self.city.calendar))
        return (with_next_check(self.city, case, moved),) if moved else ()
