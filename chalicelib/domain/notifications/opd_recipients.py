"""Who is told of an event: a table of data, event and audience to letter."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.assignments import active_assignments, find
from chalicelib.domain.tickets.ticket import Assignment, Ticket
from chalicelib.domain.values import value

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

NOTIFIED = tuple(sorted({kind for kind, _ in LETTERS} | {events.NoticeRequested.type}))
"""The event types of which anybody is told, and what asks for a notice once more: what the queue of notices gets."""


def _leading(event: Event, _: Ticket) -> tuple[str, ...]:
    """Who led when it happened, so that a repeat is told to nobody else; the coordinator while nobody did."""
    return (event.data.lead or COORDINATOR,)


def _leading_beside(event: Event, _: Ticket) -> Iterable[str]:
    """The lead beside whom others work from now on, unless the lead has called them in."""
    return {event.data.lead} - {"", event.actor}


def _made_to_wait(event: Event, _: Ticket) -> Iterable[str]:
    """An OPD whose part waits from now on because somebody else said so."""
    data = event.data
    return {data.opd} - {event.actor} if isinstance(data, events.AssignmentOrdered) and data.after else ()


def _former(event: Event, _: Ticket) -> Iterable[str]:
    """Who led before."""
    return [event.data.from_] if isinstance(event.data, events.LeadMoved) and event.data.from_ else []


def _freed(event: Event, _: Ticket) -> Iterable[str]:
    """Whose assignment was waived, unless `ticket.archived` of an unanswered report tells it already."""
    is_of_archiving = isinstance(event.data, events.AssignmentWaived) and event.data.reason
    return () if is_of_archiving else (event.data.opd,)


def _reopened(event: Event, _: Ticket) -> Iterable[str]:
    return (event.data.reopened or ()) if isinstance(event.data, events.TicketDisputed) else ()


def _mentioned(event: Event, _: Ticket) -> Iterable[str]:
    return event.data.mentions if isinstance(event.data, events.RoomWritten) else ()


def _told(event: Event) -> Iterable[str]:
    """Whom the watch of deadlines tells."""
    return event.data.told if isinstance(event.data, events.LadderStep) else ()


def _assigned(role: str) -> Callable[[Event, Ticket], Iterable[str]]:
    return lambda event, _: [assigned.opd for assigned in event.data.assignments if assigned.role == role]


def _owes(event: Event, name: str) -> bool:
    return name == (event.data.opd or COORDINATOR)


WHO: Mapping[str, Callable[[Event, Ticket], Iterable[str]]] = {
    "coordinator": lambda _event, _ticket: (COORDINATOR,),
    "leaders": lambda _event, _ticket: (LEADERS,),
    "lead": _assigned("lead"),
    "support": _assigned("support"),
    "leading": _leading,
    "leading_other": lambda event, ticket: [opd for opd in _leading(event, ticket) if opd != event.data.opd],
    "leading_beside": _leading_beside,
    "made_to_wait": _made_to_wait,
    "concerned": lambda event, _: (event.data.opd,),
    "former": _former,
    "asking": lambda event, _: event.data.opds,
    "all_named": lambda event, _: event.data.opds,
    "reopened": _reopened,
    "mentioned": _mentioned,
    "freed": _freed,
    "unanswered": lambda event, _: event.data.opds,
    "owing": lambda event, _: [name for name in _told(event) if event.data.opd == name],
    "deciding": lambda event, _: [name for name in _told(event) if not event.data.opd and _owes(event, name)],
    "hearing": lambda event, _: [name for name in _told(event) if not _owes(event, name)],
}
"""The names behind an audience: OPD codes, `coordinator` or `leaders`."""


@value
class OpdRecipient:
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


def opd_recipients(event: Event, ticket: Ticket) -> tuple[OpdRecipient, ...]:
    """Everyone who is told of this event, each once; nobody for an event that LETTERS does not know."""
    found: dict[str, OpdRecipient] = {}
    for name, letter in _letters(event, ticket):
        found.setdefault(name, _addressee(name, letter, event, ticket))
    return tuple(found.values())


def _letters(event: Event, ticket: Ticket) -> Iterator[tuple[str, str]]:
    for (kind, audience), letter in LETTERS.items():
        if kind == event.type:
            yield from ((name, letter) for name in WHO[audience](event, ticket))


def _addressee(name: str, letter: str, event: Event, ticket: Ticket) -> OpdRecipient:
    """What the event says of this OPD's part goes before what the ticket has become meanwhile."""
    given = next((assigned for assigned in event.data.assignments if assigned.opd == name), None)
    if given:
        return OpdRecipient(name, letter, given.due, given.role, given.why)
    part = find(ticket, name)
    due = _due(event, ticket, part)
    return OpdRecipient(name, letter, due, str(part.role) if part else None, _why(event))


def _why(event: Event) -> Mapping[str, str]:
    return event.data.why if isinstance(event.data, events.TicketUnroutable) else {"id": "", "en": ""}


def _due(event: Event, ticket: Ticket, part: Assignment | None) -> datetime:
    """What the event says of this part or of the whole; otherwise what is owed."""
    due = event.data.due
    if part and isinstance(event.data, events.TicketDisputed) and event.data.reopened is not None:
        due = event.data.reopened
    if part and isinstance(due, Mapping):
        due = due.get(part.opd)
    if isinstance(due, datetime):
        return due
    if part:
        return part.due
    dues = [each.due for each in active_assignments(ticket)]
    return max(dues, default=event.at)
