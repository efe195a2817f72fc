"""What a person is to a ticket, and the rights that belong to no step. Who may take a step: `actions.allowed`."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from chalicelib.domain.errors import NotAllowed
from chalicelib.domain.tickets.assignments import active_assignments
from chalicelib.domain.tickets.ticket import Role, Ticket
from chalicelib.domain.values import value


class Relation(StrEnum):
    """What a person is to a ticket, or to the part that the step is about; earlier ones are tried first."""

    OWN = "own"  # the part is that of the person's OPD
    LEAD = "lead"  # the person's OPD leads
    SUPPORT = "support"  # the person's OPD has another part
    COORDINATOR = "coordinator"
    LEADER = "leader"
    AUDITOR = "auditor"
    REPORTER = "reporter"  # who has the secret


@value
class Actor:
    """A member of staff: `opds` by code, `roles` of `coordinator`, `leader`, `auditor`."""

    person: str
    opds: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


_LEAD, _SUPPORT = Relation.LEAD, Relation.SUPPORT
_COORDINATOR, _LEADER, _AUDITOR = Relation.COORDINATOR, Relation.LEADER, Relation.AUDITOR

ACCESS: Mapping[str, frozenset[Relation]] = {
    "read": frozenset({_LEAD, _SUPPORT, _COORDINATOR, _LEADER, _AUDITOR}),
    "resend": frozenset({_COORDINATOR}),  # a notice of it that did not arrive
}
"""Who may do what with a ticket that is no step on it; the steps have their relations in `actions.registry`."""

MAY_OVERALL: Mapping[str, frozenset[Relation]] = {
    "any_inbox": frozenset({_COORDINATOR, _LEADER, _AUDITOR}),
    "search_all": frozenset({_COORDINATOR, _LEADER, _AUDITOR}),  # by place, over all OPDs
    "search_phone": frozenset({_COORDINATOR}),  # as who reported anonymously: it tells whose reports they are
    "undelivered": frozenset({_COORDINATOR, _LEADER, _AUDITOR}),
    "overview": frozenset({_COORDINATOR, _LEADER, _AUDITOR}),
    "reads": frozenset({_AUDITOR}),  # who opened whose identity
}
"""Who may do what is about no single ticket."""


@value
class Standing:
    """By what right a person acts; `name` is the actor of the event: an OPD's code, or the relation."""

    relation: Relation
    name: str


def standings(actor: Actor, ticket: Ticket, opd: str = "") -> tuple[Standing, ...]:
    """Everything that the person is to the ticket (and to the part of `opd`), most specific first."""
    return tuple(sorted(_standings(actor, ticket, opd), key=lambda found: list(Relation).index(found.relation)))


def relations(actor: Actor, ticket: Ticket, opd: str = "") -> frozenset[Relation]:
    """As `standings`, without by which OPD."""
    return frozenset(found.relation for found in standings(actor, ticket, opd))


def standing_among(actor: Actor, ticket: Ticket, allowed: frozenset[Relation], opd: str = "") -> Standing | None:
    """The most specific standing whose relation is among the allowed ones; None if there is none."""
    return next((each for each in standings(actor, ticket, opd) if each.relation in allowed), None)


def permit_overall(actor: Actor, action: str) -> Relation:
    """By what right the person does what is about no single ticket; NotAllowed."""
    found = next((relation for relation in Relation if relation in MAY_OVERALL[action] & actor.roles), None)
    if found is None:
        raise NotAllowed(action)
    return found


def may_overall(actor: Actor, action: str) -> bool:
    """Whether `permit_overall` lets the person."""
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
