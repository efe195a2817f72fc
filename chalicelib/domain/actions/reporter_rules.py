"""The rules of the reporter's actions."""

from chalicelib.domain import events
from chalicelib.domain.actions.step import Step
from chalicelib.domain.duplicates.contest import contest
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Change
from chalicelib.domain.transitions import by_reporter


def message(step: Step) -> Change:
    by_reporter.check_message_limit(step.case)
    return by_reporter.message(step.ticket, step.context, step.terms, by_reporter.opds_asking(step.case))


def confirm(step: Step) -> Change:
    return by_reporter.confirm(step.ticket, step.context)


def dispute(step: Step) -> Change:
    """Disputes the end of the work; on a duplicate, contests the merge."""
    if step.ticket.status is TicketStatus.DUPLICATE:
        return contest(step.ticket, step.context, step.terms)
    return dispute_end(step)


def dispute_end(step: Step, follower: str = "") -> Change:
    """Disputes the end of the work, as the ticket's own reporter or as that of the duplicate `follower`."""
    resolved = step.case.last(events.TicketResolved.type)
    if resolved is None:
        raise ForbiddenStep("ticket_status", status=str(step.ticket.status))
    return by_reporter.dispute(step.ticket, step.context, step.terms, resolved.at, follower)


def withdraw(step: Step) -> Change:
    return by_reporter.withdraw(step.ticket, step.context)


def rate(step: Step) -> Change:
    return by_reporter.rate(step.ticket, step.step_input.stars, step.context)
