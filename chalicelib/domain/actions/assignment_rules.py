"""The rules of the actions on an OPD's assignment."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain import events
from chalicelib.domain.access import identity_access
from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.step import Step
from chalicelib.domain.deadlines.deadline_terms import clock_pauses
from chalicelib.domain.duplicates.carried_deadlines import first_received_at
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.assignments import lead_of
from chalicelib.domain.tickets.photo import named_photos
from chalicelib.domain.tickets.ticket import Case, Change, Role
from chalicelib.domain.transitions import by_opd, extension, identity


def accept(step: Step) -> Change:
    return by_opd.advance(step.ticket, step.opd, by_opd.ACCEPT, step.context, step.terms)


def start(step: Step) -> Change:
    return by_opd.advance(step.ticket, step.opd, by_opd.START, step.context, step.terms)


def answer(step: Step) -> Change:
    return by_opd.advance(step.ticket, step.opd, by_opd.ANSWER, step.context, step.terms)


def finish(step: Step) -> Change:
    """Finishes the work. Proof is checked last, so that nobody takes a photo for a step that is refused anyway."""
    service = step.catalogue.service_or_other(step.ticket.report.service)
    finished = by_opd.finish(step.ticket, step.opd, step.context, step.terms, validation=service.validation)
    if service.proof and not step.context.photos:
        raise ForbiddenStep("proof_needed")
    return finished


def validate(step: Step) -> Change:
    """Validates the work; without text or photos of the second person, the citizen sees those it was finished with."""
    finished = _finished(step.case, step.opd)
    text = step.context.text or _text_of(step.case, finished)
    photos = step.context.photos or (named_photos(finished) if finished else ())
    return by_opd.validate(step.ticket, step.opd, replace(step.context, text=text, photos=photos), step.terms)


def _finished(case: Case, opd: str) -> Event | None:
    """The latest event of the OPD's finished work; None if nothing was finished."""
    return next(
        (
            event
            for event in reversed(case.events)
            if event.type == events.AssignmentFinished.type and event.data.opd == opd
        ),
        None,
    )


def _text_of(case: Case, event: Event | None) -> str:
    """What was written with the event; empty if nothing was."""
    return next((note.text for note in case.notes if event and note.sequence == event.sequence), "")


def give_back(step: Step) -> Change:
    return by_opd.give_back(step.ticket, step.opd, step.step_input.opd, step.context, step.terms)


def allow_identity(step: Step) -> Change | None:
    """The coordinator's assent; a second one changes nothing."""
    identity_access.check_is_not_concerned(step.case, step.catalogue, step.opd)
    if identity_access.is_allowed(step.case, step.opd):
        return None
    return identity.allow(step.ticket, step.opd, step.context)


def waive(step: Step) -> Change:
    return by_opd.waive(step.ticket, step.opd, step.context, step.terms)


def lead(step: Step) -> Change:
    """Moves the lead as the coordinator, offers it as the lead, or takes it as the supporting OPD."""
    match step.standing.relation:
        case Relation.COORDINATOR:
            return by_opd.move_lead(step.ticket, step.opd, step.context, step.terms, clears_desk=True)
        case Relation.LEAD:
            return by_opd.offer_lead(step.ticket, step.opd, step.context)
        case _:
            return by_opd.take_lead(step.ticket, step.opd, step.context, step.terms)


def order(step: Step) -> Change:
    return by_opd.order(step.ticket, step.opd, step.step_input.after, step.context, step.terms)


def extend(step: Step) -> Change:
    return extension.extend(step.ticket, step.opd, step.step_input, step.context, step.terms)


def assign(step: Step) -> Change:
    """Adds an assignment: of an OPD that the coordinator chooses, or that another OPD calls in."""
    role = Role(step.step_input.role) if step.step_input.role else _default_role(step)
    promised = step.terms.promised(first_received_at(step.case), clock_pauses(step.case.events), step.opd)
    assignment = step.terms.new_assignment(step.opd, role, _why(step), promised, step.context.at)
    return by_opd.assign(step.ticket, assignment, step.context, step.terms, clears_desk=step.is_coordinators)


def _default_role(step: Step) -> Role:
    return Role.LEAD if step.is_coordinators and lead_of(step.ticket) is None else Role.SUPPORT


def _why(step: Step) -> Mapping[str, str]:
    """What the citizen reads about the choice, by language; the reason itself stays among the OPDs."""
    opd = step.catalogue.opds.get(step.own_opd)
    if opd is None:
        return {"id": "Ditentukan oleh koordinator.", "en": "Decided by the coordinator."}
    return {"id": f"Diminta membantu oleh {opd.name}.", "en": f"Asked to help by {opd.name}."}
