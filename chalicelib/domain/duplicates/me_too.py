"""“Saya juga” (me too): somebody else is troubled by the same, and says so once per browser, without a name."""

from hashlib import sha256

from chalicelib.domain.errors import ForbiddenStep, UnknownTicket
from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Ticket

MOST_SUPPORTERS = 10_000
"""So many are counted for one ticket; more would tell nobody anything new."""


def mark_of(browser: str, number: str) -> str:
    """What is kept of who said it: `browser` is random, so its hash leads nowhere, and to no other ticket either."""
    return sha256(f"{browser}/{number}".encode()).hexdigest()[:32]


def check_me_too(ticket: Ticket) -> None:
    """UnknownTicket for a confidential one, of which nobody can know; ForbiddenStep once it is over."""
    if not ticket.is_public:
        raise UnknownTicket(ticket.id)
    if ticket.merged_into:
        raise ForbiddenStep("support_the_kept", into=ticket.merged_into)
    if ticket.status not in GROUPS["open"]:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))
    if ticket.supporters >= MOST_SUPPORTERS:
        raise ForbiddenStep("supported_by_many", most=MOST_SUPPORTERS)
