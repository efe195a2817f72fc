"""What the watch of deadlines does to a ticket: each step an event, all that are due at once one `Change`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from chalicelib.domain import events
from chalicelib.domain.deadlines.escalation import COORDINATOR, OPD
from chalicelib.domain.deadlines.obligation import RESOLUTION, Obligation
from chalicelib.domain.events import LadderStep
from chalicelib.domain.tickets.assignments import lead_code
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Case, Change, Ticket
from chalicelib.domain.transitions.by_coordinator import archive_unanswered
from chalicelib.domain.transitions.step_context import StepContext, change
from chalicelib.domain.watch.due_steps import DueStep, Rules, archived_at, due_steps

AT_ONCE = 60
"""So many events go into one transaction, which has room for a hundred items; the rest follow in the next."""


def take_due(case: Case, rules: Rules, context: StepContext) -> Change | None:
    """Everything that is due at `context.at`, or the first part of it if that is much; None if nothing is."""
    steps = due_steps(case, rules, context.at)
    first = next((step for step in steps if step.duty is None), None)
    if first:
        return _alone(first, case, rules, context)
    happened = _told(steps, case.ticket)
    return change(case.ticket, case.ticket, context, happened) if happened else None


def _alone(step: DueStep, case: Case, rules: Rules, context: StepContext) -> Change:
    """What ends the ticket, or asks the reporter once more: never together with anything else."""
    ticket = case.ticket
    match step.kind:
        case events.TicketClosed.type:
            closed = replace(ticket, status=TicketStatus.CLOSED)
            return change(ticket, closed, context, [events.TicketClosed(due=step.at)])
        case events.TicketArchived.type:
            return archive_unanswered(ticket, context)
        case _:
            due = archived_at(case, rules, context.at)
            return change(ticket, ticket, context, [events.TicketReminded(due=due)])


def _told(steps: Sequence[DueStep], ticket: Ticket) -> list[LadderStep]:
    """The steps of one duty stay together: who slept through several is told of the highest alone."""
    happened: list[LadderStep] = []
    owed = sorted(((step.duty, step) for step in steps if step.duty), key=_key)
    for _, same in groupby(owed, key=_key):
        of_promise = list(_of_duty(list(same), ticket))
        if happened and len(happened) + len(of_promise) > AT_ONCE:
            break
        happened += of_promise
    return happened


def _key(owed: tuple[Obligation, DueStep]) -> tuple[str, str, datetime]:
    return owed[0].key


def _level(owed: tuple[Obligation, DueStep]) -> int:
    return owed[1].level


def _of_duty(steps: Sequence[tuple[Obligation, DueStep]], ticket: Ticket) -> Iterator[LadderStep]:
    *lower, highest = sorted(steps, key=_level)
    for duty, step in lower:
        yield _taken(duty, step, (), overtaken=True)
    audiences = [name for duty, step in (highest, *reversed(lower)) for name in _audiences(duty, step, ticket)]
    yield _taken(*highest, tuple(dict.fromkeys(audiences)))


def _taken(duty: Obligation, step: DueStep, audiences: tuple[str, ...], *, overtaken: bool = False) -> LadderStep:
    """The event that tells of this step."""
    what, opd, due = duty.key
    if step.kind == events.DeadlineEscalated.type:
        who = {"id": step.rung.name.id, "en": step.rung.name.en} if step.rung else None
        return events.DeadlineEscalated(
            what=what, opd=opd, due=due, level=step.level, who=who, told=audiences, overtaken=overtaken
        )
    kind = events.DeadlineWarned if step.kind == events.DeadlineWarned.type else events.DeadlineMissed
    return kind(what=what, opd=opd, due=due, level=step.level, told=audiences, overtaken=overtaken)


def _audiences(duty: Obligation, step: DueStep, ticket: Ticket) -> Iterator[str]:
    """The rung's, whoever owes it, and the lead, who must know what the whole waits for."""
    if step.rung and step.rung.audience != OPD:
        yield step.rung.audience
    yield duty.opd or COORDINATOR
    if step.kind == events.DeadlineMissed.type and duty.opd and duty.what == RESOLUTION:
        yield lead_code(ticket) or duty.opd
