"""What each of the reporter's actions does."""

from chalicelib.domain import dialogue, events, merging
from chalicelib.domain.actions.step import Step
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.ticket import Change


def message(step: Step) -> Change:
    dialogue.check_patience(step.case)
    return dialogue.message(step.ticket, step.context, step.terms, dialogue.asked_by(step.case))


def confirm(step: Step) -> Change:
    return dialogue.confirm(step.ticket, step.context)


def dispute(step: Step) -> Change:
    """The reporter of a duplicate says by it that it is not the same."""
    if step.ticket.status is TicketStatus.DUPLICATE:
        return merging.contest(step.ticket, step.context, step.terms)
    return dispute_end(step)


def dispute_end(step: Step, follower: str = "") -> Change:
    """It is not done, says the ticket's own reporter or that of the duplicate `follower`."""
    resolved = step.case.last(events.TicketResolved.type)
    if resolved is None:
        raise ForbiddenStep("ticket_status", status=str(step.ticket.status))
    return dialogue.dispute(step.ticket, step.context, step.terms, resolved.at, follower)


def withdraw(step: Step) -> Change:
    return dialogue.withdraw(step.ticket, step.context)


def rate(step: Step) -> Change:
    return dialogue.rate(step.ticket, step.step_input.stars, step.context)
