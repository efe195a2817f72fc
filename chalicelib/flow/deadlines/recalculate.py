"""Recalculation of the deadlines and next checks of all open tickets, after the calendar, ladder or release changed."""

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
    """What had to be corrected in a ticket."""

    NOTHING = auto()
    NEXT_CHECK = auto()  # only the next check of the deadline watch
    DATES = auto()


@dataclass(frozen=True, slots=True)
class Recalculation:
    """Repeatable: a ticket that is correct is only read, so a run that was killed can be repeated."""

    city: CityPack
    tickets: Tickets
    clock: Clock

    def unfinished(self) -> tuple[str, ...]:
        """The numbers of all tickets to recalculate."""
        return tuple(self.tickets.unfinished())

    def preview(self, number: str) -> Adjusted:
        """What `adjust` would correct."""
        case = self._read(number)
        if self._changes(case, "", ""):
            return Adjusted.DATES
        return Adjusted.NOTHING if case.ticket.next_check == next_check_at(self.city, case) else Adjusted.NEXT_CHECK

    def adjust(self, number: str, person: str, reason: str) -> Adjusted:
        """Correct the ticket; returns what was wrong. `reason` says why deadlines move, and is public."""
        case, changes = retry_all_on_conflict(
            lambda: self._read(number),
            lambda case: self._changes(case, person, reason),
            lambda changes: self.tickets.save(*changes),
        )
        if changes:
            return Adjusted.DATES
        return Adjusted.NEXT_CHECK if repair_next_check(self.city, self.tickets, case) else Adjusted.NOTHING

    def _read(self, number: str) -> Case:
        return self.tickets.get(number, internal=True)

    def _changes(self, case: Case, person: str, reason: str) -> Sequence[Change]:
        context = StepContext(events.SYSTEM, self.clock(), person, reason)
        recalculated = recalculate(case, context, terms_of(case.ticket, self.city.catalogue, self.city.calendar))
        return (with_next_check(self.city, case, recalculated),) if recalculated else ()
