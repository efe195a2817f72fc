"""Joint work: what OPDs do to the parts of a ticket, each step a pure function to a `Change`.

What follows from a step stands in `settling`. No part vanishes: one that was returned or waived stays where everybody
can see it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.events import EventData
from chalicelib.domain.tickets.assignments import (
    GONE,
    all_before,
    assignment_of,
    find,
    lead_code,
    lead_of,
    moved,
    waits_for,
)
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import RETURNED, Assignment, Change, Circle, Desk, Role, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import (
    StepContext,
    change,
    note,
    require_status,
    require_text,
)

_A = AssignmentStatus
_T = TicketStatus


@dataclass(frozen=True, slots=True)
class Transition:
    """What a step does to an assignment. `waits`: not before the assignments that it must follow are finished."""

    event: type[events.AssignmentStep]
    to: AssignmentStatus | None = None
    needs_text: bool = False
    waits: bool = False
    answers: bool = False  # the citizen hears of it from this OPD
    circle: Circle = Circle.PUBLIC  # who may read its text


ACCEPT = Transition(events.AssignmentAccepted, _A.ACCEPTED)
START = Transition(events.AssignmentStarted, _A.IN_PROGRESS, waits=True)
ANSWER = Transition(events.AssignmentAnswered, needs_text=True, answers=True)
FINISH = Transition(events.AssignmentDone, _A.DONE, needs_text=True, waits=True, answers=True)
SUBMIT = Transition(events.AssignmentFinished, _A.AWAITING_VALIDATION, needs_text=True, waits=True, circle=Circle.STAFF)
"""What finishing is where a second person must look."""
VALIDATE = FINISH
"""That person's word."""
WAIVE = Transition(events.AssignmentWaived, _A.WAIVED, needs_text=True, circle=Circle.STAFF)


def advance(ticket: Ticket, opd: str, step: Transition, context: StepContext, terms: Terms) -> Change:
    """One step of one assignment; to give it back is `give_back`."""
    part = assignment_of(ticket, opd)
    if step.needs_text:
        require_text(context)
    _check_open(ticket, part)
    if step.waits:
        _check_turn(ticket, part)
    _check_unfinished(part, step)
    parts = _advanced(part, step, context)
    said = note(context, opd, step.circle)
    is_done = step.event is events.AssignmentDone
    told = events.AssignmentDone(opd=opd, lead=lead_code(ticket)) if is_done else step.event(opd=opd)
    return with_consequences(ticket, ticket, context, terms, [told], note=said, parts=parts)


def _advanced(part: Assignment, step: Transition, context: StepContext) -> list[Assignment]:
    """The part after the step, if it alters anything of it."""
    after = moved(part, step.to, context.person) if step.to else part
    after = replace(after, answer_due=None) if step.answers else after
    return [after] if after is not part else []


def finish(ticket: Ticket, opd: str, context: StepContext, terms: Terms, *, validation: bool) -> Change:
    """The work is done; with `validation` a second person of the OPD must say so too."""
    return advance(ticket, opd, SUBMIT if validation else FINISH, context, terms)


def validate(ticket: Ticket, opd: str, context: StepContext, terms: Terms) -> Change:
    """The second person's word; the text is what the citizen reads of the work."""
    part = assignment_of(ticket, opd)
    if part.status is not _A.AWAITING_VALIDATION:
        raise ForbiddenStep("part_step", status=str(part.status), to=str(_A.DONE))
    if part.person == context.person:
        raise ForbiddenStep("second_person")
    return advance(ticket, opd, VALIDATE, context, terms)


def give_back(ticket: Ticket, opd: str, instead: str, context: StepContext, terms: Terms) -> Change:
    """Not ours: `instead` is the OPD whose it is, if known. The coordinator settles it, within its own deadline."""
    require_text(context)
    part = assignment_of(ticket, opd)
    _check_open(ticket, part)
    due = _sooner(ticket.desk, terms, context)
    after = replace(ticket, desk=Desk(RETURNED, due), hand_overs=ticket.hand_overs + 1)
    after = replace(after, offered="" if part.role is Role.LEAD or ticket.offered == opd else ticket.offered)
    told = events.AssignmentReturned(opd=opd, instead=instead, due=due)
    parts = [moved(part, _A.RETURNED, context.person)]
    return with_consequences(ticket, after, context, terms, [told], note=note(context, opd, Circle.STAFF), parts=parts)


