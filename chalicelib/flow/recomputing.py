"""After days off, the ladder or the release have changed: every ticket that is not over is due, and looked at, as the
city has it now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from chalicelib.domain import events
from chalicelib.domain.deed import Deed
from chalicelib.domain.recomputing import recompute
from chalicelib.domain.stepping import take_steps
from chalicelib.domain.terms import terms_of
from chalicelib.domain.ticket import Case, Change
from chalicelib.flow.ports import CityPack, Clock, Tickets
from chalicelib.flow.saving import look_at, note_look, watched


class Adjusted(Enum):
    """What of a ticket was not right."""

    NOTHING = auto()
    LOOK = auto()  # only when the watch of deadlines looks at it next
    DATES = auto()


@dataclass(frozen=True, slots=True)
class Recomputing:
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
        return Adjusted.NOTHING if case.ticket.watch == look_at(self.city, case) else Adjusted.LOOK

    def adjust(self, number: str, person: str, reason: str) -> Adjusted:
        """Put the ticket right; `reason` is why dates move, and public."""
        case, moves = take_steps(
            lambda: self._read(number),
            lambda case: self._moves(case, person, reason),
            lambda moves: self.tickets.save(*moves),
        )
        if moves:
            return Adjusted.DATES
        return Adjusted.LOOK if note_look(self.city, self.tickets, case) else Adjusted.NOTHING

    def _read(self, number: str) -> Case:
        return self.tickets.get(number, internal=True)

    def _moves(self, case: Case, person: str, reason: str) -> Sequence[Change]:
        deed = Deed(events.SYSTEM, self.clock(), person, reason)
        moved = recompute(case, deed, terms_of(case.ticket, self.city.catalogue, self.city.calendar))
        return (watched(self.city, case, moved),) if moved else ()
