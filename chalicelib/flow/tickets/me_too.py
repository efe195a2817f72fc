"""“Saya juga”: one query and one transaction, whose items no step of the staff touches."""

from dataclasses import dataclass

from chalicelib.domain.duplicates.me_too import check_me_too, mark_of
from chalicelib.flow.ports.tickets import Tickets


@dataclass(frozen=True, slots=True)
class MeTooResult:
    """`supporters`: how many there are now; `repeated`: this browser was among them already."""

    supporters: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class MeToo:
    tickets: Tickets

    def support(self, number: str, browser: str) -> MeTooResult:
        """Somebody (`browser` is a random id that only that browser knows) says "me too". UnknownTicket,
        ForbiddenStep.
        """
        ticket = self.tickets.get(number).ticket
        check_me_too(ticket)
        is_new = self.tickets.support(number, mark_of(browser, number))
        return MeTooResult(ticket.supporters + is_new, repeated=not is_new)
