"""Who may do what to a ticket: by the record of each action, and by the rights that are no step."""

from collections.abc import Mapping

from chalicelib.domain.access.permissions import (
    ACCESS,
    Actor,
    Relation,
    Standing,
    standing_among,
    standings,
)
from chalicelib.domain.actions.registry import ACTIONS
from chalicelib.domain.errors import NotAllowed, UnknownTicket
from chalicelib.domain.tickets.ticket import Ticket, Visibility

_ANONYMOUS = "anonymous_"

MAY: Mapping[str, frozenset[Relation]] = {
    **ACCESS,
    **{each.name: each.relations for each in ACTIONS.values()},
    **{_ANONYMOUS + each.name: each.if_anonymous for each in ACTIONS.values() if each.if_anonymous is not None},
}
"""Who may take which step; what is different of an anonymous report has a row of its own."""


def permitted(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> Standing | None:
    """By what right the person takes this step, if by any."""
    return standing_among(actor, ticket, MAY[_row(action, ticket)], opd)


def permit(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> Standing:
    """By what right the person takes this step.

    Raises:
        UnknownTicket: the ticket is none of the person's business.
        NotAllowed: only the step is not.
    """
    if not standings(actor, ticket):
        raise UnknownTicket(ticket.id)
    found = permitted(actor, ticket, action, opd)
    if found is None:
        raise NotAllowed(action)
    return found


def may(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> bool:
    """Whether `permit` lets the person."""
    return permitted(actor, ticket, action, opd) is not None


def _row(action: str, ticket: Ticket) -> str:
    anonymous = _ANONYMOUS + action
    return anonymous if ticket.report.visibility == Visibility.ANONYMOUS and anonymous in MAY else action
