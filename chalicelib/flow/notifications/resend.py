"""What did not arrive, and what is done about it."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, permit_overall
from chalicelib.domain.actions.allowed import permit
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.notifications import resend
from chalicelib.domain.tickets.inbox import MOST
from chalicelib.domain.tickets.ticket import Case, Change, Ticket
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_on_conflict
from chalicelib.flow.ports.delivery import Deliveries, Delivery, Ledger
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets

Rule = Callable[[Ticket, int, str, StepContext], Change]


@dataclass(frozen=True, slots=True)
class NoticeResend:
    """Nothing is sent here: an event asks for it, and reaches the worker that may send as every event does. The
    ledger there sees to it that nothing goes out twice.

    UnknownTicket, NotAllowed; Invalid if nothing of that name has ever failed.
    """

    city: CityPack
    tickets: Tickets
    ledger: Ledger
    clock: Clock

    def page(self, actor: Actor, cursor: str | None = None) -> Deliveries:
        """What did not arrive, of all tickets, the longest first."""
        permit_overall(actor, "undelivered")
        return self.ledger.undelivered(cursor)

    def count(self, actor: Actor) -> int:
        """How many these are; MOST + 1 if there are more than MOST."""
        permit_overall(actor, "undelivered")
        return self.ledger.count_undelivered(MOST)

    def of_ticket(self, number: str, actor: Actor) -> tuple[Delivery, ...]:
        """Every notice of one ticket and how it fared."""
        permit_overall(actor, "undelivered")
        return self.ledger.of(number)

    def again(self, number: str, notice: str, actor: Actor, correlation: str) -> Case:
        """Ask for one notice (`<sequence>/<audience>`) once more. Asked twice, or sent meanwhile: nothing happens."""

        def change(case: Case) -> Change | None:
            context = self._context(case, actor, correlation)
            failed = self._failed(number, notice)
            of, audience = _parts(notice)
            if failed.state != "failed" or resend.is_under_way(case, of, audience, failed.at):
                return None
            return with_next_check(self.city, case, resend.request_resend(case.ticket, of, audience, context))

        return self._step(number, change)

    def drop(self, number: str, notice: str, actor: Actor, correlation: str) -> Case:
        """One notice is needed no more: it leaves the list."""

        def change(case: Case) -> Change | None:
            context = self._context(case, actor, correlation)
            if self._failed(number, notice).state != "failed":
                return None
            return with_next_check(self.city, case, resend.drop(case.ticket, *_parts(notice), context))

        case = self._step(number, change)
        self.ledger.put_away(_name(number, notice), number)
        return case

    def _step(self, number: str, change: Callable[[Case], Change | None]) -> Case:
        return retry_on_conflict(lambda: self.tickets.get(number, internal=True), change, self.tickets.save)

    def _context(self, case: Case, actor: Actor, correlation: str) -> StepContext:
        """Asked first: that a notice has failed tells how a reporter is reached, which is not everybody's business."""
        standing = permit(actor, case.ticket, "resend")
        return StepContext(standing.name, self.clock(), actor.person, correlation=correlation)

    def _failed(self, number: str, notice: str) -> Delivery:
        found = next((each for each in self.ledger.of(number) if each.notice == _name(number, notice)), None)
        if found is None:
            raise Invalid((Problem("notice", "notice_unknown"),))
        return found


def _name(number: str, notice: str) -> str:
    """The notice's name among those of all tickets."""
    return f"{number}/{notice}"


def _parts(notice: str) -> tuple[int, str]:
    sequence, _, audience = notice.partition("/")
    return int(sequence), audience
