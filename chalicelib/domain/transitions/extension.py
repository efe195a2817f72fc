"""A leader's exception: one part gets longer, with a reason that the citizen reads."""

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
from chalicelib.domain.transitions.step_context import StepContext, note, require_status, require_text
from chalicelib.domain.transitions.step_input import StepInput

MOST_DAYS = 260
"""Working days by which a part can be extended at once: a year."""


def extend(ticket: Ticket, opd: str, step_input: StepInput, context: StepContext, terms: Terms) -> Change:
    """The part is due later: on a day (`step_input.until`) or so many working days later
    (`step_input.days`); never earlier.

    While its clock stands it is due later still, by the time that it stood. Invalid where neither makes sense.
    """
    require_text(context)
    require_status(ticket, *GROUPS["open"])
    part = assignment_of(ticket, opd)
    if part.status in OVER:
        raise ForbiddenStep("part_step", status=str(part.status), to="extended")
    due = _due(step_input, part, context.at, terms)
    if due <= max(part.due, context.at):
        raise ForbiddenStep("not_longer")
    extended = events.DeadlineExtended(
        opd=opd, was=part.due, due=due, until=step_input.until, more_days=step_input.days
    )
    parts = [replace(part, due=due)]
    return with_consequences(ticket, ticket, context, terms, [extended], note=note(context, opd), parts=parts)


def named_day(text: str, calendar: Calendar) -> date:
    """The day that was named, by itself or by an instant of it. ValueError."""
    at = datetime.fromisoformat(text)
    return calendar.day(at) if at.tzinfo else at.date()


def _due(step_input: StepInput, part: Assignment, at: datetime, terms: Terms) -> datetime:
    """The end of office hours of the last day that is granted."""
    calendar = terms.calendar_of(part.opd)
    if bool(step_input.until) is bool(step_input.days):
        raise Invalid((Problem("until", "until_or_days"),))
    if step_input.days:
        if step_input.days > MOST_DAYS:
            raise Invalid((Problem("days", "days_many", {"most": MOST_DAYS}),))
        return calendar.due(max(part.due, at), step_input.days)
    try:
        due = calendar.end_from(named_day(step_input.until, calendar))
    except (ValueError, OverflowError):
        raise Invalid((Problem("until", "day"),)) from None
    if calendar.days_between(at, due) > MOST_DAYS:
        raise Invalid((Problem("until", "days_many", {"most": MOST_DAYS}),))
    return due
