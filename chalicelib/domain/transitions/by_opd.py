"""Joint work: what OPDs do to their assignments, each step a pure function that returns a `Change`.

What follows from a step for the ticket stands in `derived_state`. An assignment that was returned or waived stays in
the ticket, where everybody can see it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep, Invalid, Problem
from chalicelib.domain.events import EventData
from chalicelib.domain.tickets.assignments import (
    INACTIVE,
    all_predecessors,
    assignment_of,
    find,
    lead_code,
    lead_of,
    support_of,
    waits_for,
    with_status,
)
from chalicelib.domain.tickets.limits import MAX_OPDS
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import RETURNED, Assignment, Change, Desk, Readers, Role, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import (
    StepContext,
    build_change,
    build_note,
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
    answers: bool = False  # its text is the OPD's answer to the citizen
    readers: Readers = Readers.PUBLIC  # who may read its text


ACCEPT = Transition(events.AssignmentAccepted, _A.ACCEPTED)
START = Transition(events.AssignmentStarted, _A.IN_PROGRESS, waits=True)
ANSWER = Transition(events.AssignmentAnswered, needs_text=True, answers=True)
FINISH = Transition(events.AssignmentDone, _A.DONE, needs_text=True, waits=True, answers=True)
SUBMIT = Transition(
    events.AssignmentFinished, _A.AWAITING_VALIDATION, needs_text=True, waits=True, readers=Readers.STAFF
)
"""Finishing where a second person of the OPD must validate the work."""
VALIDATE = FINISH
"""The second person's validation."""
WAIVE = Transition(events.AssignmentWaived, _A.WAIVED, needs_text=True, readers=Readers.STAFF)


def advance(ticket: Ticket, opd: str, step: Transition, context: StepContext, terms: Terms) -> Change:
    """Takes one step of the OPD's assignment. Returning an assignment is `give_back`."""
    assignment = assignment_of(ticket, opd)
    if step.needs_text:
        require_text(context)
    _check_open(ticket, assignment)
    if step.waits:
        _check_turn(ticket, assignment)
    _check_unfinished(assignment, step)
    is_done = step.event is events.AssignmentDone
    event_data = events.AssignmentDone(opd=opd, lead=lead_code(ticket)) if is_done else step.event(opd=opd)
    text, changed = build_note(context, opd, step.readers), _advanced(assignment, step, context)
    return with_consequences(ticket, ticket, context, terms, [event_data], note=text, assignments=changed)


def _advanced(assignment: Assignment, step: Transition, context: StepContext) -> list[Assignment]:
    """The assignment after the step; empty if the step does not alter it."""
    after = with_status(assignment, step.to, context.person) if step.to else assignment
    after = replace(after, answer_due=None) if step.answers else after
    return [after] if after is not assignment else []


def finish(ticket: Ticket, opd: str, context: StepContext, terms: Terms, *, validation: bool) -> Change:
    """Finishes the work; with `validation` a second person of the OPD must confirm it."""
    return advance(ticket, opd, SUBMIT if validation else FINISH, context, terms)


def validate(ticket: Ticket, opd: str, context: StepContext, terms: Terms) -> Change:
    """Confirms finished work as a second person; the text is what the citizen reads about the work.

    Raises:
        ForbiddenStep: no work awaits validation, or the same person finished it.
    """
    assignment = assignment_of(ticket, opd)
    if assignment.status is not _A.AWAITING_VALIDATION:
        raise ForbiddenStep("part_step", status=str(assignment.status), to=str(_A.DONE))
    if assignment.person == context.person:
        raise ForbiddenStep("second_person")
    return advance(ticket, opd, VALIDATE, context, terms)


def give_back(ticket: Ticket, opd: str, suggested_opd: str, context: StepContext, terms: Terms) -> Change:
    """Returns an assignment to the coordinator; `suggested_opd` is the OPD it belongs to, empty if unknown."""
    require_text(context)
    assignment = assignment_of(ticket, opd)
    _check_open(ticket, assignment)
    due = _earlier_desk_due(ticket.desk, terms, context)
    after = replace(ticket, desk=Desk(RETURNED, due), hand_overs=ticket.hand_overs + 1)
    after = _without_offer(after, assignment)
    event_data = events.AssignmentReturned(opd=opd, instead=suggested_opd, due=due)
    text, changed = build_note(context, opd, Readers.STAFF), [with_status(assignment, _A.RETURNED, context.person)]
    return with_consequences(ticket, after, context, terms, [event_data], note=text, assignments=changed)


def waive(ticket: Ticket, opd: str, context: StepContext, terms: Terms) -> Change:
    """Frees an OPD of its assignment, as the coordinator decides; an offer of the lead to it, or by it, ends."""
    return advance(_without_offer(ticket, assignment_of(ticket, opd)), opd, WAIVE, context, terms)


def assign(ticket: Ticket, assignment: Assignment, context: StepContext, terms: Terms, *, clears_desk: bool) -> Change:
    """Adds an assignment: the coordinator decides (`clears_desk`), or one OPD calls another in.

    Raises:
        ForbiddenStep: the ticket is over, the OPD has an assignment, or there is a lead already or none yet.
        Invalid: the ticket has as many OPDs as it may have.
    """
    require_status(ticket, _T.RECEIVED, _T.DISPATCHED, _T.IN_PROGRESS, _T.INCOMPLETE)
    _check_new(ticket, assignment)
    assigned = (assignment.as_event_data(),)
    event_data: EventData = events.AssignmentAdded(
        assignments=assigned, routed_by=context.actor, days=terms.days, lead=lead_code(ticket)
    )
    if assignment.role is Role.LEAD:
        event_data = events.TicketDispatched(assignments=assigned, routed_by=context.actor, days=terms.days)
    after = replace(ticket, desk=None) if clears_desk else ticket
    text = build_note(context, assignment.opd, Readers.STAFF)
    return with_consequences(ticket, after, context, terms, [event_data], note=text, assignments=[assignment])


