"""A leader's exception: one assignment gets more time, with a reason that the citizen reads."""

from dataclasses import replace
from datetime import date, datetime

from chalicelib.domain import events
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.errors import ForbiddenStep, Invalid, Problem
from chalicelib.domain.tickets.assignments import OVER, assignment_of
from chalicelib.domain.tickets.status import GROUPS
from chalicelib.domain.tickets.ticket import Assignment, Change, Ticket
from chalicelib.domain.transitions.derived_state import with_consequences
from chalicelib.domain.transitions.step_context import StepContext, build_note, require_status, require_text
from chalicelib.domain.transitions.step_input import StepInput

MAX_DAYS = 260
"""Working days by which an assignment can be extended at once: about a year."""


def extend(ticket: Ticket, opd: str, step_input: StepInput, context: StepContext, terms: Terms) -> Change:
    """Makes the assignment due later: at the end of a day (`step_input.until`, ISO 8601) or a number of working days
    later (`step_input.days`).

    If its clock stands, the time that it stood is added once the clock goes on.

    Raises:
        ForbiddenStep: no reason was written, the ticket is not open, the work is over, or it would be due no later.
        Invalid: neither or both of day and days are named, the day cannot be read, or the extension is over `MAX_DAYS`.
    """
    require_text(context)
    require_status(ticket, *GROUPS["open"])
    assignment = assignment_of(ticket, opd)
    if assignment.status in OVER:
        raise ForbiddenStep("part_step", status=str(assignment.status), to="extended")
    due = _due(step_input, assignment, context.at, terms)
    if due <= max(assignment.due, context.at):
        raise ForbiddenStep("not_longer")
    extended = events.DeadlineExtended(
        opd=opd, was=assignment.due, due=due, until=step_input.until, more_days=step_input.days
    )
    changed = [replace(assignment, due=due)]
    return with_consequences(
        ticket, ticket, context, terms, [extended], note=build_note(context, opd), assignments=changed
    )


def parse_day(text: str, calendar: Calendar) -> date:
    """The day that an ISO 8601 text names, by its date or by an instant of it with a time zone.

    Raises:
        ValueError: the text is neither.
    """
    at = datetime.fromisoformat(text)
    return calendar.day(at) if at.tzinfo else at.date()


def _due(step_input: StepInput, assignment: Assignment, at: datetime, terms: Terms) -> datetime:
    """The end of office hours of the last day that is granted, in UTC."""
    calendar = terms.calendar_of(assignment.opd)
    if bool(step_input.until) is bool(step_input.days):
        raise Invalid((Problem("until", "until_or_days"),))
    if step_input.days:
        if step_input.days > MAX_DAYS:
            raise Invalid((Problem("days", "days_many", {"most": MAX_DAYS}),))
        return calendar.due(max(assignment.due, at), step_input.days)
    try:
        due = calendar.end_from(parse_day(step_input.until, calendar))
    except (ValueError, OverflowError):
        raise Invalid((Problem("until", "day"),)) from None
    if calendar.days_between(at, due) > MAX_DAYS:
        raise Invalid((Problem("until", "days_many", {"most": MAX_DAYS}),))
    return due
