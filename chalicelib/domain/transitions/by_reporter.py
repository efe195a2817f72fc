"""The citizen's side: being asked, answering, confirming, disputing, withdrawing, judging."""

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
    moved,
    open_assignments,
    with_assignments,
)
from chalicelib.domain.tickets.status import GROUPS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import DISPUTED, Assignment, Case, Change, Circle, Desk, Note, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import (
    StepContext,
    change,
    note,
    require_status,
    require_text,
)

MOST_UNANSWERED = 20

_T = TicketStatus
_A = AssignmentStatus


def ask(ticket: Ticket, context: StepContext, terms: Terms, opd: str = "") -> Change:
    """Something is missing: every clock stands until the citizen answers. Asking more while asked is possible."""
    require_status(ticket, _T.RECEIVED, _T.DISPATCHED, _T.IN_PROGRESS, _T.INCOMPLETE)
    if ticket.duplicates:  # the others were promised a date, and must not be archived because one does not answer
        raise ForbiddenStep("asks_for_others")
    require_text(context)
    after = replace(ticket, asked_at=ticket.asked_at or context.at)
    asking = find(ticket, opd)
    parts = [replace(asking, answer_due=None)] if asking else []  # who asks has answered
    return with_consequences(
        ticket, after, context, terms, [events.TicketIncomplete(opd=opd)], note=note(context, opd), parts=parts
    )


def message(ticket: Ticket, context: StepContext, terms: Terms, askers: Sequence[str] = ()) -> Change:
    """The reporter writes. If that was asked for (by the OPDs `askers`), the clocks go on, so much later."""
    require_text(context)
    require_status(ticket, _T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED, _T.IN_PROGRESS, _T.RESOLVED)
    said = note(context, "", Circle.REPORTER)
    if ticket.asked_at is None:
        return change(ticket, ticket, context, [events.TicketMessage(lead=lead_code(ticket))], note=said)
    parts = [_resumed(part, ticket.asked_at, context.at, terms) for part in open_assignments(ticket)]
    desk = ticket.desk and replace(ticket.desk, due=terms.due_after_pause(ticket.desk.due, ticket.asked_at, context.at))
    after = replace(with_assignments(ticket, parts), asked_at=None, desk=desk)
    told = events.TicketCompleted(
        opds=tuple(askers),
        due={part.opd: part.due for part in parts},
        answer_due={part.opd: part.answer_due for part in parts if part.answer_due},
        desk=desk.due if desk else None,
        lead=lead_code(ticket),
    )
    return with_consequences(ticket, after, context, terms, [told], note=said)


def asked_by(case: Case) -> tuple[str, ...]:
    """The OPDs that wait for the citizen's answer."""
    answered = case.last(events.TicketCompleted.type)
    open_questions = case.since(answered.sequence) if answered else case.events
    asking = (e.data.opd for e in open_questions if e.type == events.TicketIncomplete.type)
    return tuple(dict.fromkeys(opd for opd in asking if opd))


def check_patience(case: Case) -> None:
    """ForbiddenStep if so many messages have come since anybody of the staff did anything: nobody floods an OPD, nor
    makes a ticket so long that it cannot be read any more.
    """
    unanswered = 0
    for event in case.events:
        unanswered = 0 if event.data.by else unanswered + (event.type == events.TicketMessage.type)
    if unanswered >= MOST_UNANSWERED:
        raise ForbiddenStep("messages_unanswered", most=MOST_UNANSWERED)


def confirm(ticket: Ticket, context: StepContext) -> Change:
    """The reporter agrees that it is done. What an OPD that was not required still does goes on."""
    require_status(ticket, _T.RESOLVED)
    return change(ticket, replace(ticket, status=_T.CLOSED), context, [events.TicketConfirmed()], note=_said(context))


def dispute(ticket: Ticket, context: StepContext, terms: Terms, resolved_at: datetime, follower: str = "") -> Change:
    """The reporter, or that of the duplicate `follower`, says that it is not done: the lead's part is open again, and
    the coordinator hears of it.
    """
    require_status(ticket, _T.RESOLVED)
    require_text(context)
    if context.at > terms.dispute_until(resolved_at):
        raise ForbiddenStep("dispute_over")
    due, lead = terms.desk_due(context.at), lead_of(ticket)
    parts = [_reopened(lead, context.at, terms)] if lead and lead.status is _A.DONE else []
    after = replace(ticket, desk=Desk(DISPUTED, due))
    told = events.TicketDisputed(
        opds=tuple(part.opd for part in active_assignments(ticket)),
        due=due,
        reopened={part.opd: part.due for part in parts},
        from_=follower,
    )
    return with_consequences(ticket, after, context, terms, [told], note=_said(context), parts=parts)


def withdraw(ticket: Ticket, context: StepContext) -> Change:
    """The reporter takes the report back; only before somebody works on it, and while it stands for nobody else's."""
    if ticket.status in GROUPS["open"] and any(part.status in WORKED_ON for part in ticket.assignments):
        raise ForbiddenStep("already_worked_on")
    require_status(ticket, _T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED)
    if ticket.duplicates:
        raise ForbiddenStep("stands_for_others")
    waived = [replace(moved(part, _A.WAIVED), waiting_since=None) for part in active_assignments(ticket)]
    ended = replace(with_assignments(ticket, waived), status=_T.ARCHIVED, desk=None, asked_at=None, offered="")
    told = events.TicketWithdrawn(opds=tuple(part.opd for part in waived))
    return change(ticket, ended, context, [told], note=_said(context), parts=waived)


def rate(ticket: Ticket, stars: int, context: StepContext) -> Change:
    """The reporter's judgement of the end, 1 to 5, once."""
    require_status(ticket, _T.RESOLVED, _T.CLOSED)
    if ticket.rating:
        raise ForbiddenStep("rated_already")
    if not 1 <= stars <= 5:
        raise ForbiddenStep("stars")
    return change(
        ticket, replace(ticket, rating=stars), context, [events.TicketRated(stars=stars)], note=_said(context)
    )


def _said(context: StepContext) -> Note | None:
    return note(context, "", Circle.REPORTER)


def _resumed(part: Assignment, asked_at: datetime, at: datetime, terms: Terms) -> Assignment:
    """A part that waits for another is counted from when its clock stood first, and goes on with the other."""
    if part.waiting_since:
        return replace(part, waiting_since=min(part.waiting_since, asked_at))
    return terms.after_pause(part, asked_at, at)


def _reopened(lead: Assignment, at: datetime, terms: Terms) -> Assignment:
    """What was promised stays promised, but there is at least the time of a first answer."""
    return replace(moved(lead, _A.IN_PROGRESS), due=max(lead.due, terms.answer_due(at, lead.opd)))
