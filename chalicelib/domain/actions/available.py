"""Which actions a page offers to a person on a ticket as it stands. The rules have the last word."""

from collections.abc import Iterable, Mapping
from dataclasses import field

from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.actions.action import Action, Target
from chalicelib.domain.actions.allowed import may
from chalicelib.domain.actions.conditions import Situation
from chalicelib.domain.actions.registry import actions_on
from chalicelib.domain.tickets.assignments import active_assignments
from chalicelib.domain.tickets.photo import PROOF_EVENTS, Photo
from chalicelib.domain.tickets.ticket import Assignment, Case, Ticket
from chalicelib.domain.values import value

_ON_ASSIGNMENT = actions_on(Target.ASSIGNMENT)
_ON_TICKET = actions_on(Target.TICKET, Target.NEW_ASSIGNMENT)
_ON_PHOTO = actions_on(Target.PHOTO)
_BY_REPORTER = actions_on(Target.REPORTERS_TICKET)


@value
class Options:
    """Names of actions: `assignments`: those on an assignment, by OPD; `ticket`: those on the ticket as a whole."""

    assignments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ticket: tuple[str, ...] = ()


def options(ticket: Ticket, actor: Actor) -> Options:
    """The actions open to the person; none for a person who has nothing to do with the ticket."""
    on_assignments = {each.opd: _on_assignment(ticket, each, actor) for each in active_assignments(ticket)}
    on_ticket = _allowed(_ON_TICKET, Situation(ticket, actor))
    return Options({opd: names for opd, names in on_assignments.items() if names}, on_ticket)


def reporter_options(ticket: Ticket) -> tuple[str, ...]:
    """The actions open to the reporter."""
    return tuple(each.name for each in _possible(_BY_REPORTER, Situation(ticket)))


def photo_options(case: Case, photo: Photo, actor: Actor) -> tuple[str, ...]:
    """The actions on the photo that are open to the person."""
    is_proof = any(event.sequence == photo.sequence and event.type in PROOF_EVENTS for event in case.events)
    return _allowed(_ON_PHOTO, Situation(case.ticket, actor, photo=photo, is_proof=is_proof))


def _on_assignment(ticket: Ticket, assignment: Assignment, actor: Actor) -> tuple[str, ...]:
    actions = tuple(each for each in _ON_ASSIGNMENT if assignment.status in each.assignment_statuses)
    return _allowed(actions, Situation(ticket, actor, assignment.opd))


def _allowed(actions: Iterable[Action], situation: Situation) -> tuple[str, ...]:
    actor, ticket, opd = situation.actor, situation.ticket, situation.opd
    return tuple(each.name for each in _possible(actions, situation) if may(actor, ticket, each.name, opd))


def _possible(actions: Iterable[Action], situation: Situation) -> Iterable[Action]:
    status = situation.ticket.status
    return (each for each in actions if status in each.ticket_statuses and each.condition(situation))
