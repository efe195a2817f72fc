"""Who may do what to a ticket, from the records of the actions and from the rights beside them."""

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
from chalicelib.domain.errors import HiddenTicket, NotAllowed
from chalicelib.domain.tickets.ticket import Ticket, Visibility

_ANONYMOUS = "anonymous_"

MAY: Mapping[str, frozenset[Relation]] = {
    **ACCESS,
    **{each.name: each.relations for each in ACTIONS.values()},
    **{_ANONYMOUS + each.name: each.if_anonymous for each in ACTIONS.values() if each.if_anonymous is not None},
}
"""Who may take which action; one that differs for anonymous reports has a second row."""


def permitted(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> Standing | None:
    """The standing by which the person may take this action; None if there is none."""
    return standing_among(actor, ticket, MAY[_row(action, ticket)], opd)


def permit(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> Standing:
    """The standing by which the person may take this action.

    Raises:
        HiddenTicket: the person may not even see the ticket.
        NotAllowed: the person sees the ticket, but may not take this action.
    """
    if not standings(actor, ticket):
        raise HiddenTicket(ticket.id)
    standing = permitted(actor, ticket, action, opd)
    if standing is None:
        raise NotAllowed(action)
    return standing


def may(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> bool:
    """Whether the person may take this action."""
    return permitted(actor, ticket, action, opd) is not None


def _row(action: str, ticket: Ticket) -> str:
    anonymous = _ANONYMOUS + action
    return anonymous if ticket.report.visibility == Visibility.ANONYMOUS and anonymous in MAY else action
