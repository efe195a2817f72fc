"""What the coordinator reads before merging a duplicate. The action itself is in `flow.tickets.staff_actions`."""

from dataclasses import dataclass

from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.actions.allowed import permit
from chalicelib.domain.duplicates.merge import check_merged
from chalicelib.domain.duplicates.nearby import MAX_AGE, Likely, cells_around, likely_duplicates
from chalicelib.domain.errors import Invalid, MistypedNumber, Problem, UnknownTicket
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.flow.ports.tickets import CityPack, Tickets

Pair = tuple[Case, Case | None]
"""The duplicate and its original; None while no original was named."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """For the coordinator alone; raises the same errors as `flow.tickets.staff_actions.StaffActions`."""

    city: CityPack
    tickets: Tickets

    def preview(self, number: str, actor: Actor, other: str = "") -> Pair:
        """The ticket and the one with the number `other`, in any spelling; None for the latter if it is empty.

        Raises:
            Invalid: `other` is no number of a ticket.
        """
        case = self.tickets.get(number, internal=True)
        permit(actor, case.ticket, "merge")
        prefix = self.city.catalogue.city.prefix
        return case, original_of(self.tickets, case, other, prefix) if other else None

    def likely(self, case: Case, actor: Actor) -> tuple[Likely, ...]:
        """Public reports of the same service nearby, at most `MAX_AGE` older or newer: a bounded number, nearest first.

        Costs one query of an index for each cell within reach, whatever the size of the city.
        """
        permit(actor, case.ticket, "merge")
        ticket = case.ticket
        since, until = ticket.received_at - MAX_AGE, ticket.received_at + MAX_AGE
        neighbours = [
            neighbour
            for cell in cells_around(ticket.report.service, ticket.report.place)
            for neighbour in self.tickets.near(cell, since=since, until=until)
        ]
        return likely_duplicates(ticket, neighbours)


def original_of(tickets: Tickets, duplicate: Case, named: str | None, prefix: str) -> Case:
    """The ticket with the named number, in any spelling; the duplicate's own original if `named` is None.

    Raises:
        Invalid: there is no number, or no ticket has it.
        ForbiddenStep: no number was named, and the ticket is no duplicate.
    """
    if named is None:
        check_merged(duplicate.ticket)
    number = duplicate.ticket.merged_into if named is None else _parse(named, prefix)
    try:
        return tickets.get(number, internal=True)
    except UnknownTicket as unknown:
        raise _invalid("number_unknown") from unknown


def _parse(text: str, prefix: str) -> str:
    if not text.strip():
        raise _invalid("number_missing")
    try:
        return parse_number(text, prefix)
    except MistypedNumber as mistyped:
        raise _invalid("number_mistyped") from mistyped


def _invalid(code: str) -> Invalid:
    return Invalid((Problem("to", code),))
