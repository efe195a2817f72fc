"""What the watch of deadlines does to a ticket: each step an event, all that are due at once one `Change`."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.deed import Deed, Happened, change
from chalicelib.domain.desk import archive_unanswered
from chalicelib.domain.duty import RESOLUTION
from chalicelib.domain.escalation import COORDINATOR, OPD
from chalicelib.domain.parts import lead_code
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.ticket import Case, Change, Ticket
from chalicelib.domain.watching import Rules, Step, archived_at, due_steps

AT_ONCE = 60
"""So many events go into one transaction, which has room for a hundred items; the rest follow in the next."""


def take_due(case: Case, rules: Rules, deed: Deed) -> Change | None:
    """Everything that is due at `deed.at`, or the first part of it if that is much; None if nothing is."""
    steps = due_steps(case, rules, deed.at)
    first = next((step for step in steps if step.duty is None), None)
    if first:
        return _alone(first, case, rules, deed)
    happened = _told(steps, case.ticket)
    return change(case.ticket, case.ticket, deed, happened) if happened else None


def _alone(step: Step, case: Case, rules: Rules, deed: Deed) -> Change:
    """What ends the ticket, or asks the reporter once more: never together with anything else."""
    ticket = case.ticket
    match step.kind:
        case events.TicketClosed.type:
            closed = replace(ticket, status=TicketStatus.CLOSED)
            return change(ticket, closed, deed, [(events.TicketClosed.type, {"due": step.at.isoformat()})])
        case events.TicketArchived.type:
            return archive_unanswered(ticket, deed)
        case _:
            due = archived_at(case, rules, deed.at)
            return change(ticket, ticket, deed, [(events.TicketReminded.type, {"due": due.isoformat()})])


def _told(steps: Sequence[Step], ticket: Ticket) -> list[Happened]:
    """The steps of one duty stay together: who slept through several is told of the highest alone."""
    happened: list[Happened] = []
    for _, same in groupby(sorted(steps, key=_by_duty), key=_by_duty):
        of_promise = list(_of_duty(list(same), ticket))
        if happened and len(happened) + len(of_promise) > AT_ONCE:
            break
        happened += of_promise
    return happened


def _by_duty(step: Step) -> Any:
    return step.duty and step.duty.key


def _of_duty(steps: Sequence[Step], ticket: Ticket) -> Iterator[Happened]:
    *lower, highest = sorted(steps, key=lambda step: step.level)
    for step in lower:
        yield step.kind, _data(step) | {"told": [], "overtaken": True}
    audiences = [name for step in (highest, *reversed(lower)) for name in _audiences(step, ticket)]
    yield highest.kind, _data(highest) | {"told": list(dict.fromkeys(audiences))}


def _data(step: Step) -> dict[str, Any]:
    what, opd, due = step.duty.key if step.duty else ("", "", "")
    told = {"what": what, "opd": opd, "due": due, "level": step.level}
    if step.kind == events.DeadlineEscalated.type and step.rung:
        told |= {"who": {"id": step.rung.name.id, "en": step.rung.name.en}}
    return told


def _audiences(step: Step, ticket: Ticket) -> Iterator[str]:
    """The rung's, whoever owes it, and the lead, who must know what the whole waits for."""
    owing = step.duty.opd if step.duty else ""
    if step.rung and step.rung.audience != OPD:
        yield step.rung.audience
    yield owing or COORDINATOR
    if step.kind == events.DeadlineMissed.type and owing and step.duty and step.duty.what == RESOLUTION:
        yield lead_code(ticket) or owing
