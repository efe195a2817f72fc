"""Takes the due steps of a ticket: each step becomes an event, all steps due together become one `Change`."""

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
from chalicelib.domain.transitions.step_context import StepContext, build_change
from chalicelib.domain.watch.due_steps import DueStep, WatchRules, archived_at, due_steps

MAX_EVENTS = 60
"""The most events in one transaction, which has room for 100 items; the rest follow in the next."""


def take_due_steps(case: Case, rules: WatchRules, context: StepContext) -> Change | None:
    """The change for everything due at `context.at`; None if nothing is due.

    What exceeds one transaction is left for the next call. A step that ends the ticket or reminds the reporter is
    taken alone.
    """
    steps = due_steps(case, rules, context.at)
    single = next((step for step in steps if step.obligation is None), None)
    if single:
        return _single_step(single, case, rules, context)
    ladder_events = _ladder_events(steps, case.ticket)
    return build_change(case.ticket, case.ticket, context, ladder_events) if ladder_events else None


def _single_step(step: DueStep, case: Case, rules: WatchRules, context: StepContext) -> Change:
    """The change of a step that ends the ticket or reminds the reporter; it never shares a change with other steps."""
    ticket = case.ticket
    match step.kind:
        case events.TicketClosed.type:
            closed = replace(ticket, status=TicketStatus.CLOSED)
            return build_change(ticket, closed, context, [events.TicketClosed(due=step.at)])
        case events.TicketArchived.type:
            return archive_unanswered(ticket, context)
        case _:
            due = archived_at(case, rules, context.at)
            return build_change(ticket, ticket, context, [events.TicketReminded(due=due)])


def _ladder_events(steps: Sequence[DueStep], ticket: Ticket) -> list[LadderStep]:
    """The events of the first obligations that fit into one transaction; the steps of one obligation stay together."""
    ladder_events: list[LadderStep] = []
    pairs = sorted(((step.obligation, step) for step in steps if step.obligation), key=_key)
    for _, group in groupby(pairs, key=_key):
        new_events = list(_obligation_events(list(group), ticket))
        if ladder_events and len(ladder_events) + len(new_events) > MAX_EVENTS:
            break
        ladder_events += new_events
    return ladder_events


def _key(pair: tuple[Obligation, DueStep]) -> tuple[str, str, datetime]:
    return pair[0].key


def _level(pair: tuple[Obligation, DueStep]) -> int:
    return pair[1].level


def _obligation_events(steps: Sequence[tuple[Obligation, DueStep]], ticket: Ticket) -> Iterator[LadderStep]:
    """When several steps of an obligation are due at once, only the highest is announced."""
    *lower, highest = sorted(steps, key=_level)
    for obligation, step in lower:
        yield _event_of(obligation, step, (), overtaken=True)
    audiences = [
        name for obligation, step in (highest, *reversed(lower)) for name in _audiences(obligation, step, ticket)
    ]
    yield _event_of(*highest, tuple(dict.fromkeys(audiences)))


def _event_of(
    obligation: Obligation, step: DueStep, audiences: tuple[str, ...], *, overtaken: bool = False
) -> LadderStep:
    """The event that records this step."""
    what, opd, due = obligation.key
    if step.kind == events.DeadlineEscalated.type:
        who = {"id": step.rung.name.id, "en": step.rung.name.en} if step.rung else None
        return events.DeadlineEscalated(
            what=what, opd=opd, due=due, level=step.level, who=who, told=audiences, overtaken=overtaken
        )
    kind = events.DeadlineWarned if step.kind == events.DeadlineWarned.type else events.DeadlineMissed
    return kind(what=what, opd=opd, due=due, level=step.level, told=audiences, overtaken=overtaken)


def _audiences(obligation: Obligation, step: DueStep, ticket: Ticket) -> Iterator[str]:
    """The rung's audience, whoever owes it and, once missed, the lead, who must know what holds the ticket up."""
    if step.rung and step.rung.audience != OPD:
        yield step.rung.audience
    yield obligation.opd or COORDINATOR
    if step.kind == events.DeadlineMissed.type and obligation.opd and obligation.what == RESOLUTION:
        yield lead_code(ticket) or obligation.opd
