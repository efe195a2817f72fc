"""What the coordinator reads before two reports become one; the step itself is one of `flow.tickets.staff_actions`."""

from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.actions.allowed import permit
from chalicelib.domain.duplicates.nearby import MAX_AGE, Likely, cells_around, likely
from chalicelib.domain.tickets.ticket import Case
from chalicelib.flow.ports.tickets import CityPack, Tickets
from chalicelib.flow.tickets.follow_duplicate import kept_ticket

Pair = tuple[Case, Case | None]
"""The duplicate and the ticket that it would follow; None while that was not named."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """By the coordinator alone. Errors as those of `flow.tickets.staff_actions.StaffActions`."""

    city: CityPack
    tickets: Tickets

    def look(self, number: str, actor: Actor, other: str = "") -> Pair:
        """Both tickets, before anything is decided; None while no number of an `other` is given. Invalid."""
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, "merge")
        prefix = self.city.catalogue.city.prefix
        return case, kept_ticket(self.tickets, case, other, prefix) if other else None

    def likely(self, case: Case, actor: Actor) -> tuple[Likely, ...]:
        """Public reports of the same service close by, within two weeks: the nearest first, a bounded number of them.

        A few queries of an index by cell, as many as cells are within reach, whatever the size of the city.
        """
        permit(actor, case.ticket, "merge")
        ticket = case.ticket
        since, until = ticket.received_at - MAX_AGE, ticket.received_at + MAX_AGE
        found = [
            each
            for cell in cells_around(ticket.report.service, ticket.report.place)
            for each in self.tickets.near(cell, since=since, until=until)
        ]
        return likely(ticket, found)
