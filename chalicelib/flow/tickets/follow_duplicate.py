"""From a duplicate to the ticket where the work goes on."""

from chalicelib.domain.duplicates.merge import DEPTH, check_merged
from chalicelib.domain.errors import Invalid, MistypedNumber, Problem, UnknownTicket
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.flow.ports.tickets import Tickets


def follow_duplicate(tickets: Tickets, case: Case, *, internal: bool = False) -> Case:
    """At the end of the links, a query each, DEPTH at most; of a ticket that follows none, itself."""
    for _ in range(DEPTH):
        if not case.ticket.merged_into:
            break
        case = tickets.get(case.ticket.merged_into, internal=internal)
    return case


def kept_ticket(tickets: Tickets, duplicate: Case, named: str | None, prefix: str) -> Case:
    """The ticket of the number that was named, in any spelling; the one that the duplicate follows if it is None.

    Raises:
        Invalid: no number, or one that nobody has.
        ForbiddenStep: nothing was named, and the ticket follows none.
    """
    if named is None:
        check_merged(duplicate.ticket)
    number = duplicate.ticket.merged_into if named is None else _number_in(named, prefix)
    try:
        return tickets.get(number, internal=True)
    except UnknownTicket as unknown:
        raise _wrong("number_unknown") from unknown


def _number_in(text: str, prefix: str) -> str:
    if not text.strip():
        raise _wrong("number_missing")
    try:
        return parse_number(text, prefix)
    except MistypedNumber as mistyped:
        raise _wrong("number_mistyped") from mistyped


def _wrong(code: str) -> Invalid:
    return Invalid((Problem("to", code),))
