"""Which OPDs and offices get a notice of an event, and with which template: a table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.assignments import active_assignments, find
from chalicelib.domain.tickets.ticket import Assignment, Ticket
from chalicelib.domain.values import value

COORDINATOR = "coordinator"
LEADERS = "leaders"

LETTER_OF: Mapping[tuple[str, str], str] = {
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
    (events.TicketFlagged.type, "coordinator"): "flagged",
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
"""Event type and audience (a key of `AUDIENCES`) to the letter that the audience gets.

A recipient in several audiences of an event gets only the first letter.
"""

NOTIFIED = tuple(sorted({kind for kind, _ in LETTER_OF} | {events.NoticeRequested.type}))
"""The event types that the queue of notices must get: those in `LETTER_OF`, and the request to send one again."""


def _leading(event: Event, _: Ticket) -> tuple[str, ...]:
    """The lead at the time of the event, so that a repeat reaches nobody else; the coordinator if there was none."""
    return (event.data.lead or COORDINATOR,)


def _leading_beside(event: Event, _: Ticket) -> Iterable[str]:
    """The lead who is joined by other OPDs, unless the lead itself has added them."""
    return {event.data.lead} - {"", event.actor}


def _made_to_wait(event: Event, _: Ticket) -> Iterable[str]:
    """The OPD whose assignment now waits for others, unless that was its own decision."""
    data = event.data
    return {data.opd} - {event.actor} if isinstance(data, events.AssignmentOrdered) and data.after else ()


def _former(event: Event, _: Ticket) -> Iterable[str]:
    """The former lead."""
    return [event.data.from_] if isinstance(event.data, events.LeadMoved) and event.data.from_ else []


def _freed(event: Event, _: Ticket) -> Iterable[str]:
    """The OPD whose assignment was waived, unless `ticket.archived` of an unanswered report notifies it already."""
    is_of_archiving = isinstance(event.data, events.AssignmentWaived) and event.data.reason
    return () if is_of_archiving else (event.data.opd,)


def _reopened(event: Event, _: Ticket) -> Iterable[str]:
    return (event.data.reopened or ()) if isinstance(event.data, events.TicketDisputed) else ()


def _mentioned(event: Event, _: Ticket) -> Iterable[str]:
    return event.data.mentions if isinstance(event.data, events.RoomWritten) else ()


def _watch_recipients(event: Event) -> Iterable[str]:
    """The recipients that the deadline watch chose."""
    return event.data.told if isinstance(event.data, events.LadderStep) else ()


def _assigned(role: str) -> Callable[[Event, Ticket], Iterable[str]]:
    return lambda event, _: [assigned.opd for assigned in event.data.assignments if assigned.role == role]


def _owes(event: Event, name: str) -> bool:
    return name == (event.data.opd or COORDINATOR)


AUDIENCES: Mapping[str, Callable[[Event, Ticket], Iterable[str]]] = {
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
    "owing": lambda event, _: [name for name in _watch_recipients(event) if event.data.opd == name],
    "deciding": lambda event, _: [
        name for name in _watch_recipients(event) if not event.data.opd and _owes(event, name)
    ],
    "hearing": lambda event, _: [name for name in _watch_recipients(event) if not _owes(event, name)],
}
"""The names in each audience: OPD codes, `coordinator` or `leaders`."""


@value
class OpdRecipient:
    """A recipient of a notice.

    `name` is an OPD code, `coordinator` or `leaders`; `letter` a table of `notices.toml`; `role` the OPD's in the
    ticket; `due` aware, in UTC; `why` the reason by language, with empty texts where none is needed.
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
    """Everyone who gets a notice of this event, each once; nobody if `LETTER_OF` does not have its type."""
    by_name: dict[str, OpdRecipient] = {}
    for name, letter in _letters(event, ticket):
        by_name.setdefault(name, _recipient(name, letter, event, ticket))
    return tuple(by_name.values())


def _letters(event: Event, ticket: Ticket) -> Iterator[tuple[str, str]]:
    for (kind, audience), letter in LETTER_OF.items():
        if kind == event.type:
            yield from ((name, letter) for name in AUDIENCES[audience](event, ticket))


def _recipient(name: str, letter: str, event: Event, ticket: Ticket) -> OpdRecipient:
    """The assignment as the event has it takes precedence over the ticket's, which may have changed since."""
    assigned = next((each for each in event.data.assignments if each.opd == name), None)
    if assigned:
        return OpdRecipient(name, letter, assigned.due, assigned.role, assigned.why)
    assignment = find(ticket, name)
    due = _due(event, ticket, assignment)
    return OpdRecipient(name, letter, due, str(assignment.role) if assignment else None, _why(event))


def _why(event: Event) -> Mapping[str, str]:
    return event.data.why if isinstance(event.data, events.TicketUnroutable) else {"id": "", "en": ""}


def _due(event: Event, ticket: Ticket, assignment: Assignment | None) -> datetime:
    """The deadline that the event names for this assignment or the ticket; otherwise the one in the ticket."""
    due = event.data.due
    if assignment and isinstance(event.data, events.TicketDisputed) and event.data.reopened is not None:
        due = event.data.reopened
    if assignment and isinstance(due, Mapping):
        due = due.get(assignment.opd)
    if isinstance(due, datetime):
        return due
    if assignment:
        return assignment.due
    dues = [each.due for each in active_assignments(ticket)]
    return max(dues, default=event.at)
