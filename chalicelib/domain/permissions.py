"""Who may do what to a ticket: one table of action and relation. The flow asks it before every step."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from chalicelib.domain.errors import NotAllowed, UnknownTicket
from chalicelib.domain.parts import active_parts
from chalicelib.domain.ticket import Role, Ticket, Visibility
from chalicelib.domain.value import value


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


_OWN, _LEAD, _SUPPORT = Relation.OWN, Relation.LEAD, Relation.SUPPORT
_COORDINATOR, _LEADER, _AUDITOR, _REPORTER = (
    Relation.COORDINATOR, Relation.LEADER, Relation.AUDITOR, Relation.REPORTER,
)  # fmt: skip

MAY: Mapping[str, frozenset[Relation]] = {
    action: frozenset(relations)
    for action, relations in {
        "read": (_LEAD, _SUPPORT, _COORDINATOR, _LEADER, _AUDITOR),
        "room": (_LEAD, _SUPPORT, _COORDINATOR),
        "identity": (_LEAD, _SUPPORT, _COORDINATOR),
        "anonymous_identity": (_COORDINATOR,),
        # on a part
        "accept": (_OWN,),
        "start": (_OWN,),
        "answer": (_OWN,),
        "finish": (_OWN,),
        "validate": (_OWN,),
        "return": (_OWN,),
        "lead": (_OWN, _LEAD, _COORDINATOR),  # takes it over, offers it, moves it
        "order": (_LEAD, _COORDINATOR),
        "waive": (_COORDINATOR,),
        "extend": (_LEADER,),  # who is held to a deadline does not lengthen it
        # on the ticket
        "call_in": (_LEAD, _SUPPORT, _COORDINATOR),
        "give_lead": (_COORDINATOR,),
        "ask": (_LEAD, _SUPPORT, _COORDINATOR),
        "verify": (_COORDINATOR,),
        "refer": (_COORDINATOR,),
        "archive": (_COORDINATOR,),
        # whoever is measured by a ticket's date does not end it, and a lead sees only one side of the pair
        "merge": (_COORDINATOR,),
        "unmerge": (_COORDINATOR,),
        "resolve": (_LEAD, _COORDINATOR),
        "resend": (_COORDINATOR,),  # a notice of it that did not arrive
        # on a photo
        "accept_proof": (_COORDINATOR,),
        "reject_proof": (_COORDINATOR,),
        "hide_photo": (_COORDINATOR,),
        # the reporter's
        "message": (_REPORTER,),
        "confirm": (_REPORTER,),
        "dispute": (_REPORTER,),
        "withdraw": (_REPORTER,),
        "rate": (_REPORTER,),
    }.items()
}
"""Who may take which step."""

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


def permitted(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> Standing | None:
    """By what right the person takes this step, if by any."""
    return next((each for each in standings(actor, ticket, opd) if each.relation in MAY[_row(action, ticket)]), None)


def permit(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> Standing:
    """By what right the person takes this step.

    UnknownTicket if the ticket is none of the person's business, NotAllowed if only the step is not.
    """
    if not standings(actor, ticket):
        raise UnknownTicket(ticket.id)
    found = permitted(actor, ticket, action, opd)
    if found is None:
        raise NotAllowed(action)
    return found


def permit_overall(actor: Actor, action: str) -> Relation:
    """By what right the person does what is about no single ticket; NotAllowed."""
    found = next((relation for relation in Relation if relation in MAY_OVERALL[action] & actor.roles), None)
    if found is None:
        raise NotAllowed(action)
    return found


def may_overall(actor: Actor, action: str) -> bool:
    """Whether `permit_overall` lets the person."""
    return bool(MAY_OVERALL[action] & actor.roles)


def may(actor: Actor, ticket: Ticket, action: str, opd: str = "") -> bool:
    """Whether `permit` lets the person."""
    return permitted(actor, ticket, action, opd) is not None


def _row(action: str, ticket: Ticket) -> str:
    """Who reported anonymously has a row of its own."""
    is_anonymous = ticket.report.visibility == Visibility.ANONYMOUS
    return "anonymous_identity" if action == "identity" and is_anonymous else action


def _standings(actor: Actor, ticket: Ticket, opd: str) -> Iterator[Standing]:
    for part in active_parts(ticket):
        if part.opd in actor.opds:
            if part.opd == opd:
                yield Standing(Relation.OWN, part.opd)
            yield Standing(Relation.LEAD if part.role is Role.LEAD else Relation.SUPPORT, part.opd)
    for role in (Relation.COORDINATOR, Relation.LEADER, Relation.AUDITOR):
        if role in actor.roles:
            yield Standing(role, str(role))
