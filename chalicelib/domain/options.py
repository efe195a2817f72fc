"""Which steps a person could take on a ticket as it stands: what a page offers. The rules have the last word."""

from collections.abc import Mapping
from dataclasses import field

from chalicelib.domain.parts import WORKED_ON, active_parts, lead_of, waits_for
from chalicelib.domain.permissions import Actor, Relation, may, permitted
from chalicelib.domain.settling import unfinished
from chalicelib.domain.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.ticket import Assignment, Role, Ticket
from chalicelib.domain.value import value

_A = AssignmentStatus

_BY_STATUS: Mapping[AssignmentStatus, tuple[str, ...]] = {
    _A.ASSIGNED: ("accept", "start", "answer", "return"),
    _A.ACCEPTED: ("start", "answer", "finish", "return"),
    _A.IN_PROGRESS: ("answer", "finish", "return"),
    _A.AWAITING_VALIDATION: ("validate", "start", "answer"),
    _A.DONE: ("answer",),
}
"""What an OPD may do with its part."""

_T = TicketStatus

_BY_REPORTER: Mapping[str, frozenset[TicketStatus]] = {
    "message": GROUPS["open"] | {_T.RESOLVED},
    "confirm": frozenset({_T.RESOLVED}),
    "dispute": frozenset({_T.RESOLVED, _T.DUPLICATE}),
    "rate": GROUPS["done"],
    "withdraw": frozenset({_T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED}),
}
"""What the reporter may do, by status of the ticket."""

_WAITS = frozenset({"start", "finish", "validate"})
"""What a part that waits cannot do."""


@value
class Options:
    """`parts`: OPD code to actions of `steps.ON_PART`. `ticket`: of ON_TICKET, and
    `call_in` (an OPD as support), `give_lead` (to an OPD), `room`, `identity`.
    """

    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ticket: tuple[str, ...] = ()


def options(ticket: Ticket, actor: Actor) -> Options:
    """What the person could do now, with each part and with the ticket; nothing where it is none of their business."""
    parts = {part.opd: _of_part(ticket, part, actor) for part in active_parts(ticket)}
    return Options({opd: actions for opd, actions in parts.items() if actions}, _of_ticket(ticket, actor))


def of_reporter(ticket: Ticket) -> tuple[str, ...]:
    """The steps that whoever has the secret could take now."""
    refused = {"withdraw"} if any(part.status in WORKED_ON for part in ticket.assignments) else set()
    refused |= {"withdraw"} if ticket.duplicates else set()
    refused |= {"dispute"} if ticket.status is _T.DUPLICATE and ticket.desk else set()
    refused |= {"rate"} if ticket.rating else set()
    return tuple(action for action, on in _BY_REPORTER.items() if ticket.status in on and action not in refused)


def _of_part(ticket: Ticket, part: Assignment, actor: Actor) -> tuple[str, ...]:
    possible = [*_BY_STATUS[part.status], *_around(ticket, part, actor)] if ticket.status in GROUPS["open"] else []
    never = _not_yet(ticket, part) | _not_oneself(part, actor)
    return tuple(action for action in possible if action not in never and may(actor, ticket, action, part.opd))


def _around(ticket: Ticket, part: Assignment, actor: Actor) -> tuple[str, ...]:
    """What others do about a part."""
    lead = ("lead",) if part.role is Role.SUPPORT and _may_lead(ticket, part, actor) else ()
    return lead if part.status is _A.DONE else (*lead, "order", "waive", "extend")


def _may_lead(ticket: Ticket, part: Assignment, actor: Actor) -> bool:
    """A supporting OPD takes only what it was offered; whoever leads or coordinates may always act."""
    found = permitted(actor, ticket, "lead", part.opd)
    return found is not None and (found.relation is not Relation.OWN or ticket.offered == part.opd)


def _not_yet(ticket: Ticket, part: Assignment) -> frozenset[str]:
    return _WAITS if waits_for(ticket, part) else frozenset()


def _not_oneself(part: Assignment, actor: Actor) -> frozenset[str]:
    return frozenset({"validate"}) if part.person == actor.person else frozenset()


def _of_ticket(ticket: Ticket, actor: Actor) -> tuple[str, ...]:
    possible = ["room", "identity"]
    if ticket.status is _T.DUPLICATE:
        possible += ["unmerge", *(("verify",) if ticket.desk else ())]
    if ticket.status in GROUPS["open"]:
        possible += ["merge"] if ticket.is_public else []
        possible += [] if ticket.duplicates else ["ask"]
        possible += ["refer", "archive", "call_in" if lead_of(ticket) else "give_lead"]
        if ticket.desk and lead_of(ticket):
            possible += ["verify", *(() if unfinished(ticket) else ("resolve",))]
    return tuple(action for action in possible if may(actor, ticket, action))
