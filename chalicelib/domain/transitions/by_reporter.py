"""The steps between OPDs and reporter: asking, answering, confirming, disputing, withdrawing, rating."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.assignments import (
    WORKED_ON,
    active_assignments,
    find,
    lead_code,
    lead_of,
    open_assignments,
    with_assignments,
    with_status,
)
from chalicelib.domain.tickets.publication import Publication, PublicationState
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import DISPUTED, Assignment, Case, Change, Desk, Note, Readers, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import (
    StepContext,
    build_change,
    build_note,
    require_status,
    require_text,
)

MAX_UNANSWERED = 20
"""Messages of a reporter that may follow each other without any step of the staff."""

_T = TicketStatus
_A = AssignmentStatus


def ask(ticket: Ticket, context: StepContext, terms: Terms, opd: str = "") -> Change:
    """Asks the reporter for what is missing: every clock stands until the answer. More may be asked meanwhile."""
    require_status(ticket, _T.RECEIVED, _T.DISPATCHED, _T.IN_PROGRESS, _T.INCOMPLETE)
    if ticket.duplicates:  # their reporters were promised a date, and must not be archived because one does not answer
        raise ForbiddenStep("asks_for_others")
    require_text(context)
    after = replace(ticket, asked_at=ticket.asked_at or context.at)
    assignment = find(ticket, opd)
    changed = [replace(assignment, answer_due=None)] if assignment else []  # a question counts as an answer
    return with_consequences(
        ticket,
        after,
        context,
        terms,
        [events.TicketIncomplete(opd=opd)],
        note=build_note(context, opd),
        assignments=changed,
    )


def message(ticket: Ticket, context: StepContext, terms: Terms, asking_opds: Sequence[str] = ()) -> Change:
    """Writes to the OPDs as the reporter. If that answers a question (of `asking_opds`), the clocks go on and every
    deadline moves by the time that they stood.
    """
    require_text(context)
    require_status(ticket, _T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED, _T.IN_PROGRESS, _T.RESOLVED)
    text = _text(context)
    if ticket.asked_at is None:
        return build_change(ticket, ticket, context, [events.TicketMessage(lead=lead_code(ticket))], note=text)
    resumed = [_resumed(assignment, ticket.asked_at, context.at, terms) for assignment in open_assignments(ticket)]
    desk = ticket.desk and replace(ticket.desk, due=terms.due_after_pause(ticket.desk.due, ticket.asked_at, context.at))
    after = replace(with_assignments(ticket, resumed), asked_at=None, desk=desk)
    completed = events.TicketCompleted(
        opds=tuple(asking_opds),
        due={assignment.opd: assignment.due for assignment in resumed},
        answer_due={assignment.opd: assignment.answer_due for assignment in resumed if assignment.answer_due},
        desk=desk.due if desk else None,
        lead=lead_code(ticket),
    )
    return with_consequences(ticket, after, context, terms, [completed], note=text)


def opds_asking(case: Case) -> tuple[str, ...]:
    """The OPDs that wait for the reporter's answer, in the order in which they first asked."""
    last_answer = case.last(events.TicketCompleted.type)
    history = case.since(last_answer.sequence) if last_answer else case.events
    opds = (event.data.opd for event in history if event.type == events.TicketIncomplete.type)
    return tuple(dict.fromkeys(opd for opd in opds if opd))


def check_message_limit(case: Case) -> None:
    """Limits a reporter's messages, so that nobody floods an OPD or makes the history too long to read.

    Raises:
        ForbiddenStep: `MAX_UNANSWERED` messages have come since the last step of a member of staff.
    """
    unanswered = 0
    for event in case.events:
        unanswered = 0 if event.data.by else unanswered + (event.type == events.TicketMessage.type)
    if unanswered >= MAX_UNANSWERED:
        raise ForbiddenStep("messages_unanswered", most=MAX_UNANSWERED)


