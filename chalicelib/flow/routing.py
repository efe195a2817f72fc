"""Give each new ticket to the OPDs that have a part in it."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain import event as events
from chalicelib.domain.arriving import dispatch, hand_to_coordinator
from chalicelib.domain.catalogue import Text
from chalicelib.domain.event import Event
from chalicelib.domain.routing import Decision, Guesser, decide
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.ticket import Assignment, Case, Change, Role, Ticket
from chalicelib.flow.ports import CityPack, Clock, Meter, Tickets


@dataclass(frozen=True, slots=True)
class Routing:
    """Idempotent by state: a ticket that was routed once, or that staff has taken in hand, is left alone."""

    city: CityPack
    tickets: Tickets
    guesser: Guesser
    clock: Clock
    meter: Meter

    def on_event(self, event: Event) -> None:
        """Route the ticket of `ticket.received`; other events are none of this worker's business."""
        if event.type != events.RECEIVED:
            return
        case = self.tickets.get(event.ticket)
        if not _is_untouched(case):
            return
        decision = decide(case.ticket.report, self.city.catalogue, self.guesser)
        self.tickets.save(self._carry_out(decision, case.ticket, event.correlation))
        self.meter("TicketsDispatched" if decision.lead else "TicketsUnroutable")

    def _carry_out(self, decision: Decision, ticket: Ticket, correlation: str) -> Change:
        now = self.clock()
        if decision.lead is None:
            return hand_to_coordinator(ticket, self._question(decision, ticket), at=now, correlation=correlation)
        due = self._due(decision, ticket)
        lead = Assignment(decision.lead.opd, Role.LEAD, due, _words(decision.lead.why))
        support = [Assignment(part.opd, Role.SUPPORT, due, _words(part.why)) for part in decision.support]
        return dispatch(ticket, [lead, *support], by=decision.by, at=now, correlation=correlation)

    def _due(self, decision: Decision, ticket: Ticket) -> datetime:
        catalogue = self.city.catalogue
        deadline = catalogue.deadline_of(catalogue.services[decision.service])
        return self.city.calendar.due(ticket.received_at, deadline.resolution)

    def _question(self, decision: Decision, ticket: Ticket) -> dict[str, object]:
        catalogue = self.city.catalogue
        deadline = catalogue.deadline_of(catalogue.service_or_other(ticket.report.service))
        return {
            "why": _words(decision.why),
            "due": self.city.calendar.due(ticket.received_at, deadline.verification).isoformat(),
            "guesses": [{"service": g.service, "opd": g.opd, "score": round(g.score, 3)} for g in decision.guesses],
            "refer": decision.refer,
        }


def _is_untouched(case: Case) -> bool:
    """Nothing has happened but what the citizen wrote; who merely looked at it has not taken it in hand."""
    ticket = case.ticket
    at_rest = ticket.status is TicketStatus.RECEIVED and ticket.desk is None and not ticket.assignments
    return at_rest and not case.has(events.UNROUTABLE, events.DISPATCHED)


def _words(text: Text) -> dict[str, str]:
    return {"id": text.id, "en": text.en}
