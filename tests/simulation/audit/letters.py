"""Every event was told to everybody whom it concerns, once: by the ledger, and by what arrived."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from chalicelib.domain import event as events
from chalicelib.domain.event import Event
from tests.simulation.audit.evidence import Evidence, Report

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
    events.DISPATCHED: _parts,
    events.CALLED_IN: _called_in,
    events.ORDERED: _made_to_wait,
    events.UNROUTABLE: lambda _: [DESK],
    events.RETURNED: lambda _: [DESK],
    events.CONTESTED: lambda _: [DESK],
    events.DISPUTED: lambda data: [DESK, *data["opds"]],
    events.COMPLETED: lambda data: [*data["opds"], *_lead(data)],
    events.MESSAGE: _lead,
    events.RELEASED: _own,
    events.FINISHED: _own,
    events.EXTENDED: _own,
    events.LEAD_OFFERED: _own,
    events.DONE: lambda data: [opd for opd in _lead(data) if opd != data["opd"]],
    events.WAIVED: lambda data: [] if data.get("reason") else _own(data),
    events.LEAD_MOVED: lambda data: [data["opd"], *([data["from"]] if data["from"] else [])],
    events.ARCHIVED: _named,
    events.WITHDRAWN: _named,
    events.MERGED: _named,
    events.ABSORBED: _named,
    events.UNMERGED: _named,
    events.LET_GO: _named,
    events.RAISED: lambda _: [TOP],
    events.WARNED: lambda data: data["told"],
    events.MISSED: lambda data: data["told"],
    events.ESCALATED: lambda data: data["told"],
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
