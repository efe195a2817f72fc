"""“Saya juga” (me too): somebody else has the same trouble; counted once per browser, without a name."""

from hashlib import sha256

from chalicelib.domain.errors import ForbiddenStep, UnknownTicket
from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Ticket

MAX_SUPPORTERS = 10_000
"""The most supporters counted for one ticket; more would tell nobody anything new."""


def supporter_mark(browser: str, number: str) -> str:
    """What is stored of a supporter: a hash of the random browser id and the ticket, so that it identifies nobody."""
    return sha256(f"{browser}/{number}".encode()).hexdigest()[:32]


def check_me_too(ticket: Ticket) -> None:
    """Check that the ticket can be supported.

    Raises:
        UnknownTicket: The public does not read the ticket, so that nobody may learn what it is about.
        ForbiddenStep: The ticket is a duplicate, is over, or has `MAX_SUPPORTERS` already.
    """
    if not ticket.is_public:
        raise UnknownTicket(ticket.id)
    if ticket.merged_into:
        raise ForbiddenStep("support_the_kept", into=ticket.merged_into)
    if ticket.status not in GROUPS["open"]:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
    if ticket.supporters >= MAX_SUPPORTERS:
        raise ForbiddenStep("supported_by_many", most=MAX_SUPPORTERS)
