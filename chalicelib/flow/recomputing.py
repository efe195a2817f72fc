"""After days off have changed: every open ticket of the city is due as the calendar says now."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.domain import event as events
from chalicelib.domain.deed import Deed
from chalicelib.domain.errors import UnknownTicket
from chalicelib.domain.inbox import COORDINATOR
from chalicelib.domain.recomputing import recompute
from chalicelib.domain.stepping import take_step
from chalicelib.domain.terms import terms_of
from chalicelib.domain.ticket import Case, Change
from chalicelib.flow.ports import CityPack, Clock, Tickets
from chalicelib.flow.saving import watched


@dataclass(frozen=True, slots=True)
class Recomputing:
    """Repeatable: a ticket whose dates are right is read and left alone. Every open ticket lies in the inbox of an
    OPD or of the coordinator, confidential ones too.
    """

    city: CityPack
    tickets: Tickets
    clock: Clock

    def boxes(self) -> tuple[str, ...]:
        return (COORDINATOR, *(code for code, opd in self.city.catalogue.opds.items() if not opd.is_external))

    def open_tickets(self, box: str) -> tuple[str, ...]:
        """The numbers of what lies in the inbox now, each once, read page by page."""
        return tuple(dict.fromkeys(self._lines(box)))

    def adjust(self, number: str, person: str, reason: str, *, only_look: bool = False) -> bool:
        """Whether dates of this ticket had to be moved (or, `only_look`, would have to be). `reason` is public."""
        moves = []

        def change(case: Case) -> Change | None:
            deed = Deed(events.SYSTEM, self.clock(), person, reason)
            moved = recompute(case, deed, terms_of(case.ticket, self.city.catalogue, self.city.calendar))
            moves.append(moved is not None)
            return watched(self.city, case, moved) if moved and not only_look else None

        try:
            take_step(lambda: self.tickets.get(number, internal=True), change, self.tickets.save)
        except UnknownTicket:
            return False  # gone since its inbox was read
        return moves[-1]

    def _lines(self, box: str) -> Iterator[str]:
        cursor: str | None = None
        while True:
            page = self.tickets.inbox(box, cursor=cursor, size=100)
            yield from (line.ticket for line in page.lines)
            cursor = page.cursor
            if cursor is None:
                return