def confirm(ticket: Ticket, context: StepContext) -> Change:
    """Closes the ticket because the reporter agrees. An OPD that was not required may still finish its work."""
    require_status(ticket, _T.RESOLVED)
    return build_change(
        ticket, replace(ticket, status=_T.CLOSED), context, [events.TicketConfirmed()], note=_text(context)
    )


def dispute(ticket: Ticket, context: StepContext, terms: Terms, resolved_at: datetime, follower: str = "") -> Change:
    """Disputes the end, as the ticket's reporter or as that of the duplicate `follower`: the lead's assignment is
    reopened, and the ticket lies on the coordinator's desk.

    Raises:
        ForbiddenStep: the ticket is not resolved, nothing was written, or the time to object is over.
    """
    require_status(ticket, _T.RESOLVED)
    require_text(context)
    if context.at > terms.dispute_until(resolved_at):
        raise ForbiddenStep("dispute_over")
    due, lead = terms.desk_due(context.at), lead_of(ticket)
    reopened = [_reopened(lead, context.at, terms)] if lead and lead.status is _A.DONE else []
    after = replace(ticket, desk=Desk(DISPUTED, due))
    disputed = events.TicketDisputed(
        opds=tuple(assignment.opd for assignment in active_assignments(ticket)),
        due=due,
        reopened={assignment.opd: assignment.due for assignment in reopened},
        from_=follower,
    )
    return with_consequences(ticket, after, context, terms, [disputed], note=_text(context), assignments=reopened)


def withdraw(ticket: Ticket, context: StepContext) -> Change:
    """Withdraws the report, as long as nobody works on it and no duplicate follows it."""
    if ticket.status in GROUPS["open"] and any(assignment.status in WORKED_ON for assignment in ticket.assignments):
        raise ForbiddenStep("already_worked_on")
    require_status(ticket, _T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED)
    if ticket.duplicates:
        raise ForbiddenStep("stands_for_others")
    waived = [
        replace(with_status(assignment, _A.WAIVED), waiting_since=None) for assignment in active_assignments(ticket)
    ]
    ended = replace(
        with_assignments(ticket, waived),
        status=_T.ARCHIVED,
        desk=None,
        asked_at=None,
        lead_offered_to="",
        publication=Publication(PublicationState.WITHDRAWN),
    )
    withdrawn = events.TicketWithdrawn(opds=tuple(assignment.opd for assignment in waived))
    return build_change(ticket, ended, context, [withdrawn], note=_text(context), assignments=waived)


def rate(ticket: Ticket, stars: int, context: StepContext) -> Change:
    """Rates the end with 1 to 5 stars; a reporter can do so once."""
    require_status(ticket, _T.RESOLVED, _T.CLOSED)
    if ticket.rating:
        raise ForbiddenStep("rated_already")
    if not 1 <= stars <= 5:
        raise ForbiddenStep("stars")
    return build_change(
        ticket, replace(ticket, rating=stars), context, [events.TicketRated(stars=stars)], note=_text(context)
    )


def _text(context: StepContext) -> Note | None:
    """The reporter's words, which the OPDs read and the public does not."""
    return build_note(context, "", Readers.REPORTER)


def _resumed(assignment: Assignment, asked_at: datetime, at: datetime, terms: Terms) -> Assignment:
    """The assignment with its deadlines moved; one that waits for another OPD goes on waiting, counted from when its
    clock first stood.
    """
    if assignment.waiting_since:
        return replace(assignment, waiting_since=min(assignment.waiting_since, asked_at))
    return terms.after_pause(assignment, asked_at, at)


def _reopened(lead: Assignment, at: datetime, terms: Terms) -> Assignment:
    """The lead's assignment in progress again, due as before but not sooner than a first answer would be."""
    return replace(with_status(lead, _A.IN_PROGRESS), due=max(lead.due, terms.answer_due(at, lead.opd)))