def order(ticket: Ticket, opd: str, after: tuple[str, ...], context: StepContext, terms: Terms) -> Change:
    """Makes an assignment wait until those of the OPDs `after` are finished; with none it no longer waits.

    Raises:
        ForbiddenStep: the ticket is not open, the assignment is done, or OPDs would wait for each other in a circle.
    """
    assignment = assignment_of(ticket, opd)
    require_status(ticket, *GROUPS["open"])
    if assignment.status is _A.DONE:
        raise ForbiddenStep("part_step", status=str(assignment.status), to="waiting")
    for other in after:
        assignment_of(ticket, other)
        if other == opd or opd in all_predecessors(ticket, other):
            raise ForbiddenStep("waits_in_circle", opd=other)
    event_data = events.AssignmentOrdered(opd=opd, after=after)
    text, changed = build_note(context, opd, Readers.STAFF), [replace(assignment, after=after)]
    return with_consequences(ticket, ticket, context, terms, [event_data], note=text, assignments=changed)


def offer_lead(ticket: Ticket, to: str, context: StepContext) -> Change:
    """Offers the lead to a supporting OPD; nothing moves until that OPD takes it."""
    require_status(ticket, *GROUPS["open"])
    support_of(ticket, to)
    text = build_note(context, to, Readers.STAFF)
    return build_change(ticket, replace(ticket, lead_offered_to=to), context, [events.LeadOffered(opd=to)], note=text)


def take_lead(ticket: Ticket, to: str, context: StepContext, terms: Terms) -> Change:
    """Moves the lead to the supporting OPD that it was offered to."""
    if ticket.lead_offered_to != to:
        support_of(ticket, to)
        raise ForbiddenStep("not_offered", opd=to)
    return move_lead(ticket, to, context, terms, clears_desk=False)


def move_lead(ticket: Ticket, to: str, context: StepContext, terms: Terms, *, clears_desk: bool) -> Change:
    """Moves the lead to a supporting OPD; the former lead supports from now on."""
    require_status(ticket, *GROUPS["open"])
    new, old = replace(support_of(ticket, to), role=Role.LEAD), lead_of(ticket)
    changed = [new, replace(old, role=Role.SUPPORT)] if old else [new]
    after = replace(
        ticket, lead_offered_to="", hand_overs=ticket.hand_overs + 1, desk=None if clears_desk else ticket.desk
    )
    event_data = events.LeadMoved(opd=to, from_=old.opd if old else None)
    text = build_note(context, to, Readers.STAFF)
    return with_consequences(ticket, after, context, terms, [event_data], note=text, assignments=changed)


def write_in_room(ticket: Ticket, mentions: tuple[str, ...], context: StepContext, opd: str = "") -> Change:
    """Writes to the OPDs of the ticket; those in `mentions` are notified."""
    require_text(context)
    event_data = events.RoomWritten(opd=opd, mentions=mentions)
    return build_change(ticket, ticket, context, [event_data], note=build_note(context, opd, Readers.STAFF))


def _without_offer(ticket: Ticket, assignment: Assignment) -> Ticket:
    """The ticket without an offer of the lead by or to the OPD of this assignment."""
    is_involved = assignment.role is Role.LEAD or ticket.lead_offered_to == assignment.opd
    return replace(ticket, lead_offered_to="") if is_involved else ticket


def _check_open(ticket: Ticket, assignment: Assignment) -> None:
    """Once the ticket is resolved or closed, only an OPD that was not required may still end its own work."""
    if ticket.status in GROUPS["open"]:
        return
    if ticket.status not in GROUPS["done"] or assignment.status is _A.DONE:
        raise ForbiddenStep("ticket_status", status=str(ticket.status))


def _check_unfinished(assignment: Assignment, step: Transition) -> None:
    """Done work is reopened by a dispute or a rejected proof only, not by a late click on "start"."""
    if step.to is _A.IN_PROGRESS and assignment.status is _A.DONE:
        raise ForbiddenStep("part_step", status=str(assignment.status), to=str(step.to))


def _check_turn(ticket: Ticket, assignment: Assignment) -> None:
    if opds := waits_for(ticket, assignment):
        raise ForbiddenStep("waits_for", opd=", ".join(opds))


def _check_new(ticket: Ticket, assignment: Assignment) -> None:
    known, lead = find(ticket, assignment.opd), lead_of(ticket)
    if known and known.status not in INACTIVE:
        raise ForbiddenStep("already_has_part", opd=assignment.opd)
    if known is None and len(ticket.assignments) >= MAX_OPDS:
        raise Invalid((Problem("opd", "opds_many", {"most": MAX_OPDS}),))
    if assignment.role is Role.LEAD and lead:
        raise ForbiddenStep("has_lead", opd=lead.opd)
    if assignment.role is Role.SUPPORT and not lead:
        raise ForbiddenStep("needs_lead")


def _earlier_desk_due(desk: Desk | None, terms: Terms, context: StepContext) -> datetime:
    """By when the coordinator must decide: what lies on the desk already is not granted more time."""
    due = terms.desk_due(context.at)
    return min(desk.due, due) if desk else due
