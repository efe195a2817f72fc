"""“Saya juga”: one query and one transaction, whose items no step of the staff touches."""

from dataclasses import dataclass

from chalicelib.domain.supporting import check_support, mark_of
from chalicelib.flow.ports import Tickets


@dataclass(frozen=True, slots=True)
class Supported:
    """`supporters`: how many there are now; `repeated`: this browser was among them already."""

    supporters: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class Supporting:
    tickets: Tickets

    def support(self, number: str, browser: str) -> Supported:
        """Somebody (`browser` is a random id that only that browser knows) says "me too". UnknownTicket,
        ForbiddenStep.
        """
        ticket = self.tickets.get(number).ticket
        check_support(ticket)
        is_new = self.tickets.support(number, mark_of(browser, number))
        return Supported(ticket.supporters + is_new, repeated=not is_new)
