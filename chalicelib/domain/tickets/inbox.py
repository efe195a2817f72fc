"""What lies in an inbox, the open parts of an OPD or the tickets on the coordinator's desk, and what one asks of it."""

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

MOST = 200
"""So far the lines of an inbox, or of one slice of it, are counted."""

UNACCEPTED, VALIDATION = "unaccepted", "validation"


class PauseKind(StrEnum):
    """Whether a line's time runs, or for whose sake it stands. What runs comes first in an inbox, in this order."""

    NONE = ""
    CITIZEN = "c"
    OPD = "o"


def pause_of(ticket: Ticket, part: Assignment | None = None) -> PauseKind:
    """Of a part, or of what lies on the desk. Who waits for the citizen and for an OPD waits for the citizen first."""
    if ticket.status is TicketStatus.INCOMPLETE:
        return PauseKind.CITIZEN
    return PauseKind.OPD if part and waits_for(ticket, part) else PauseKind.NONE


def inbox_state_of(ticket: Ticket, part: Assignment) -> str:
    """The one shelf of its inbox on which an open part lies: nobody has accepted it, a second person must look at it,
    or it is in somebody's hands (`@` and the user name). Empty once it is over.
    """
    if not is_open(ticket, part):
        return ""
    return _SHELVES.get(part.status) or in_hands_of(part.person)


_SHELVES: Mapping[str, str] = {
    AssignmentStatus.ASSIGNED: UNACCEPTED,
    AssignmentStatus.AWAITING_VALIDATION: VALIDATION,
}


def in_hands_of(person: str) -> str:
    """The shelf of what this person has accepted."""
    return f"@{person}"


@value
class Slice:
    """What of an inbox is asked for: all of it, or one shelf (of the desk: why it lies there); whatever its clock, or
    only this one. With `since` (from then on) or `until` (before then), aware, only what runs and is due then.
    """

    shelf: str = ""
    pause: PauseKind | None = None
    since: datetime | None = None
    until: datetime | None = None


ALL = Slice()

PROOF = "proof"
"""The coordinator's second inbox: photos of work that are doubtful as proof."""


@value
class InboxLine:
    """One line of an inbox: enough to choose what to do next, nothing of what was written.

    `status` is that of the OPD's part, or at the coordinator's desk that of the ticket; `role` is `lead` or `support`,
    empty at the desk; `reason` why it lies there, empty in an OPD's inbox. `waits_for` are the OPDs whose parts come
    first. `due` is aware, UTC; while the citizen is asked (`ticket_status` incomplete) or the part waits, its clock
    stands. `hints` as on the desk. In the inbox PROOF, `photo` is the doubtful one and `reason` its flags, by commas.
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
    """By due date, the soonest first."""

    lines: tuple[InboxLine, ...]
    cursor: str | None  # opaque; None on the last page


def is_in(slice_: Slice, line: InboxLine) -> bool:
    """Whether the line is one of the slice: as the indexes have it, for a box of which all lines are known."""
    on_shelf = slice_.shelf in ("", _shelf(line))
    if slice_.since is None and slice_.until is None:
        return on_shelf and slice_.pause in (None, _pause(line))
    since, until = slice_.since or line.due, slice_.until
    return on_shelf and not line.is_paused and since <= line.due and (until is None or line.due < until)


def _shelf(line: InboxLine) -> str:
    return line.reason or _SHELVES.get(line.status) or in_hands_of(line.person)


def _pause(line: InboxLine) -> PauseKind:
    if line.ticket_status == TicketStatus.INCOMPLETE:
        return PauseKind.CITIZEN
    return PauseKind.OPD if line.waits_for else PauseKind.NONE
