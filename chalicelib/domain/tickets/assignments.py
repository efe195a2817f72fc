"""The parts that OPDs have in a ticket: finding them, moving one, and what waits for what."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.status import ASSIGNMENT_TRANSITIONS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Role, Ticket

_A = AssignmentStatus

GONE = frozenset({_A.RETURNED, _A.WAIVED})
OVER = GONE | {_A.DONE}
WORKED_ON = frozenset({_A.ACCEPTED, _A.IN_PROGRESS, _A.AWAITING_VALIDATION, _A.DONE})


def find(ticket: Ticket, opd: str) -> Assignment | None:
    """The OPD's part, whatever its status."""
    return next((part for part in ticket.assignments if part.opd == opd), None)


def active_assignments(ticket: Ticket) -> tuple[Assignment, ...]:
    """All parts but those that were returned or waived."""
    return tuple(part for part in ticket.assignments if part.status not in GONE)


def open_assignments(ticket: Ticket) -> tuple[Assignment, ...]:
    """The parts that still have work in them; none in a duplicate, whose work goes on in the ticket that it follows."""
    return tuple(part for part in ticket.assignments if is_open(ticket, part))


def is_open(ticket: Ticket, part: Assignment) -> bool:
    """Whether there is work left in the part, and it is done in this ticket."""
    return part.status not in OVER and ticket.status is not TicketStatus.DUPLICATE


def assignment_of(ticket: Ticket, opd: str) -> Assignment:
    """The OPD's part; ForbiddenStep if it has none that is still its own."""
    part = find(ticket, opd)
    if part is None or part.status in GONE:
        raise ForbiddenStep("no_part", opd=opd)
    return part


def support_of(ticket: Ticket, opd: str) -> Assignment:
    """The OPD's part, which must be a supporting one."""
    part = assignment_of(ticket, opd)
    if part.role is not Role.SUPPORT:
        raise ForbiddenStep("leads_already", opd=opd)
    return part


def lead_of(ticket: Ticket) -> Assignment | None:
    """The part that leads; None while none does."""
    return next((part for part in active_assignments(ticket) if part.role is Role.LEAD), None)


def lead_code(ticket: Ticket) -> str:
    """The OPD that leads; empty while none does."""
    lead = lead_of(ticket)
    return lead.opd if lead else ""


def moved(part: Assignment, to: AssignmentStatus, person: str = "") -> Assignment:
    """The part in another status, in the hands of this person."""
    if to not in ASSIGNMENT_TRANSITIONS[part.status]:
        raise ForbiddenStep("part_step", status=str(part.status), to=str(to))
    return replace(part, status=to, person=person or part.person)


def with_assignments(ticket: Ticket, parts: Sequence[Assignment]) -> Ticket:
    """The ticket with these parts in the place of those of the same OPDs, or added."""
    new = {part.opd: part for part in parts}
    kept = [new.pop(part.opd, part) for part in ticket.assignments]
    return replace(ticket, assignments=(*kept, *new.values()))


def waits_for(ticket: Ticket, part: Assignment) -> tuple[str, ...]:
    """The OPDs whose unfinished parts this one waits for; none once it is over itself."""
    if part.status in OVER:
        return ()
    known = (find(ticket, opd) for opd in part.after)
    return tuple(other.opd for other in known if other and other.status not in OVER)


def all_before(ticket: Ticket, opd: str) -> frozenset[str]:
    """Every OPD whose part must precede this one's, directly or through others."""
    found: set[str] = set()
    ahead = [opd]
    while ahead:
        part = find(ticket, ahead.pop())
        new = set(part.after) - found if part else set()
        found |= new
        ahead += new
    return frozenset(found)
