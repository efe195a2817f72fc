"""Who is told of an event: a table of data, event and audience to letter."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain import event as events
from chalicelib.domain.event import Event
from chalicelib.domain.parts import active_parts, find
from chalicelib.domain.ticket import Assignment, Ticket
from chalicelib.domain.value import value

COORDINATOR = "coordinator"
LEADERS = "leaders"

LETTERS: Mapping[tuple[str, str], str] = {
    (events.DISPATCHED, "lead"): "dispatched_lead",
    (events.DISPATCHED, "support"): "dispatched_support",
    (events.UNROUTABLE, "coordinator"): "unroutable",
    (events.CALLED_IN, "support"): "dispatched_support",
    (events.CALLED_IN, "leading_beside"): "joined",
    (events.ORDERED, "made_to_wait"): "ordered",
    (events.COMPLETED, "asking"): "answered",
    (events.COMPLETED, "leading"): "answered",
    (events.MESSAGE, "leading"): "message",
    (events.RELEASED, "concerned"): "released",
    (events.FINISHED, "concerned"): "to_validate",
    (events.DONE, "leading_other"): "part_done",
    (events.RETURNED, "coordinator"): "returned",
    (events.WAIVED, "freed"): "waived",
    (events.ARCHIVED, "unanswered"): "unanswered",
    (events.EXTENDED, "concerned"): "extended",
    (events.LEAD_OFFERED, "concerned"): "lead_offered",
    (events.LEAD_MOVED, "concerned"): "lead_moved",
    (events.LEAD_MOVED, "former"): "lead_left",
    (events.DISPUTED, "coordinator"): "disputed",
    (events.DISPUTED, "reopened"): "reopened",
    (events.DISPUTED, "all_named"): "reopened_beside",
    (events.WITHDRAWN, "all_named"): "withdrawn",
    (events.MERGED, "all_named"): "merged",
    (events.ABSORBED, "all_named"): "absorbed",
    (events.UNMERGED, "all_named"): "unmerged",
    (events.LET_GO, "all_named"): "let_go",
    (events.CONTESTED, "coordinator"): "contested",
    (events.PROOF_FLAGGED, "coordinator"): "proof_flagged",
    (events.PROOF_REJECTED, "concerned"): "proof_rejected",
    (events.RAISED, "leaders"): "raised",
    (events.ROOM, "mentioned"): "mentioned",
    (events.WARNED, "owing"): "deadline_warned",
    (events.WARNED, "deciding"): "desk_warned",
    (events.MISSED, "owing"): "deadline_missed",
    (events.MISSED, "deciding"): "desk_missed",
    (events.MISSED, "hearing"): "deadline_reported",
    (events.ESCALATED, "owing"): "deadline_missed",
    (events.ESCALATED, "deciding"): "desk_missed",
    (events.ESCALATED, "hearing"): "deadline_reported",
}
"""Event type and audience (a key of WHO) to the letter that it gets. Who is named twice is told once, by the first."""

TOLD = tuple(sorted({kind for kind, _ in LETTERS} | {events.NOTICE_AGAIN}))
"""The event types of which anybody is told, and what asks for a notice once more: what the queue of notices gets."""


def _leading(event: Event, _: Ticket) -> tuple[str, ...]:
    """Who led when it happened, so that a repeat is told to nobody else; the coordinator while nobody did."""
    return (event.data["lead"] or COORDINATOR,)


def _leading_beside(event: Event, _: Ticket) -> Iterable[str]:
    """The lead beside whom others work from now on, unless the lead has called them in."""
    return {event.data.get("lead", "")} - {"", event.actor}


def _made_to_wait(event: Event, _: Ticket) -> Iterable[str]:
    """An OPD whose part waits from now on because somebody else said so."""
    return {event.data["opd"]} - {event.actor} if event.data["after"] else ()


def _assigned(role: str) -> Callable[[Event, Ticket], Iterable[str]]:
    return lambda event, _: [part["opd"] for part in event.data["assignments"] if part["role"] == role]


def _owes(event: Event, name: str) -> bool:
    return name == (event.data["opd"] or COORDINATOR)


WHO: Mapping[str, Callable[[Event, Ticket], Iterable[str]]] = {
    "coordinator": lambda _event, _ticket: (COORDINATOR,),
    "leaders": lambda _event, _ticket: (LEADERS,),
    "lead": _assigned("lead"),
    "support": _assigned("support"),
    "leading": _leading,
    "leading_other": lambda event, ticket: [opd for opd in _leading(event, ticket) if opd != event.data["opd"]],
    "leading_beside": _leading_beside,
    "made_to_wait": _made_to_wait,
    "concerned": lambda event, _: (event.data["opd"],),
    "former": lambda event, _: [event.data["from"]] if event.data["from"] else [],
    "asking": lambda event, _: event.data["opds"],
    "all_named": lambda event, _: event.data["opds"],
    "reopened": lambda event, _: event.data.get("reopened", ()),
    "mentioned": lambda event, _: event.data["mentions"],
    "freed": lambda event, _: () if event.data.get("reason") else (event.data["opd"],),
    "unanswered": lambda event, _: event.data.get("opds", ()),
    "owing": lambda event, _: [name for name in event.data["told"] if event.data["opd"] == name],
    "deciding": lambda event, _: [name for name in event.data["told"] if not event.data["opd"] and _owes(event, name)],
    "hearing": lambda event, _: [name for name in event.data["told"] if not _owes(event, name)],
}
"""The names behind an audience: OPD codes, `coordinator` or `leaders`."""


@value
class Addressee:
    """`name` is an OPD code, `coordinator` or `leaders`; `role` that of the OPD in the ticket; `due` aware, UTC;
    `why` by language, empty where nobody needs to be told.
    """

    name: str
    letter: str
    due: datetime
    role: str | None
    why: Mapping[str, str]

    @property
    def opd(self) -> str | None:
        return None if self.name in (COORDINATOR, LEADERS) else self.name


def addressees(event: Event, ticket: Ticket) -> tuple[Addressee, ...]:
    """Everyone who is told of this event, each once; nobody for an event that LETTERS does not know."""
    found: dict[str, Addressee] = {}
    for name, letter in _letters(event, ticket):
        found.setdefault(name, _addressee(name, letter, event, ticket))
    return tuple(found.values())


def _letters(event: Event, ticket: Ticket) -> Iterator[tuple[str, str]]:
    for (kind, audience), letter in LETTERS.items():
        if kind == event.type:
            yield from ((name, letter) for name in WHO[audience](event, ticket))


def _addressee(name: str, letter: str, event: Event, ticket: Ticket) -> Addressee:
    """What the event says of this OPD's part goes before what the ticket has become meanwhile."""
    told = next((part for part in event.data.get("assignments", ()) if part["opd"] == name), None)
    if told:
        return Addressee(name, letter, datetime.fromisoformat(told["due"]), told["role"], told["why"])
    part = find(ticket, name)
    due = _due(event, ticket, part)
    return Addressee(name, letter, due, str(part.role) if part else None, event.data.get("why", {"id": "", "en": ""}))


def _due(event: Event, ticket: Ticket, part: Assignment | None) -> datetime:
    """What the event says of this part or of the whole; otherwise what is owed."""
    told: Any = event.data["reopened"] if part and "reopened" in event.data else event.data.get("due")
    if isinstance(told, Mapping) and part:
        told = told.get(part.opd)
    if isinstance(told, str):
        return datetime.fromisoformat(told)
    if part:
        return part.due
    dues = [each.due for each in active_parts(ticket)]
    return max(dues, default=event.at)
