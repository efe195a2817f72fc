"""Every event was told to everybody whom it concerns, once: by the ledger, and by what arrived."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.events import Event
from infra.simulation.audit.evidence import Evidence, Report

DESK, TOP = "coordinator", "leaders"

Data = Mapping[str, Any]


def _parts(data: Data) -> list[str]:
    return [part["opd"] for part in data["assignments"]]


def _own(data: Data) -> list[str]:
    return [data["opd"]]


def _lead(data: Data) -> list[str]:
    return [data["lead"] or DESK]


def _called_in(data: Data) -> list[str]:
    """Those who are called in, and the lead, unless it was the lead who called."""
    return [*_parts(data), *({data["lead"]} - {"", data["actor"]})]


def _made_to_wait(data: Data) -> Iterable[str]:
    return {data["opd"]} - {data["actor"]} if data["after"] else ()


def _named(data: Data) -> list[str]:
    return list(data.get("opds", ()))


WHOM: Mapping[str, Callable[[Data], Iterable[str]]] = {
    events.TicketDispatched.type: _parts,
    events.AssignmentAdded.type: _called_in,
    events.AssignmentOrdered.type: _made_to_wait,
    events.TicketUnroutable.type: lambda _: [DESK],
    events.AssignmentReturned.type: lambda _: [DESK],
    events.TicketContested.type: lambda _: [DESK],
    events.TicketDisputed.type: lambda data: [DESK, *data["opds"]],
    events.TicketCompleted.type: lambda data: [*data["opds"], *_lead(data)],
    events.TicketMessage.type: _lead,
    events.AssignmentReleased.type: _own,
    events.AssignmentFinished.type: _own,
    events.DeadlineExtended.type: _own,
    events.LeadOffered.type: _own,
    events.AssignmentDone.type: lambda data: [opd for opd in _lead(data) if opd != data["opd"]],
    events.AssignmentWaived.type: lambda data: [] if data.get("reason") else _own(data),
    events.LeadMoved.type: lambda data: [data["opd"], *([data["from"]] if data["from"] else [])],
    events.TicketArchived.type: _named,
    events.TicketWithdrawn.type: _named,
    events.TicketMerged.type: _named,
    events.TicketAbsorbed.type: _named,
    events.TicketUnmerged.type: _named,
    events.TicketReleased.type: _named,
    events.TicketRaised.type: lambda _: [TOP],
    events.DeadlineWarned.type: lambda data: data["told"],
    events.DeadlineMissed.type: lambda data: data["told"],
    events.DeadlineEscalated.type: lambda data: data["told"],
}
"""Whom an event concerns, by its data and who acted."""


def check(evidence: Evidence, report: Report) -> None:
    wanted = {notice for case in evidence.cases.values() for event in case.events for notice in _notices(event)}
    report.checked["notices"] = len(wanted)
    noted = {line.notice for line in evidence.ledger.values() if not line.ticket.startswith("digest-")}
    for notice in sorted(wanted - noted):
        report.found("not_told", notice.partition("/")[0], f"no line in the ledger for {notice}")
    for notice in sorted(noted - wanted):
        report.found("told_wrongly", notice.partition("/")[0], f"a line in the ledger for {notice}")
    for notice in sorted(wanted & noted):
        _delivered(notice, evidence, report)
    for dead in evidence.dead:
        report.found("dead_letter", "", dead)


def _notices(event: Event) -> set[str]:
    whom = WHOM.get(event.type)
    names = whom({**event.data, "actor": event.actor}) if whom else ()
    return {f"{event.ticket}/{event.sequence}/{name}" for name in names}


def _delivered(notice: str, evidence: Evidence, report: Report) -> None:
    """Sent once; a worker that dies between sending and noting is the one way to a repeat, and leaves a second try."""
    line, arrived = evidence.ledger[notice], evidence.arrived[notice]
    if line.state != "sent" or not arrived:
        report.found("not_told", line.ticket, f"{notice} is {line.state}, and arrived {arrived} times")
    if arrived > line.tries:
        report.found("told_twice", line.ticket, f"{notice} arrived {arrived} times in {line.tries} tries")
    report.checked["notices that came twice, of workers that died"] += arrived > 1
