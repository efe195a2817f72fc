"""When an action is offered, beyond what the statuses and the permissions say. The rules have the last word."""

from collections.abc import Callable
from typing import TypeGuard

from chalicelib.domain.access.permissions import Actor, Relation, relations
from chalicelib.domain.tickets.assignments import WORKED_ON, assignment_of, lead_of, waits_for
from chalicelib.domain.tickets.photo import Photo, PhotoState, Verdict
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Role, Ticket
from chalicelib.domain.transitions.derived_state import unfinished
from chalicelib.domain.values import value

NOBODY = Actor("")
"""Stands for the reporter, who is no member of staff."""


@value
class Situation:
    """A ticket, who looks at it, and the assignment (of `opd`) or the photo that it is about, if any.

    `is_proof`: whether the photo came with finished work.
    """

    ticket: Ticket
    actor: Actor = NOBODY
    opd: str = ""
    photo: Photo | None = None
    is_proof: bool = False

    @property
    def assignment(self) -> Assignment:
        """Raises: ForbiddenStep: the OPD has none."""
        return assignment_of(self.ticket, self.opd)


Condition = Callable[[Situation], bool]


def always(_: Situation) -> bool:
    return True


# of an assignment


def is_its_turn(situation: Situation) -> bool:
    return not waits_for(situation.ticket, situation.assignment)


def is_second_person(situation: Situation) -> bool:
    """Nobody confirms the own work."""
    return is_its_turn(situation) and situation.assignment.person != situation.actor.person


def can_lead(situation: Situation) -> bool:
    """A supporting OPD takes only what it was offered; whoever leads or coordinates may always act."""
    if situation.assignment.role is not Role.SUPPORT:
        return False
    is_own = Relation.OWN in relations(situation.actor, situation.ticket, situation.opd)
    return not is_own or situation.ticket.offered == situation.opd


# of the ticket


def has_lead(situation: Situation) -> bool:
    return lead_of(situation.ticket) is not None


def has_no_lead(situation: Situation) -> bool:
    return not has_lead(situation)


def is_public(situation: Situation) -> bool:
    return situation.ticket.is_public


def has_no_followers(situation: Situation) -> bool:
    return not situation.ticket.duplicates


def is_on_desk(situation: Situation) -> bool:
    """It waits for the coordinator's word, and would not be left without a lead by it."""
    ticket = situation.ticket
    return ticket.desk is not None and (ticket.status is TicketStatus.DUPLICATE or has_lead(situation))


def is_finished_on_desk(situation: Situation) -> bool:
    return is_on_desk(situation) and not unfinished(situation.ticket)


# of the reporter's own ticket


def is_untouched(situation: Situation) -> bool:
    """Nobody has worked on it yet, and it stands for nobody else's report."""
    is_worked_on = any(assignment.status in WORKED_ON for assignment in situation.ticket.assignments)
    return not is_worked_on and has_no_followers(situation)


def can_be_disputed(situation: Situation) -> bool:
    """An objection to a merge waits for its answer before there is another."""
    return situation.ticket.status is not TicketStatus.DUPLICATE or situation.ticket.desk is None


def is_unrated(situation: Situation) -> bool:
    return not situation.ticket.rating


# of a photo


def is_doubtful(situation: Situation) -> bool:
    return _is_clean(situation.photo) and situation.photo.is_doubtful


def is_standing_proof(situation: Situation) -> bool:
    photo = situation.photo
    return _is_clean(photo) and situation.is_proof and photo.verdict is not Verdict.REJECTED


def is_shown(situation: Situation) -> bool:
    photo = situation.photo
    return _is_clean(photo) and photo.verdict not in (Verdict.REJECTED, Verdict.HIDDEN)


def _is_clean(photo: Photo | None) -> TypeGuard[Photo]:
    """Whether it can be judged: what the worker has cleaned."""
    return photo is not None and photo.state is PhotoState.CLEAN
