"""The assignments of a ticket: finding them, changing the status of one, and which of them wait for others."""

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.status import ASSIGNMENT_TRANSITIONS, AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Role, Ticket

_A = AssignmentStatus

INACTIVE = frozenset({_A.RETURNED, _A.WAIVED})
OVER = INACTIVE | {_A.DONE}
WORKED_ON = frozenset({_A.ACCEPTED, _A.IN_PROGRESS, _A.AWAITING_VALIDATION, _A.DONE})


def find(ticket: Ticket, opd: str) -> Assignment | None:
    """The OPD's assignment, whatever its status; None if it has none."""
    return next((assignment for assignment in ticket.assignments if assignment.opd == opd), None)


def active_assignments(ticket: Ticket) -> tuple[Assignment, ...]:
    """The assignments that were neither returned nor waived."""
    return tuple(assignment for assignment in ticket.assignments if assignment.status not in INACTIVE)


def open_assignments(ticket: Ticket) -> tuple[Assignment, ...]:
    """The assignments that are not over; none in a duplicate, whose work goes on in its original."""
    return tuple(assignment for assignment in ticket.assignments if is_open(ticket, assignment))


def is_open(ticket: Ticket, assignment: Assignment) -> bool:
    """Whether the assignment has work left that is done in this ticket."""
    return assignment.status not in OVER and ticket.status is not TicketStatus.DUPLICATE


def assignment_of(ticket: Ticket, opd: str) -> Assignment:
    """The OPD's assignment.

    Raises:
        ForbiddenStep: the OPD has none, or it was returned or waived.
    """
    assignment = find(ticket, opd)
    if assignment is None or assignment.status in INACTIVE:
        raise ForbiddenStep("no_part", opd=opd)
    return assignment


def support_of(ticket: Ticket, opd: str) -> Assignment:
    """The OPD's supporting assignment.

    Raises:
        ForbiddenStep: the OPD has no assignment, or leads already.
    """
    assignment = assignment_of(ticket, opd)
    if assignment.role is not Role.SUPPORT:
        raise ForbiddenStep("leads_already", opd=opd)
    return assignment


def lead_of(ticket: Ticket) -> Assignment | None:
    """The lead's assignment; None while no OPD leads."""
    return next((assignment for assignment in active_assignments(ticket) if assignment.role is Role.LEAD), None)


def lead_code(ticket: Ticket) -> str:
    """Code of the OPD that leads; empty while none does."""
    lead = lead_of(ticket)
    return lead.opd if lead else ""


def with_status(assignment: Assignment, to: AssignmentStatus, person: str = "") -> Assignment:
    """The assignment in another status, held by this person; by the same one as before if none is named.

    Raises:
        ForbiddenStep: the status cannot follow the present one.
    """
    if to not in ASSIGNMENT_TRANSITIONS[assignment.status]:
        raise ForbiddenStep("part_step", status=str(assignment.status), to=str(to))
    return replace(assignment, status=to, person=person or assignment.person)


def with_assignments(ticket: Ticket, assignments: Sequence[Assignment]) -> Ticket:
    """The ticket with these assignments, which replace those of the same OPDs or are added."""
    new = {assignment.opd: assignment for assignment in assignments}
    kept = [new.pop(assignment.opd, assignment) for assignment in ticket.assignments]
    return replace(ticket, assignments=(*kept, *new.values()))


def waits_for(ticket: Ticket, assignment: Assignment) -> tuple[str, ...]:
    """The OPDs whose unfinished assignments this one waits for; none once it is over itself."""
    if assignment.status in OVER:
        return ()
    known = (find(ticket, opd) for opd in assignment.after)
    return tuple(other.opd for other in known if other and other.status not in OVER)


def all_predecessors(ticket: Ticket, opd: str) -> frozenset[str]:
    """Every OPD that this one waits for, directly or through others."""
    predecessors: set[str] = set()
    unvisited = [opd]
    while unvisited:
        assignment = find(ticket, unvisited.pop())
        new = set(assignment.after) - predecessors if assignment else set()
        predecessors |= new
        unvisited += new
    return frozenset(predecessors)
