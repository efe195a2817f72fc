"""How a person relates to a ticket, and the rights beside the actions. Who may take an action: `actions.allowed`."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from chalicelib.domain.errors import NotAllowed
from chalicelib.domain.tickets.assignments import active_assignments
from chalicelib.domain.tickets.ticket import Role, Ticket
from chalicelib.domain.values import value


class Relation(StrEnum):
    """How a person relates to a ticket, or to the assignment that a step is about; the most specific comes first."""

    OWN = "own"  # the assignment is that of the person's OPD
    LEAD = "lead"  # the person's OPD leads
    SUPPORT = "support"  # the person's OPD supports
    COORDINATOR = "coordinator"
    LEADER = "leader"
    AUDITOR = "auditor"
    REPORTER = "reporter"  # the person has the ticket's secret


@value
class Actor:
    """A member of staff: user name, codes of OPDs, and roles of `coordinator`, `leader`, `auditor`."""

    person: str
    opds: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


_LEAD, _SUPPORT = Relation.LEAD, Relation.SUPPORT
_COORDINATOR, _LEADER, _AUDITOR = Relation.COORDINATOR, Relation.LEADER, Relation.AUDITOR

ACCESS: Mapping[str, frozenset[Relation]] = {
    "read": frozenset({_LEAD, _SUPPORT, _COORDINATOR, _LEADER, _AUDITOR}),
    "resend": frozenset({_COORDINATOR}),  # send a notice again that did not arrive
}
"""Who may do with a ticket what is no action on it; the actions have their relations in `actions.registry`."""

MAY_OVERALL: Mapping[str, frozenset[Relation]] = {
    "any_inbox": frozenset({_COORDINATOR, _LEADER, _AUDITOR}),
    "search_all": frozenset({_COORDINATOR, _LEADER, _AUDITOR}),  # by place, in the tickets of all OPDs
    "search_phone": frozenset({_COORDINATOR}),  # reveals whose reports they are, as an anonymous identity does
    "undelivered": frozenset({_COORDINATOR, _LEADER, _AUDITOR}),
    "overview": frozenset({_COORDINATOR, _LEADER, _AUDITOR}),
    "reads": frozenset({_AUDITOR}),  # the access log of reporters' identities
}
"""Who may do what concerns no single ticket."""


@value
class Standing:
    """The relation by which a person acts; `name` is the actor of the event: an OPD's code, or the relation."""

    relation: Relation
    name: str


def standings(actor: Actor, ticket: Ticket, opd: str = "") -> tuple[Standing, ...]:
    """All standings of the person towards the ticket (and the assignment of `opd`), the most specific first."""
    order = list(Relation)
    return tuple(sorted(_standings(actor, ticket, opd), key=lambda standing: order.index(standing.relation)))


def relations(actor: Actor, ticket: Ticket, opd: str = "") -> frozenset[Relation]:
    """The relations of `standings`, without the OPDs."""
    return frozenset(standing.relation for standing in standings(actor, ticket, opd))


def standing_among(actor: Actor, ticket: Ticket, allowed: frozenset[Relation], opd: str = "") -> Standing | None:
    """The most specific standing whose relation is among the allowed ones; None if there is none."""
    return next((each for each in standings(actor, ticket, opd) if each.relation in allowed), None)


def permit_overall(actor: Actor, action: str) -> Relation:
    """The relation by which the person may do what concerns no single ticket.

    Raises:
        NotAllowed: none of the person's roles allows it.
    """
    relation = next((each for each in Relation if each in MAY_OVERALL[action] & actor.roles), None)
    if relation is None:
        raise NotAllowed(action)
    return relation


def may_overall(actor: Actor, action: str) -> bool:
    """Whether one of the person's roles allows what concerns no single ticket."""
    return bool(MAY_OVERALL[action] & actor.roles)


def _standings(actor: Actor, ticket: Ticket, opd: str) -> Iterator[Standing]:
    for assignment in active_assignments(ticket):
        if assignment.opd in actor.opds:
            if assignment.opd == opd:
                yield Standing(Relation.OWN, assignment.opd)
            yield Standing(Relation.LEAD if assignment.role is Role.LEAD else Relation.SUPPORT, assignment.opd)
    for role in (Relation.COORDINATOR, Relation.LEADER, Relation.AUDITOR):
        if role in actor.roles:
            yield Standing(role, str(role))
