"""Conditions under which an action is offered, beside statuses and permissions. The rules have the last word."""

from collections.abc import Callable
from typing import TypeGuard

from chalicelib.domain.access.permissions import Actor, Relation, relations
from chalicelib.domain.tickets.assignments import WORKED_ON, assignment_of, lead_of, waits_for
from chalicelib.domain.tickets.photo import Photo, PhotoState, Verdict
from chalicelib.domain.tickets.publication import PublicationState
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Role, Ticket
from chalicelib.domain.transitions.derived_state import unfinished_opds
from chalicelib.domain.values import value

NOBODY = Actor("")
"""The actor in situations of the reporter, who is not a member of staff."""


@value
class Situation:
    """A ticket, the person who sees it, and the assignment (of `opd`) or the photo in question, if any.

    `is_proof` tells whether the photo came with finished work.
    """

    ticket: Ticket
    actor: Actor = NOBODY
    opd: str = ""
    photo: Photo | None = None
    is_proof: bool = False

    @property
    def assignment(self) -> Assignment:
        """The assignment of `opd`.

        Raises:
            ForbiddenStep: the OPD has none that is still its own.
        """
        return assignment_of(self.ticket, self.opd)


Condition = Callable[[Situation], bool]


def always(_: Situation) -> bool:
    return True


# of an assignment


def is_its_turn(situation: Situation) -> bool:
    return not waits_for(situation.ticket, situation.assignment)


def is_second_person(situation: Situation) -> bool:
    """Nobody validates their own work."""
    return is_its_turn(situation) and situation.assignment.person != situation.actor.person


def can_lead(situation: Situation) -> bool:
    """A supporting OPD takes the lead only if it was offered; the lead and the coordinator may always move it."""
    if situation.assignment.role is not Role.SUPPORT:
        return False
    is_own = Relation.OWN in relations(situation.actor, situation.ticket, situation.opd)
    return not is_own or situation.ticket.lead_offered_to == situation.opd


# of the ticket


def has_lead(situation: Situation) -> bool:
    return lead_of(situation.ticket) is not None


def has_no_lead(situation: Situation) -> bool:
    return not has_lead(situation)


def is_not_confidential(situation: Situation) -> bool:
    return not situation.ticket.is_confidential


def can_be_published(situation: Situation) -> bool:
    """The content is held, hidden or to be checked, and the reporter has not taken it back."""
    publication = situation.ticket.publication
    return _is_publishable(situation) and (publication.state is not PublicationState.PUBLISHED or bool(publication.due))


def can_be_hidden(situation: Situation) -> bool:
    return _is_publishable(situation) and situation.ticket.publication.state is not PublicationState.HIDDEN


def can_be_redacted(situation: Situation) -> bool:
    return _is_publishable(situation)


def is_redacted(situation: Situation) -> bool:
    return _is_publishable(situation) and bool(situation.ticket.publication.redactions)


def _is_publishable(situation: Situation) -> bool:
    ticket = situation.ticket
    return not ticket.is_confidential and ticket.publication.state is not PublicationState.WITHDRAWN


def is_confidential(situation: Situation) -> bool:
    return situation.ticket.is_confidential


def has_no_followers(situation: Situation) -> bool:
    return not situation.ticket.duplicates


def is_on_desk(situation: Situation) -> bool:
    """The coordinator must settle something, and the ticket does not need a lead first."""
    ticket = situation.ticket
    return ticket.desk is not None and (ticket.status is TicketStatus.DUPLICATE or has_lead(situation))


def is_finished_on_desk(situation: Situation) -> bool:
    return is_on_desk(situation) and not unfinished_opds(situation.ticket)


# of the reporter's own ticket


def is_untouched(situation: Situation) -> bool:
    """Nobody has worked on the ticket yet, and no duplicate follows it."""
    is_worked_on = any(assignment.status in WORKED_ON for assignment in situation.ticket.assignments)
    return not is_worked_on and has_no_followers(situation)


def can_be_disputed(situation: Situation) -> bool:
    """The reporter of a duplicate cannot object again while the coordinator has not answered the first objection."""
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


def is_hidden(situation: Situation) -> bool:
    return _is_clean(situation.photo) and situation.photo.verdict is Verdict.HIDDEN


def _is_clean(photo: Photo | None) -> TypeGuard[Photo]:
    """Whether the photo was processed and can be judged."""
    return photo is not None and photo.state is PhotoState.CLEAN
