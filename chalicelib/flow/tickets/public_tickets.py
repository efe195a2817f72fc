"""Tickets as anybody may read them, and the way from a duplicate to its original.

What a reader sees of a ticket is decided where it is shown.
"""

from dataclasses import dataclass

from chalicelib.domain.duplicates.merge import MAX_CHAIN
from chalicelib.domain.tickets.ticket import Case
from chalicelib.flow.ports.tickets import Listing, Page, Tickets


@dataclass(frozen=True, slots=True)
class PublicTickets:
    """Reads single tickets and the public list."""

    tickets: Tickets

    def read(self, number: str, *, with_notes: bool = False) -> Case:
        """One ticket, by one query. `with_notes`: also the reporter's own words, which are stored apart.

        Raises:
            UnknownTicket: no ticket has this number.
        """
        return self.tickets.get(number, internal=with_notes)

    def page(self, listing: Listing, cursor: str | None = None) -> Page:
        """One page of a public list, newest first.

        Raises:
            Invalid: the cursor does not belong to this list.
        """
        return self.tickets.page(listing, cursor)

    def followed(self, case: Case) -> Case:
        """The original of a duplicate; a ticket that is no duplicate itself."""
        return follow_duplicate(self.tickets, case)


def follow_duplicate(tickets: Tickets, case: Case, *, internal: bool = False) -> Case:
    """The original at the end of a duplicate's links; a ticket that is no duplicate itself.

    Costs one query per link, `MAX_CHAIN` at most. `internal`: with every note.
    """
    for _ in range(MAX_CHAIN):
        if not case.ticket.merged_into:
            break
        case = tickets.get(case.ticket.merged_into, internal=internal)
    return case
