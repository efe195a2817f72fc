"""A reader says that something is wrong with a published content."""

from dataclasses import dataclass

from chalicelib.domain import events
from chalicelib.domain.publication.moderation import flag
from chalicelib.domain.tickets.ticket import Case, Change
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_on_conflict
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets


@dataclass(frozen=True, slots=True)
class Flagging:
    """One query, and for the first flag of its kind on a ticket one transaction."""

    city: CityPack
    tickets: Tickets
    clock: Clock

    def flag(self, number: str, reason: str, correlation: str) -> bool:
        """Put the ticket before the coordinator; whether this is the first flag of its kind.

        Raises:
            UnknownTicket: no ticket has this number, or the public does not read it.
            Invalid: there is no such reason.
        """
        taken: list[Change] = []

        def change(case: Case) -> Change | None:
            context = StepContext(events.CITIZEN, self.clock(), correlation=correlation)
            flagged = flag(case, reason, context, self.city.calendar)
            taken[:] = [flagged] if flagged else []
            return flagged and with_next_check(self.city, case, flagged)

        retry_on_conflict(lambda: self.tickets.get(number, internal=True), change, self.tickets.save)
        return bool(taken)
