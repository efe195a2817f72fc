"""“Saya juga”: other citizens say that they have the same trouble."""

from dataclasses import dataclass

from chalicelib.domain.duplicates.me_too import check_me_too, supporter_mark
from chalicelib.domain.rate_limits.client_limits import ME_TOO, charge, refusal
from chalicelib.flow.ports.rate_limits import BucketFull
from chalicelib.flow.ports.stage_secrets import StageSecret
from chalicelib.flow.ports.tickets import Clock, Tickets


@dataclass(frozen=True, slots=True)
class MeTooResult:
    """`supporters`: their number now; `repeated`: this browser was counted before."""

    supporters: int
    repeated: bool


@dataclass(frozen=True, slots=True)
class MeToo:
    """One query, and one transaction on items that no action of the staff touches."""

    tickets: Tickets
    secret: StageSecret
    clock: Clock
    limit_factor: float

    def support(self, number: str, browser: str, block: str = "") -> MeTooResult:
        """Count one more supporter; `browser` is a random id that only that browser knows, `block` its address block.

        Throwing the id away makes a browser another one, but not its block: a block has an allowance for each ticket.
        The block of this machine is empty and not limited.

        Raises:
            RateLimited: the block's allowance is used up for now.
            UnknownTicket: no ticket has this number.
            ForbiddenStep: the ticket takes no supporters.
        """
        ticket = self.tickets.get(number).ticket
        check_me_too(ticket)
        is_new = self._count(number, supporter_mark(browser, number), block)
        return MeTooResult(ticket.supporters + is_new, repeated=not is_new)

    def _count(self, number: str, mark: str, block: str) -> bool:
        """Whether this is a new supporter."""
        if not block:
            return self.tickets.add_supporter(number, mark)
        now = self.clock()
        taken = charge(ME_TOO, f"{block}/{number}", self.secret(now).current, now, self.limit_factor)
        try:
            return self.tickets.add_supporter(number, mark, taken)
        except BucketFull as full:
            raise refusal(ME_TOO, full.arrival, now, self.limit_factor) from full
