"""The list of undelivered notices, and the two actions on one: send it again, or drop it."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor, permit_overall
from chalicelib.domain.actions.allowed import permit
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.notifications import resend
from chalicelib.domain.tickets.inbox import MAX_COUNTED
from chalicelib.domain.tickets.ticket import Case, Change, Ticket
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_on_conflict
from chalicelib.flow.ports.delivery import Deliveries, Delivery, Ledger
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets

Rule = Callable[[Ticket, int, str, StepContext], Change]


@dataclass(frozen=True, slots=True)
class NoticeResend:
    """Sends nothing itself: an event requests the resend and reaches the worker that sends notices. The delivery ledger
    there keeps a notice from going out twice.

    Raises:
        UnknownTicket: there is no such ticket, or the person may not know of it.
        NotAllowed: the person may not see or change deliveries.
        Invalid: the ledger has no notice of that name, or the cursor is wrong.
    """

    city: CityPack
    tickets: Tickets
    ledger: Ledger
    clock: Clock

    def page(self, actor: Actor, cursor: str | None = None) -> Deliveries:
        """One page of the undelivered notices of all tickets, the oldest failure first."""
        permit_overall(actor, "undelivered")
        return self.ledger.undelivered(cursor)

    def count(self, actor: Actor) -> int:
        """Number of undelivered notices; `MAX_COUNTED` + 1 if there are more than that."""
        permit_overall(actor, "undelivered")
        return self.ledger.count_undelivered(MAX_COUNTED)

    def of_ticket(self, number: str, actor: Actor) -> tuple[Delivery, ...]:
        """All deliveries of one ticket."""
        permit_overall(actor, "undelivered")
        return self.ledger.of(number)

    def resend(self, number: str, notice: str, actor: Actor, correlation: str) -> Case:
        """Request one notice (`<sequence>/<audience>`) once more, unless that was done already or it was sent since."""

        def change(case: Case) -> Change | None:
            context = self._context(case, actor, correlation)
            delivery = self._delivery(number, notice)
            of, audience = _sequence_and_audience(notice)
            if delivery.state != "failed" or resend.is_under_way(case, of, audience, delivery.at):
                return None
            return with_next_check(self.city, case, resend.request_resend(case.ticket, of, audience, context))

        return self._step(number, change)

    def drop(self, number: str, notice: str, actor: Actor, correlation: str) -> Case:
        """Drop one notice (`<sequence>/<audience>`): it leaves the list of undelivered notices."""

        def change(case: Case) -> Change | None:
            context = self._context(case, actor, correlation)
            if self._delivery(number, notice).state != "failed":
                return None
            return with_next_check(self.city, case, resend.drop(case.ticket, *_sequence_and_audience(notice), context))

        case = self._step(number, change)
        self.ledger.put_away(_full_id(number, notice), number)
        return case

    def _step(self, number: str, change: Callable[[Case], Change | None]) -> Case:
        return retry_on_conflict(lambda: self.tickets.get(number, internal=True), change, self.tickets.save)

    def _context(self, case: Case, actor: Actor, correlation: str) -> StepContext:
        """Checks the permission, before the ledger is read: a failed message tells how its reporter can be reached."""
        standing = permit(actor, case.ticket, "resend")
        return StepContext(standing.name, self.clock(), actor.person, correlation=correlation)

    def _delivery(self, number: str, notice: str) -> Delivery:
        notice_id = _full_id(number, notice)
        delivery = next((each for each in self.ledger.of(number) if each.notice == notice_id), None)
        if delivery is None:
            raise Invalid((Problem("notice", "notice_unknown"),))
        return delivery


def _full_id(number: str, notice: str) -> str:
    """The notice's id among those of all tickets."""
    return f"{number}/{notice}"


def _sequence_and_audience(notice: str) -> tuple[int, str]:
    sequence, _, audience = notice.partition("/")
    return int(sequence), audience
