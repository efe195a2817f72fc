"""Checks that everybody whom an event concerns got one notice: by the ledger, and by what arrived."""

from collections.abc import Callable, Iterable, Mapping

from chalicelib.domain import events
from chalicelib.domain.events import Event
from tests.simulation.audit.evidence import Evidence, Report

DESK, TOP = "coordinator", "leaders"

Names = Callable[[Event], Iterable[str]]


def _assigned(event: Event) -> list[str]:
    return [assigned.opd for assigned in event.data.assignments]


def _own(event: Event) -> list[str]:
    return [event.data.opd]


def _lead(event: Event) -> list[str]:
    return [event.data.lead or DESK]


def _called_in(event: Event) -> list[str]:
    """Those who are called in, and the lead, unless it was the lead who called."""
    return [*_assigned(event), *({event.data.lead} - {"", event.actor})]


def _made_to_wait(event: Event) -> Iterable[str]:
    waits = isinstance(event.data, events.AssignmentOrdered) and event.data.after
    return {event.data.opd} - {event.actor} if waits else ()


def _named(event: Event) -> list[str]:
    return list(event.data.opds)


def _freed(event: Event) -> list[str]:
    return [] if isinstance(event.data, events.AssignmentWaived) and event.data.reason else _own(event)


def _leads(event: Event) -> list[str]:
    """Who leads now, and who led before."""
    former = event.data.from_ if isinstance(event.data, events.LeadMoved) else None
    return [event.data.opd, *([former] if former else [])]


def _recipients(event: Event) -> Iterable[str]:
    return event.data.told if isinstance(event.data, events.LadderStep) else ()


WHOM: Mapping[str, Names] = {
    events.TicketDispatched.type: _assigned,
    events.AssignmentAdded.type: _called_in,
    events.AssignmentOrdered.type: _made_to_wait,
    events.TicketUnroutable.type: lambda _: [DESK],
    events.AssignmentReturned.type: lambda _: [DESK],
    events.TicketContested.type: lambda _: [DESK],
    events.TicketFlagged.type: lambda _: [DESK],
    events.TicketDisputed.type: lambda event: [DESK, *event.data.opds],
    events.TicketCompleted.type: lambda event: [*event.data.opds, *_lead(event)],
    events.TicketMessage.type: _lead,
    events.AssignmentReleased.type: _own,
    events.AssignmentFinished.type: _own,
    events.DeadlineExtended.type: _own,
    events.LeadOffered.type: _own,
    events.AssignmentDone.type: lambda event: [opd for opd in _lead(event) if opd != event.data.opd],
    events.AssignmentWaived.type: _freed,
    events.LeadMoved.type: _leads,
    events.TicketArchived.type: _named,
    events.TicketWithdrawn.type: _named,
    events.TicketMerged.type: _named,
    events.TicketAbsorbed.type: _named,
    events.TicketUnmerged.type: _named,
    events.TicketReleased.type: _named,
    events.TicketRaised.type: lambda _: [TOP],
    events.DeadlineWarned.type: _recipients,
    events.DeadlineMissed.type: _recipients,
    events.DeadlineEscalated.type: _recipients,
}
"""Whom an event of each type concerns."""


def check(evidence: Evidence, report: Report) -> None:
    wanted = {notice for case in evidence.cases.values() for event in case.events for notice in _notices(event)}
    report.checked["notices"] = len(wanted)
    noted = {line.notice for line in evidence.ledger.values() if not line.ticket.startswith("digest-")}
    for notice in sorted(wanted - noted):
        report.add("not_notified", notice.partition("/")[0], f"no line in the ledger for {notice}")
    for notice in sorted(noted - wanted):
        report.add("notified_wrongly", notice.partition("/")[0], f"a line in the ledger for {notice}")
    for notice in sorted(wanted & noted):
        _delivered(notice, evidence, report)
    for dead in evidence.dead:
        report.add("dead_letter", "", dead)


def _notices(event: Event) -> set[str]:
    whom = WHOM.get(event.type)
    names = whom(event) if whom else ()
    return {f"{event.ticket}/{event.sequence}/{name}" for name in names}


def _delivered(notice: str, evidence: Evidence, report: Report) -> None:
    """Check that the notice was sent once. Only a worker that dies before it notes the sending may repeat it, as a new try."""
    line, arrived = evidence.ledger[notice], evidence.arrived[notice]
    if line.state != "sent" or not arrived:
        report.add("not_notified", line.ticket, f"{notice} is {line.state}, and arrived {arrived} times")
    if arrived > line.tries:
        report.add("notified_twice", line.ticket, f"{notice} arrived {arrived} times in {line.tries} tries")
    report.checked["notices that came twice, of workers that died"] += arrived > 1