def waive(ticket: Ticket, opd: str, context: StepContext, terms: Terms) -> Change:
    """The coordinator frees an OPD of its part; an offer of the lead to it, or by it, ends."""
    part = assignment_of(ticket, opd)
    after = replace(ticket, offered="") if part.role is Role.LEAD or ticket.offered == opd else ticket
    return advance(after, opd, WAIVE, context, terms)


def assign(ticket: Ticket, part: Assignment, context: StepContext, terms: Terms, *, settles: bool) -> Change:
    """The coordinator gives the ticket to an OPD (`settles` what lay on the desk), or one OPD calls another in."""
    require_status(ticket, _T.RECEIVED, _T.DISPATCHED, _T.IN_PROGRESS, _T.INCOMPLETE)
    _check_new(ticket, part)
    given = (part.as_event_data(),)
    told: EventData = events.AssignmentAdded(
        assignments=given, routed_by=context.actor, days=terms.days, lead=lead_code(ticket)
    )
    if part.role is Role.LEAD:
        told = events.TicketDispatched(assignments=given, routed_by=context.actor, days=terms.days)
    after = replace(ticket, desk=None) if settles else ticket
    said = note(context, part.opd, Circle.STAFF)
    return with_consequences(ticket, after, context, terms, [told], note=said, parts=[part])


def order(ticket: Ticket, opd: str, after: tuple[str, ...], context: StepContext, terms: Terms) -> Change:
    """This part waits until the named ones are finished (none: it waits no more); nobody waits in a circle."""
    part = assignment_of(ticket, opd)
    require_status(ticket, *GROUPS["open"])
    if part.status is _A.DONE:
        raise ForbiddenStep("part_step", status=str(part.status), to="waiting")
    for other in after:
        assignment_of(ticket, other)
        if other == opd or opd in all_before(ticket, other):
            raise ForbiddenStep("waits_in_circle", opd=other)
    told = events.AssignmentOrdered(opd=opd, after=after)
    said = note(context, opd, Circle.STAFF)
    return with_consequences(ticket, ticket, context, terms, [told], note=said, parts=[replace(part, after=after)])


def write_in_room(ticket: Ticket, mentions: tuple[str, ...], context: StepContext, opd: str = "") -> Change:
    """A word among the OPDs; `mentions` are those that are told of it."""
    require_text(context)
    told = events.RoomWritten(opd=opd, mentions=mentions)
    return change(ticket, ticket, context, [told], note=note(context, opd, Circle.STAFF))


def read_identity(ticket: Ticket, context: StepContext, opd: str = "") -> Change:
    """Who reads who reported leaves a reason; written before anything is opened."""
    require_text(context)
    return change(ticket, ticket, context, [events.IdentityRead(opd=opd)], note=note(context, opd, Circle.STAFF))


def _check_open(ticket: Ticket, part: Assignment) -> None:
    """Once the ticket is resolved or closed, only an OPD that was not required still has its own work to end."""
    if ticket.status in GROUPS["open"]:
        return
    if ticket.status not in GROUPS["done"] or part.status is _A.DONE:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))


def _check_unfinished(part: Assignment, step: Transition) -> None:
    """What is done is opened again by those who doubt it (a dispute, a rejected proof), not by a late click."""
    if step.to is _A.IN_PROGRESS and part.status is _A.DONE:
        raise ForbiddenStep("part_step", status=str(part.status), to=str(step.to))


def _check_turn(ticket: Ticket, part: Assignment) -> None:
    if ahead := waits_for(ticket, part):
        raise ForbiddenStep("waits_for", opd=", ".join(ahead))


def _check_new(ticket: Ticket, part: Assignment) -> None:
    known, lead = find(ticket, part.opd), lead_of(ticket)
    if known and known.status not in GONE:
        raise ForbiddenStep("already_has_part", opd=part.opd)
    if part.role is Role.LEAD and lead:
        raise ForbiddenStep("has_lead", opd=lead.opd)
    if part.role is Role.SUPPORT and not lead:
        raise ForbiddenStep("needs_lead")


def _sooner(desk: Desk | None, terms: Terms, context: StepContext) -> datetime:
    due = terms.desk_due(context.at)
    return min(desk.due, due) if desk else due
