"""“Saya juga”: other citizens say that they have the same trouble."""

from dataclasses import dataclass

from chalicelib.domain.duplicates.me_too import check_me_too, supporter_mark
from chalicelib.flow.ports.tickets import Tickets


@dataclass(frozen=True, slots=True)
class MeTooResult:
    """`supporters`: their number now; `repeated`: this browser was counted before."""

    supporters: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class MeToo:
    """One query, and one transaction on items that no action of the staff touches."""

    tickets: Tickets

    def support(self, number: str, browser: str) -> MeTooResult:
        """Count one more supporter; `browser` is a random id that only that browser knows.

        Raises:
            UnknownTicket: no ticket has this number.
            ForbiddenStep: the ticket takes no supporters.
        """
        ticket = self.tickets.get(number).ticket
        check_me_too(ticket)
        is_new = self.tickets.add_supporter(number, supporter_mark(browser, number))
        return MeTooResult(ticket.supporters + is_new, repeated=not is_new)
