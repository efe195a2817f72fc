"""Who is told of an event: a table of data, event and audience to letter."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.parts import active_parts, find
from chalicelib.domain.ticket import Assignment, Ticket
from chalicelib.domain.value import value

COORDINATOR = "coordinator"
LEADERS = "leaders"

LETTERS: Mapping[tuple[str, str], str] = {
    (events.TicketDispatched.type, "lead"): "dispatched_lead",
    (events.TicketDispatched.type, "support"): "dispatched_support",
    (events.TicketUnroutable.type, "coordinator"): "unroutable",
    (events.AssignmentAdded.type, "support"): "dispatched_support",
    (events.AssignmentAdded.type, "leading_beside"): "joined",
    (events.AssignmentOrdered.type, "made_to_wait"): "ordered",
    (events.TicketCompleted.type, "asking"): "answered",
    (events.TicketCompleted.type, "leading"): "answered",
    (events.TicketMessage.type, "leading"): "message",
    (events.AssignmentReleased.type, "concerned"): "released",
    (events.AssignmentFinished.type, "concerned"): "to_validate",
    (events.AssignmentDone.type, "leading_other"): "part_done",
    (events.AssignmentReturned.type, "coordinator"): "returned",
    (events.AssignmentWaived.type, "freed"): "waived",
    (events.TicketArchived.type, "unanswered"): "unanswered",
    (events.DeadlineExtended.type, "concerned"): "extended",
    (events.LeadOffered.type, "concerned"): "lead_offered",
    (events.LeadMoved.type, "concerned"): "lead_moved",
    (events.LeadMoved.type, "former"): "lead_left",
    (events.TicketDisputed.type, "coordinator"): "disputed",
    (events.TicketDisputed.type, "reopened"): "reopened",
    (events.TicketDisputed.type, "all_named"): "reopened_beside",
    (events.TicketWithdrawn.type, "all_named"): "withdrawn",
    (events.TicketMerged.type, "all_named"): "merged",
    (events.TicketAbsorbed.type, "all_named"): "absorbed",
    (events.TicketUnmerged.type, "all_named"): "unmerged",
    (events.TicketReleased.type, "all_named"): "let_go",
    (events.TicketContested.type, "coordinator"): "contested",
    (events.ProofFlagged.type, "coordinator"): "proof_flagged",
    (events.ProofRejected.type, "concerned"): "proof_rejected",
    (events.TicketRaised.type, "leaders"): "raised",
    (events.RoomWritten.type, "mentioned"): "mentioned",
    (events.DeadlineWarned.type, "owing"): "deadline_warned",
    (events.DeadlineWarned.type, "deciding"): "desk_warned",
    (events.DeadlineMissed.type, "owing"): "deadline_missed",
    (events.DeadlineMissed.type, "deciding"): "desk_missed",
    (events.DeadlineMissed.type, "hearing"): "deadline_reported",
    (events.DeadlineEscalated.type, "owing"): "deadline_missed",
    (events.DeadlineEscalated.type, "deciding"): "desk_missed",
    (events.DeadlineEscalated.type, "hearing"): "deadline_reported",
}
"""Event type and audience (a key of WHO) to the letter that it gets. Who is named twice is told once, by the first."""

TOLD = tuple(sorted({kind for kind, _ in LETTERS} | {events.NoticeRequested.type}))
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
