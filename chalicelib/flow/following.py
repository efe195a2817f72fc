"""From a duplicate to the ticket where the work goes on."""

from chalicelib.domain.merging import DEPTH
from chalicelib.domain.ticket import Case
from chalicelib.flow.ports import Tickets


def followed(tickets: Tickets, case: Case, *, internal: bool = False) -> Case:
    """At the end of the links, a query each, DEPTH at most; of a ticket that follows none, itself."""
    for _ in range(DEPTH):
        if not case.ticket.merged_into:
            break
        case = tickets.get(case.ticket.merged_into, internal=internal)
    return case
