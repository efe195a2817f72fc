"""What the duplicates of a ticket have at stake in its parts: told by its history, so that a merge can be undone.

`ticket.absorbed` says what came with a duplicate, `ticket.released` that the duplicate has left.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chalicelib.domain.deadlines.deadline_terms import Terms
from chalicelib.domain.events import AssignedOpd, Event, Promised, TicketAbsorbed, TicketReleased
from chalicelib.domain.tickets.assignments import GONE, active_assignments, all_before, find, open_assignments
from chalicelib.domain.tickets.status import AssignmentStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Desk, Role, Ticket


def carried(duplicate: Ticket, at: datetime, terms: Terms) -> tuple[Assignment, ...]:
    """The open parts of the duplicate with what they owe as of now, whatever clock of theirs stood."""
    return tuple(_running(part, duplicate, at, terms) for part in open_assignments(duplicate))


@dataclass(frozen=True, slots=True)
class CarriedAssignments:
    """`parts` of the kept ticket that differ: brought along, or due earlier (`was`: what they owed before). `due` is by
    when each OPD of the duplicate is done in the kept ticket.
    """

    came: tuple[Assignment, ...]
    brought: tuple[Assignment, ...]
    hastened: tuple[Assignment, ...]
    was: Mapping[str, Assignment]
    due: Mapping[str, datetime]

    @property
    def parts(self) -> tuple[Assignment, ...]:
        return (*self.hastened, *self.brought)

    @property
    def promised(self) -> dict[str, Promised]:
        """By OPD, what its part in the duplicate was promised."""
        return {part.opd: _promised(part) for part in self.came}

    @property
    def assigned(self) -> tuple[AssignedOpd, ...]:
        """What is brought along, with how far it is and what it waits for."""
        return tuple(
            AssignedOpd(
                opd=part.opd, role=part.role, due=part.due, why=part.why, answer_due=part.answer_due,
                status=part.status, after=part.after,
            )
            for part in self.brought
        )  # fmt: skip

    @property
    def owed_before(self) -> dict[str, Promised]:
        """By OPD whose part differs, what it owed in the kept ticket."""
        return {opd: _promised(part) for opd, part in self.was.items()}


def carry_over(kept: Ticket, came: Iterable[Assignment], at: datetime, terms: Terms) -> CarriedAssignments:
    """How the parts that come go on in the kept ticket: never later than they were promised."""
    came = tuple(came)
    known = {part.opd: find(kept, part.opd) for part in came}
    brought = [_brought(part, kept) for part in came if _is_missing(known[part.opd])]
    hastened, was = [], {}
    for part in came:
        own = known[part.opd]
        if own is None or own.status in GONE or own.status is AssignmentStatus.DONE:
            continue
        sooner = _hastened(own, part, at, terms)
        if sooner != own:
            hastened.append(sooner)
            was[part.opd] = own
    after = {part.opd: part for part in (*(p for p in known.values() if p), *brought, *hastened)}
    due = {part.opd: after[part.opd].due for part in came}
    return CarriedAssignments(came, tuple(brought), tuple(hastened), was, due)


def depth(case: Case) -> int:
    """How many links lead to this ticket at most."""
    return max((data.depth for data in _absorbed(case)), default=0)


@dataclass(slots=True)
class AbsorbedDeadlines:
    """By OPD: what its part owed before any merge (`own`), what each duplicate was promised (`stakes`), by when it was
    due after the last merge or undo (`dues`). `lent`: who is there for duplicates only, and how far that part was then.
    """

    own: dict[str, Promised] = field(default_factory=dict)
    stakes: dict[str, dict[str, Promised]] = field(default_factory=dict)
    dues: dict[str, datetime] = field(default_factory=dict)
    lent: dict[str, str] = field(default_factory=dict)

    def apply(self, event: Event) -> None:
        data = event.data
        if isinstance(data, TicketAbsorbed):
            self._absorb(data)
            self.dues |= data.dues
        elif isinstance(data, TicketReleased):
            self._let_go(data.from_)
            self.dues |= data.dues
        else:
            for assigned in data.assignments:
                self.lent.pop(assigned.opd, None)

    def _absorb(self, data: TicketAbsorbed) -> None:
        self.lent |= {brought.opd: brought.status for brought in data.assignments}
        for opd, was in data.was.items():
            self.own.setdefault(opd, was)
        for opd, promised in data.stakes.items():
            self.stakes.setdefault(opd, {})[data.from_] = promised

    def _let_go(self, duplicate: str) -> None:
        for opd, by in list(self.stakes.items()):
            by.pop(duplicate, None)
            if not by:
                del self.stakes[opd]
                self.own.pop(opd, None)
                self.lent.pop(opd, None)


def absorbed_deadlines(case: Case) -> AbsorbedDeadlines:
    """By when each OPD owes its part to whom, as the history of the ticket that is kept tells it."""
    found = AbsorbedDeadlines()
    for event in case.events:
        found.apply(event)
    return found


def restored(kept: Ticket, owes: AbsorbedDeadlines, leaving: str) -> tuple[Assignment, ...]:
    """The parts that are due later again once this duplicate has left. One whose date was moved since (its clock
    stood, a leader gave more time) stays as it is, which is never too late.
    """
    parts = (_restored(part, owes, leaving) for part in open_assignments(kept) if part.opd in owes.own)
    return tuple(part for part in parts if part != find(kept, part.opd))


def left_over(kept: Ticket, owes: AbsorbedDeadlines, leaving: str) -> tuple[Assignment, ...]:
    """The parts that came with duplicates, that no other duplicate needs and that are no further than they came."""
    lent = (part for part in open_assignments(kept) if owes.lent.get(part.opd) == part.status)
    return tuple(part for part in lent if set(owes.stakes.get(part.opd, ())) <= {leaving})


def restored_desk(kept: Case, leaving: str) -> Desk | None:
    """What lies on the desk, by its own date again if it is there by that of the one that leaves."""
    desk = kept.ticket.desk
    joined = (e.data for e in reversed(kept.events) if isinstance(e.data, TicketAbsorbed))
    came = next((data for data in joined if data.from_ == leaving), None)
    if desk is None or came is None or came.desk != desk.due or not came.desk_was:
        return desk
    return replace(desk, due=came.desk_was)


def received_first(case: Case) -> datetime:
    """When the first of all reports that the ticket stands for came in: what is promised now is counted from there."""
    return min((case.ticket.received_at, *(data.received for data in _absorbed(case))))


def _absorbed(case: Case) -> list[TicketAbsorbed]:
    """What is told of those that still follow."""
    follows = set(case.ticket.duplicates)
    joined = (e.data for e in case.events if isinstance(e.data, TicketAbsorbed))
    return [data for data in joined if data.from_ in follows]


def _running(part: Assignment, ticket: Ticket, at: datetime, terms: Terms) -> Assignment:
    stood = [since for since in (ticket.asked_at, part.waiting_since) if since]
    return terms.going_on(part, min(stood), at) if stood else part


def _is_missing(own: Assignment | None) -> bool:
    return own is None or own.status in GONE


def _brought(part: Assignment, kept: Ticket) -> Assignment:
    """It supports whoever leads the kept ticket, and waits only for OPDs that are there and do not wait for it."""
    here = {other.opd for other in active_assignments(kept)}
    after = tuple(opd for opd in part.after if opd in here and part.opd not in all_before(kept, opd))
    return replace(part, role=Role.SUPPORT, after=after)


def _hastened(own: Assignment, came: Assignment, at: datetime, terms: Terms) -> Assignment:
    """The earlier of both dates; where its own clock stands, it is counted from now on."""
    now = terms.going_on(own, own.waiting_since, at) if own.waiting_since else own
    answers = [due for due in (now.answer_due, came.answer_due) if due]
    sooner = replace(now, due=min(now.due, came.due), answer_due=min(answers) if now.answer_due else None)
    if (sooner.due, sooner.answer_due) == (now.due, now.answer_due):
        return own
    return replace(sooner, waiting_since=at if own.waiting_since else None)


def _restored(part: Assignment, owes: AbsorbedDeadlines, leaving: str) -> Assignment:
    own, by = owes.own[part.opd], owes.stakes.get(part.opd, {})
    others = [stake for duplicate, stake in by.items() if duplicate != leaving]
    is_as_merged = part.due == owes.dues.get(part.opd)
    if not is_as_merged or (others and part.waiting_since):
        return part
    due = min(each.due for each in (own, *others))
    answer = min((each.answer for each in (own, *others) if each.answer), default=None)
    waiting = part.waiting_since if others else own.waiting
    return replace(part, due=due, answer_due=answer if part.answer_due else None, waiting_since=waiting)


def _promised(part: Assignment) -> Promised:
    return Promised(due=part.due, answer=part.answer_due, waiting=part.waiting_since)
