"""Inboxes: the open assignments of an OPD, or the tickets on the coordinator's desk, and which lines are wanted."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.tickets.assignments import is_open, waits_for
from chalicelib.domain.tickets.status import AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Hint, Ticket
from chalicelib.domain.values import value

COORDINATOR = "coordinator"
"""The inbox that is not an OPD's: the coordinator's desk."""

SOON = 2
"""Working days within which something is due soon."""

MAX_COUNTED = 200
"""Lines up to which an inbox, or a filtered view of it, is counted."""

UNACCEPTED, VALIDATION = "unaccepted", "validation"


class PauseKind(StrEnum):
    """Whom a line's clock waits for, if it stands. An inbox lists running lines first, then in this order."""

    NONE = ""
    CITIZEN = "c"
    OPD = "o"


def pause_of(ticket: Ticket, assignment: Assignment | None = None) -> PauseKind:
    """Whom an assignment waits for, or the desk if none is named; the citizen goes before other OPDs."""
    if ticket.status is TicketStatus.INCOMPLETE:
        return PauseKind.CITIZEN
    return PauseKind.OPD if assignment and waits_for(ticket, assignment) else PauseKind.NONE


def inbox_state_of(ticket: Ticket, assignment: Assignment) -> str:
    """The state under which an open assignment stands in its inbox: UNACCEPTED, VALIDATION, or that of the person who
    has it in hand. Empty once the assignment is over.
    """
    if not is_open(ticket, assignment):
        return ""
    return _STATES.get(assignment.status) or inbox_state_of_person(assignment.person)


_STATES: Mapping[str, str] = {
    AssignmentStatus.ASSIGNED: UNACCEPTED,
    AssignmentStatus.AWAITING_VALIDATION: VALIDATION,
}


def inbox_state_of_person(person: str) -> str:
    """The inbox state of what this person has accepted: `@` and the user name."""
    return f"@{person}"


@value
class InboxFilter:
    """Which lines of an inbox are wanted.

    Attributes:
        state: The inbox state, or at the desk the reason why a ticket lies there; empty for all.
        pause: Whom the line's clock waits for; None for all.
        since: Due at this instant or later, with a running clock only; aware.
        until: Due before this instant, with a running clock only; aware.
    """

    state: str = ""
    pause: PauseKind | None = None
    since: datetime | None = None
    until: datetime | None = None


ALL = InboxFilter()

PROOF = "proof"
"""The coordinator's second inbox: photos that the proof check doubts."""

CHECK = "publication"
"""The coordinator's third inbox: reports whose content must be checked before or since it is public."""


@value
class InboxLine:
    """One line of an inbox: enough to choose what to do next, without the citizen's words.

    `status` is that of the OPD's assignment, or at the coordinator's desk that of the ticket. `role` is `lead` or
    `support`, empty at the desk. `reason` says why a ticket lies on the desk, and is empty in an OPD's inbox.
    `waits_for` are the OPDs whose work comes first. `due` is aware, UTC; its clock stands while the citizen is asked
    (`ticket_status` is incomplete) or the assignment waits. `hints` are those of the desk. In the inbox PROOF, `photo`
    is the id of the doubtful photo and `reason` its flags, separated by commas. In the inbox CHECK, `reason` holds the
    reasons for the check, separated by commas.
    """

    ticket: str
    service: str
    area: str | None
    status: str
    ticket_status: str
    due: datetime
    role: str = ""
    reason: str = ""
    person: str = ""
    waits_for: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()
    photo: str = ""

    @property
    def is_paused(self) -> bool:
        return self.ticket_status == "incomplete" or bool(self.waits_for)


@value
class InboxPage:
    """Lines of an inbox, by due date within each kind of pause."""

    lines: tuple[InboxLine, ...]
    cursor: str | None  # opaque; None on the last page


def matches_filter(inbox_filter: InboxFilter, line: InboxLine) -> bool:
    """Whether the line is wanted: what the table's indexes answer, for an inbox whose lines are all at hand."""
    has_state = inbox_filter.state in ("", _state_of(line))
    if inbox_filter.since is None and inbox_filter.until is None:
        return has_state and inbox_filter.pause in (None, _pause_of(line))
    since, until = inbox_filter.since or line.due, inbox_filter.until
    return has_state and not line.is_paused and since <= line.due and (until is None or line.due < until)


def _state_of(line: InboxLine) -> str:
    return line.reason or _STATES.get(line.status) or inbox_state_of_person(line.person)


def _pause_of(line: InboxLine) -> PauseKind:
    if line.ticket_status == TicketStatus.INCOMPLETE:
        return PauseKind.CITIZEN
    return PauseKind.OPD if line.waits_for else PauseKind.NONE
