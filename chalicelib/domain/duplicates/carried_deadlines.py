"""Deadlines that a merge carries from a duplicate over to the original, and how an unmerge takes them back.

Everything is read from the history of the original: `ticket.absorbed` records what came with a duplicate,
`ticket.released` that the duplicate has left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.events import AssignedOpd, Event, Promised, TicketAbsorbed, TicketReleased
from chalicelib.domain.tickets.assignments import INACTIVE, active_assignments, all_predecessors, find, open_assignments
from chalicelib.domain.tickets.status import AssignmentStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Desk, Role, Ticket


def incoming_assignments(duplicate: Ticket, at: datetime, terms: Terms) -> tuple[Assignment, ...]:
    """The open assignments of the duplicate, with their deadlines as if any paused clock resumed `at`."""
    return tuple(_resumed(assignment, duplicate, at, terms) for assignment in open_assignments(duplicate))


@dataclass(frozen=True, slots=True)
class CarriedAssignments:
    """What a merge does to the assignments of the original.

    Attributes:
        incoming: The open assignments of the duplicate.
        added: Assignments that the original did not have.
        hastened: Assignments of the original that are due earlier now.
        before: By OPD, the hastened assignments as they were.
        due: By OPD of the duplicate, when its assignment is due in the original.
    """

    incoming: tuple[Assignment, ...]
    added: tuple[Assignment, ...]
    hastened: tuple[Assignment, ...]
    before: Mapping[str, Assignment]
    due: Mapping[str, datetime]

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        return (*self.hastened, *self.added)

    @property
    def promised(self) -> dict[str, Promised]:
        """By OPD, what its assignment in the duplicate promised."""
        return {assignment.opd: _promised(assignment) for assignment in self.incoming}

    @property
    def assigned(self) -> tuple[AssignedOpd, ...]:
        """The added assignments as event data, with their status and what they wait for."""
        return tuple(
            AssignedOpd(
                opd=assignment.opd,
                role=assignment.role,
                due=assignment.due,
                why=assignment.why,
                answer_due=assignment.answer_due,
                status=assignment.status,
                after=assignment.after,
            )
            for assignment in self.added
        )

    @property
    def owed_before(self) -> dict[str, Promised]:
        """By OPD of a hastened assignment, what it promised in the original before."""
        return {opd: _promised(assignment) for opd, assignment in self.before.items()}


def carry_over(original: Ticket, incoming: Iterable[Assignment], at: datetime, terms: Terms) -> CarriedAssignments:
    """Carry the incoming assignments over to the original, never later than they were promised."""
    incoming = tuple(incoming)
    own_assignments = {assignment.opd: find(original, assignment.opd) for assignment in incoming}
    added = [_added(assignment, original) for assignment in incoming if _is_absent(own_assignments[assignment.opd])]
    hastened, before = [], {}
    for assignment in incoming:
        own = own_assignments[assignment.opd]
        if own is None or own.status in INACTIVE or own.status is AssignmentStatus.DONE:
            continue
        earlier = _hastened(own, assignment, at, terms)
        if earlier != own:
            hastened.append(earlier)
            before[assignment.opd] = own
    after = {assignment.opd: assignment for assignment in (*filter(None, own_assignments.values()), *added, *hastened)}
    due = {assignment.opd: after[assignment.opd].due for assignment in incoming}
    return CarriedAssignments(incoming, tuple(added), tuple(hastened), before, due)


def chain_depth(case: Case) -> int:
    """The longest chain of merges that leads to this ticket."""
    return max((data.depth for data in _absorbed(case)), default=0)


@dataclass(slots=True)
class AbsorbedDeadlines:
    """The deadlines that the original took over from its duplicates, folded from its events.

    Attributes:
        own: By OPD, what its assignment promised before any merge.
        promised: By OPD and duplicate, what that duplicate was promised.
        dues: By OPD, when its assignment was due after the last merge or unmerge.
        added: By OPD that is there for duplicates only, the status in which its assignment came.
    """

    own: dict[str, Promised] = field(default_factory=dict)
    promised: dict[str, dict[str, Promised]] = field(default_factory=dict)
    dues: dict[str, datetime] = field(default_factory=dict)
    added: dict[str, str] = field(default_factory=dict)

    def apply(self, event: Event) -> None:
        data = event.data
        if isinstance(data, TicketAbsorbed):
            self._absorb(data)
            self.dues |= data.dues
        elif isinstance(data, TicketReleased):
            self._release(data.from_)
            self.dues |= data.dues
        else:
            for assigned in data.assignments:
                self.added.pop(assigned.opd, None)

    def _absorb(self, data: TicketAbsorbed) -> None:
        self.added |= {assigned.opd: assigned.status for assigned in data.assignments}
        for opd, promise in data.was.items():
            self.own.setdefault(opd, promise)
        for opd, promise in data.stakes.items():
            self.promised.setdefault(opd, {})[data.from_] = promise

    def _release(self, duplicate: str) -> None:
        for opd, by_duplicate in list(self.promised.items()):
            by_duplicate.pop(duplicate, None)
            if not by_duplicate:
                del self.promised[opd]
                self.own.pop(opd, None)
                self.added.pop(opd, None)


def absorbed_deadlines(case: Case) -> AbsorbedDeadlines:
    """Fold the merge events in the history of the original."""
    absorbed = AbsorbedDeadlines()
    for event in case.events:
        absorbed.apply(event)
    return absorbed


def restored_assignments(original: Ticket, absorbed: AbsorbedDeadlines, leaving: str) -> tuple[Assignment, ...]:
    """The assignments that are due later again once this duplicate has left.

    An assignment whose date was moved since the merge (by a pause or an extension) stays as it is.
    """
    assignments = (
        _restored(assignment, absorbed, leaving)
        for assignment in open_assignments(original)
        if assignment.opd in absorbed.own
    )
    return tuple(assignment for assignment in assignments if assignment != find(original, assignment.opd))


def unneeded_assignments(original: Ticket, absorbed: AbsorbedDeadlines, leaving: str) -> tuple[Assignment, ...]:
    """Assignments that were added by merges, that no other duplicate needs and that nobody has worked on since."""
    added = (
        assignment
        for assignment in open_assignments(original)
        if absorbed.added.get(assignment.opd) == assignment.status
    )
    return tuple(assignment for assignment in added if set(absorbed.promised.get(assignment.opd, ())) <= {leaving})


def restored_desk(original: Case, leaving: str) -> Desk | None:
    """The desk of the original, with its own date back if its current date came with the duplicate that leaves."""
    desk = original.ticket.desk
    merges = (e.data for e in reversed(original.events) if isinstance(e.data, TicketAbsorbed))
    merge = next((data for data in merges if data.from_ == leaving), None)
    if desk is None or merge is None or merge.desk != desk.due or not merge.desk_was:
        return desk
    return replace(desk, due=merge.desk_was)


def first_received_at(case: Case) -> datetime:
    """When the first report came in of all that the ticket stands for; new promises count from there."""
    return min((case.ticket.received_at, *(data.received for data in _absorbed(case))))


def _absorbed(case: Case) -> list[TicketAbsorbed]:
    """The merge events of the duplicates that still follow this ticket."""
    follows = set(case.ticket.duplicates)
    merges = (e.data for e in case.events if isinstance(e.data, TicketAbsorbed))
    return [data for data in merges if data.from_ in follows]


def _resumed(assignment: Assignment, ticket: Ticket, at: datetime, terms: Terms) -> Assignment:
    paused_since = [since for since in (ticket.asked_at, assignment.waiting_since) if since]
    return terms.after_pause(assignment, min(paused_since), at) if paused_since else assignment


def _is_absent(own: Assignment | None) -> bool:
    return own is None or own.status in INACTIVE


def _added(assignment: Assignment, original: Ticket) -> Assignment:
    """The assignment in the original: it supports, and waits only for OPDs that are there and do not wait for it."""
    here = {other.opd for other in active_assignments(original)}
    after = tuple(
        opd for opd in assignment.after if opd in here and assignment.opd not in all_predecessors(original, opd)
    )
    return replace(assignment, role=Role.SUPPORT, after=after)


def _hastened(own: Assignment, incoming: Assignment, at: datetime, terms: Terms) -> Assignment:
    """The original's assignment with the earlier of both dates; a pause of its clock starts anew `at`."""
    now = terms.after_pause(own, own.waiting_since, at) if own.waiting_since else own
    answers = [due for due in (now.answer_due, incoming.answer_due) if due]
    earlier = replace(now, due=min(now.due, incoming.due), answer_due=min(answers) if now.answer_due else None)
    if (earlier.due, earlier.answer_due) == (now.due, now.answer_due):
        return own
    return replace(earlier, waiting_since=at if own.waiting_since else None)


def _restored(assignment: Assignment, absorbed: AbsorbedDeadlines, leaving: str) -> Assignment:
    own, by_duplicate = absorbed.own[assignment.opd], absorbed.promised.get(assignment.opd, {})
    other_promises = [promise for duplicate, promise in by_duplicate.items() if duplicate != leaving]
    is_as_merged = assignment.due == absorbed.dues.get(assignment.opd)
    if not is_as_merged or (other_promises and assignment.waiting_since):
        return assignment
    due = min(promise.due for promise in (own, *other_promises))
    answer = min((promise.answer for promise in (own, *other_promises) if promise.answer), default=None)
    waiting = assignment.waiting_since if other_promises else own.waiting
    return replace(assignment, due=due, answer_due=answer if assignment.answer_due else None, waiting_since=waiting)


def _promised(assignment: Assignment) -> Promised:
    return Promised(due=assignment.due, answer=assignment.answer_due, waiting=assignment.waiting_since)
