"""Assigns each new ticket to its OPDs, or hands it to the coordinator."""

from dataclasses import dataclass

from chalicelib.domain import events
from chalicelib.domain.city.catalogue import Text
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.events import Event
from chalicelib.domain.intake.opening import dispatch, hand_to_coordinator
from chalicelib.domain.routing.rules import Decision, Guesser, RoutedAssignment, decide
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Change, Role, Ticket
from chalicelib.flow.next_check import with_next_check
from chalicelib.flow.optimistic_retry import retry_all_on_conflict
from chalicelib.flow.ports.tickets import CityPack, Clock, Meter, Tickets


@dataclass(frozen=True, slots=True)
class Routing:
    """Idempotent by state: a ticket that was routed before, or on which staff have acted, is left alone."""

    city: CityPack
    tickets: Tickets
    guesser: Guesser
    clock: Clock
    meter: Meter

    def on_event(self, event: Event) -> None:
        """Route the ticket of a `ticket.received` event; other events are ignored."""
        if event.type != events.TicketReceived.type:
            return
        _, changes = retry_all_on_conflict(
            lambda: self.tickets.get(event.ticket),
            lambda case: self._changes(case, event.correlation),
            lambda changes: self.tickets.save(*changes),
        )
        for change in changes:
            self.meter("TicketsDispatched" if change.assignments else "TicketsUnroutable")

    def _changes(self, case: Case, correlation: str) -> tuple[Change, ...]:
        """The change that routes the ticket; none if it was routed before."""
        if not _is_untouched(case):
            return ()
        decision = decide(case.ticket.report, self.city.catalogue, self.guesser)
        return (with_next_check(self.city, case, self._carry_out(decision, case.ticket, correlation)),)

    def _carry_out(self, decision: Decision, ticket: Ticket, correlation: str) -> Change:
        now = self.clock()
        if decision.lead is None:
            return hand_to_coordinator(ticket, self._unroutable(decision, ticket), at=now, correlation=correlation)
        terms = self._terms(decision.service)

        def assign(routed: RoutedAssignment, role: Role) -> Assignment:
            promised = terms.promised(ticket.received_at, opd=routed.opd)
            return terms.new_assignment(routed.opd, role, _by_language(routed.why), promised, now)

        assignments = [assign(decision.lead, Role.LEAD), *(assign(each, Role.SUPPORT) for each in decision.support)]
        return dispatch(ticket, assignments, by=decision.by, at=now, correlation=correlation, days=terms.days)

    def _terms(self, service: str) -> Terms:
        catalogue = self.city.catalogue
        return Terms(self.city.calendar, catalogue.deadline_of(catalogue.service_or_other(service)), catalogue.opds)

    def _unroutable(self, decision: Decision, ticket: Ticket) -> events.TicketUnroutable:
        return events.TicketUnroutable(
            why=_by_language(decision.why),
            due=self._terms(ticket.report.service).desk_due(ticket.received_at),
            guesses=tuple(
                events.Guess(service=guess.service, opd=guess.opd, score=round(guess.score, 3))
                for guess in decision.guesses
            ),
            refer=decision.refer,
        )


def _is_untouched(case: Case) -> bool:
    """Whether only the citizen has acted on the ticket; reading it does not count as acting."""
    ticket = case.ticket
    at_rest = ticket.status is TicketStatus.RECEIVED and ticket.desk is None and not ticket.assignments
    return at_rest and not case.has(events.TicketUnroutable.type, events.TicketDispatched.type)


def _by_language(text: Text) -> dict[str, str]:
    return {"id": text.id, "en": text.en}
