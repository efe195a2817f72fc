"""Contesting a merge: a duplicate's reporter doubts it, and the coordinator upholds or undoes it."""

from dataclasses import replace

from chalicelib.domain import events
from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.duplicates.merge import check_merged
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.ticket import DISPUTED, Change, Desk, Readers, Ticket
from chalicelib.domain.transitions.step_context import StepContext, build_change, build_note, require_text


def contest(duplicate: Ticket, context: StepContext, terms: Terms) -> Change:
    """Put a duplicate on the desk, because its reporter says that it is another matter or not done.

    Raises:
        ForbiddenStep: The text is missing, the ticket is no duplicate, or it lies on the desk already.
    """
    require_text(context)
    check_merged(duplicate)
    if duplicate.desk:
        raise ForbiddenStep("contested_already")
    due = terms.desk_due(context.at)
    event_data = events.TicketContested(into=duplicate.merged_into, due=due)
    contested = replace(duplicate, desk=Desk(DISPUTED, due))
    return build_change(duplicate, contested, context, [event_data], note=build_note(context, "", Readers.REPORTER))


def uphold(duplicate: Ticket, context: StepContext) -> Change:
    """Leave a contested duplicate merged; the reporter reads why.

    Raises:
        ForbiddenStep: The text is missing, or nothing lies on the desk.
    """
    require_text(context)
    if duplicate.desk is None:
        raise ForbiddenStep("nothing_on_desk")
    event_data = events.TicketUpheld(into=duplicate.merged_into)
    return build_change(
        duplicate, replace(duplicate, desk=None), context, [event_data], note=build_note(context, "", Readers.REPORTER)
    )
