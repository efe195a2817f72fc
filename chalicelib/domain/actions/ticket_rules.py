"""The rules of the staff's actions on a ticket as a whole and on its photos."""

import re

from chalicelib.domain.access import identity_access
from chalicelib.domain.actions.step import PairStep, Step
from chalicelib.domain.duplicates import contest as contesting
from chalicelib.domain.duplicates import merge as merging
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.domain.photos import proof_review
from chalicelib.domain.publication import moderation
from chalicelib.domain.tickets.assignments import active_assignments
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Change
from chalicelib.domain.transitions import by_coordinator, by_opd, by_reporter, identity

_MENTION = re.compile(r"@([A-Za-z0-9-]+)")


def verify(step: Step) -> Change:
    """Settles what lies on the desk; a duplicate whose reporter objected stays merged."""
    if step.ticket.status is TicketStatus.DUPLICATE:
        return contesting.uphold(step.ticket, step.context)
    return by_coordinator.verify(step.ticket, step.context, step.terms)


def ask(step: Step) -> Change:
    return by_reporter.ask(step.ticket, step.context, step.terms, step.own_opd)


def refer(step: Step) -> Change:
    if not step.step_input.to:
        raise Invalid((Problem("to", "institution_missing"),))
    return by_coordinator.refer(step.ticket, step.step_input.to, step.step_input.reference, step.context)


def archive(step: Step) -> Change:
    return by_coordinator.archive(step.ticket, step.context, abuse=step.step_input.abuse)


def resolve(step: Step) -> Change | None:
    return by_coordinator.resolve(step.ticket, step.context, step.terms, clears_desk=step.is_coordinators)


def write_in_room(step: Step) -> Change:
    """Writes to the OPDs; those with an assignment that the text mentions as `@CODE` are notified."""
    others = {assignment.opd for assignment in active_assignments(step.ticket)} - {step.own_opd}
    codes = dict.fromkeys(code.upper() for code in _MENTION.findall(step.step_input.text))
    mentions = tuple(code for code in codes if code in others)
    return by_opd.write_in_room(step.ticket, mentions, step.context, step.own_opd)


def read_identity(step: Step) -> Change:
    """Records who reads the identity and why, before anything is opened."""
    purpose = identity_access.purpose_of(step.step_input.purpose, step.step_input.text)
    identity_access.check_may_open(step.case, step.catalogue, step.own_opd, purpose)
    return identity.read(step.ticket, purpose, step.context, step.own_opd)


def merge(step: PairStep) -> merging.Pair:
    return merging.merge(step.duplicate, step.original, step.context, step.terms, step.original_terms)


def unmerge(step: PairStep) -> merging.Pair:
    return merging.unmerge(step.duplicate, step.original, step.context, step.terms, step.original_terms)


# on what the public reads


def publish(step: Step) -> Change | None:
    return moderation.publish(step.ticket, step.context)


def redact(step: Step) -> Change | None:
    return moderation.redact(step.case, step.step_input.passages, step.context)


def uncover(step: Step) -> Change | None:
    return moderation.uncover(step.ticket, step.context)


def hide(step: Step) -> Change | None:
    return moderation.hide(step.ticket, step.context)


# on a photo


def accept_proof(step: Step) -> Change | None:
    return proof_review.accept(step.case, step.photo, step.context)


def reject_proof(step: Step) -> Change | None:
    return proof_review.reject(step.case, step.photo, step.context, step.terms)


def hide_photo(step: Step) -> Change | None:
    return proof_review.hide(step.case, step.photo, step.context)


def show_photo(step: Step) -> Change | None:
    return proof_review.show(step.case, step.photo, step.context)
