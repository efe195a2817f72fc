"""Tickets as anybody may ask for them; what of one its reader sees is decided where it is shown."""

from dataclasses import dataclass

from chalicelib.domain.tickets.ticket import Case
from chalicelib.flow.ports.tickets import Listing, Page, Tickets
from chalicelib.flow.tickets.follow_duplicate import follow_duplicate


@dataclass(frozen=True, slots=True)
class PublicTickets:
    tickets: Tickets

    def read(self, number: str, *, with_notes: bool = False) -> Case:
        """One ticket, by one query. `with_notes`: also the reporter's own words, which lie apart.

        Raises:
            UnknownTicket: nobody has this number.
        """
        return self.tickets.get(number, internal=with_notes)

    def page(self, listing: Listing, cursor: str | None = None) -> Page:
        """The public list, newest first.

        Raises:
            Invalid: the cursor is none of this list.
        """
        return self.tickets.page(listing, cursor)

    def followed(self, case: Case) -> Case:
        """The ticket that goes on for a duplicate; of one that follows none, itself."""
        return follow_duplicate(self.tickets, case)
