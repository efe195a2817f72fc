"""A ticket's state, replayed from its events alone, without any rule of the domain."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chalicelib.domain import events
from chalicelib.domain.events import Event

OPEN, RESOLVED, CLOSED, DUPLICATE = "open", "resolved", "closed", "duplicate"
ENDS = {
    events.TicketResolved.type: RESOLVED, events.TicketConfirmed.type: CLOSED, events.TicketClosed.type: CLOSED,
    events.TicketWithdrawn.type: "archived",
    events.TicketArchived.type: "archived", events.TicketReferred.type: "referred",
    events.TicketMerged.type: DUPLICATE, events.TicketDisputed.type: OPEN,
    events.TicketUnmerged.type: OPEN,
}  # fmt: skip
CHECKED = {
    events.TicketPublished.type, events.TicketHidden.type, events.TicketRedacted.type, events.TicketWithdrawn.type,
}  # fmt: skip
BY_STAFF = {events.COORDINATOR, events.SYSTEM}

Promised = tuple[datetime, datetime]
"""When something was promised, and until when."""


@dataclass
class ReplayedAssignment:
    """One OPD's assignment. `promised`: how its due date was promised last; `answer_promised`: that of its first answer.
    `is_known`: the events hold the date by which the first answer is due.
    """

    due: datetime
    promised: Promised
    answer: datetime | None
    answer_promised: Promised | None
    is_over: bool = False
    is_inactive: bool = False
    after: tuple[str, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Promise:
    what: str
    opd: str
    due: datetime
    promised: Promised

    @property
    def key(self) -> tuple[str, str, str]:
        return self.what, self.opd, self.due.isoformat()


@dataclass
class ReplayedTicket:
    """The state after the events that were applied. `desk_promised`: how the decision on the desk was promised.
    `check`: how the check of its content was promised. `carried_answers`: by OPD, when its first answer was due before any merge (under "") and is due in each duplicate.
    """

    received: Promised
    assignments: dict[str, ReplayedAssignment] = field(default_factory=dict)
    end: str = OPEN
    desk: tuple[str, datetime] | None = None
    desk_promised: Promised | None = None
    asked_at: datetime | None = None
    asked_last: datetime | None = None
    reminded: datetime | None = None
    carried_answers: dict[str, dict[str, datetime | None]] = field(default_factory=dict)
    resolved: datetime | None = None
    check: Promised | None = None

    def apply(self, event: Event) -> None:
        data = event.data
        self._assigned(event)
        if act := _APPLY.get(event.type):
            act(self, event, data.opd)
        if event.type in ENDS:
            self._ended(event)
        if event.type in {
            events.TicketUnroutable.type,
            events.AssignmentReturned.type,
            events.TicketDisputed.type,
            events.TicketContested.type,
        }:
            self._desk(event)
        self._moved(event)
        self._published(event)
        if isinstance(data, events.TicketUnmerged):
            self._unmerged(data)

    def promises(self) -> Iterator[Promise]:
        """What somebody owes now."""
        if self.check:
            yield Promise("publication", "", self.check[1], self.check)
        if self.asked_at or (self.end not in (OPEN, RESOLVED, CLOSED) and not self.desk):
            return
        for opd, assignment in self.assignments.items() if self.end != DUPLICATE else ():
            if not assignment.is_over and not self.waits(assignment):
                if assignment.answer and assignment.answer_promised and assignment.answer < assignment.due:
                    yield Promise("answer", opd, assignment.answer, assignment.answer_promised)
                yield Promise("resolution", opd, assignment.due, assignment.promised)
        if self.desk and self.desk_promised:
            yield Promise(self.desk[0], "", self.desk[1], self.desk_promised)
        elif self.end == OPEN and all(assignment.is_inactive for assignment in self.assignments.values()):
            yield Promise("verification", "", self.received[1], self.received)

    def waits(self, assignment: ReplayedAssignment) -> bool:
        return any(opd in self.assignments and not self.assignments[opd].is_over for opd in assignment.after)

    def _assigned(self, event: Event) -> None:
        """Assignments that are given to OPDs, perhaps once more."""
        for each in event.data.assignments:
            promised = (event.at, each.answer_due) if each.answer_due else None
            self.assignments[each.opd] = ReplayedAssignment(
                each.due, (event.at, each.due), each.answer_due, promised, after=each.after
            )
        if event.data.assignments and event.actor in BY_STAFF and event.type != events.TicketAbsorbed.type:
            self.desk = None

    def _ended(self, event: Event) -> None:
        self.end = ENDS[event.type]
        self.desk = self.asked_at = None
        if event.type == events.TicketResolved.type:
            self.resolved = event.at
        if self.end in ("archived", "referred"):
            for assignment in self.assignments.values():
                assignment.is_inactive = assignment.is_inactive or not assignment.is_over
                assignment.is_over = True

    def _desk(self, event: Event) -> None:
        due = _due(event)
        kind = {events.TicketUnroutable.type: "verification", events.AssignmentReturned.type: "returned"}.get(
            event.type, "disputed"
        )
        self.desk, self.desk_promised = (kind, due), (event.at, due)

    def _published(self, event: Event) -> None:
        """A reader's flag asks for a check, and each decision about what the public reads settles it."""
        data = event.data
        if isinstance(data, events.TicketFlagged):
            self.check = self.check or (event.at, data.due)
        elif event.type in CHECKED or (isinstance(data, events.TicketArchived) and data.abuse):
            self.check = None

    def _unmerged(self, data: events.TicketUnmerged) -> None:
        """The ticket stands by itself again, as it was before the merge."""
        desk, kinds = data.desk, {"unroutable": "verification"}
        self.desk = (kinds.get(desk.reason, desk.reason), desk.due) if desk else None
        self.asked_at = data.asked

    def _moved(self, event: Event) -> None:
        """Dates that other steps have moved."""
        data = event.data
        dues = data.dues if isinstance(data, events.TicketAbsorbed | events.TicketReleased) else {}
        reopened = (data.reopened or {}) if isinstance(data, events.TicketDisputed) else {}
        for opd, due in {**dues, **reopened}.items():
            assignment = self.assignments[opd]
            assignment.due, assignment.promised = due, (event.at, due)
            assignment.is_over = assignment.is_over and opd not in reopened
        if isinstance(data, events.TicketCompleted | events.TicketUnmerged):
            for opd, due in data.due.items():
                self.assignments[opd].due = due
            for opd, due in data.answer_due.items() if isinstance(data, events.TicketCompleted) else ():
                self.assignments[opd].answer = due
        if isinstance(data, events.TicketCompleted | events.TicketAbsorbed | events.TicketReleased):
            self.desk = (self.desk[0], data.desk) if self.desk and data.desk else self.desk


def _asked(replayed: ReplayedTicket, event: Event, opd: str) -> None:
    replayed.asked_at, replayed.asked_last, replayed.reminded = replayed.asked_at or event.at, event.at, None
    if opd:
        replayed.assignments[opd].answer = None


def _completed(replayed: ReplayedTicket, _event: Event, _opd: str) -> None:
    replayed.asked_at = None


def _reminded(replayed: ReplayedTicket, event: Event, _: str) -> None:
    replayed.reminded = event.at


def _answered(replayed: ReplayedTicket, _: Event, opd: str) -> None:
    replayed.assignments[opd].answer = None


def _over(replayed: ReplayedTicket, _: Event, opd: str) -> None:
    replayed.assignments[opd].is_over, replayed.assignments[opd].answer = True, None


def _gone(replayed: ReplayedTicket, _: Event, opd: str) -> None:
    replayed.assignments[opd].is_over = replayed.assignments[opd].is_inactive = True


def _ordered(replayed: ReplayedTicket, event: Event, opd: str) -> None:
    replayed.assignments[opd].after = event.data.after if isinstance(event.data, events.AssignmentOrdered) else ()


def _released(replayed: ReplayedTicket, event: Event, opd: str) -> None:
    assignment = replayed.assignments[opd]
    assignment.due = _due(event)
    assignment.answer = event.data.answer_due if isinstance(event.data, events.AssignmentReleased) else None


def _extended(replayed: ReplayedTicket, event: Event, opd: str) -> None:
    due = _due(event)
    replayed.assignments[opd].due, replayed.assignments[opd].promised = due, (event.at, due)


def _settled(replayed: ReplayedTicket, event: Event, _: str) -> None:
    if event.type != events.LeadMoved.type or event.actor in BY_STAFF:
        replayed.desk = None


def _joined(replayed: ReplayedTicket, event: Event, _: str) -> None:
    """The earlier answer counts; where its clock stood, no event tells when it is due."""
    if not isinstance(event.data, events.TicketAbsorbed):
        raise TypeError(event.type)
    for opd, was in event.data.was.items():
        replayed.carried_answers.setdefault(opd, {}).setdefault("", was.answer)
    for opd, carried in event.data.stakes.items():
        assignment = replayed.assignments[opd]
        replayed.carried_answers.setdefault(opd, {})[event.data.from_] = carried.answer
        if assignment.answer and carried.answer:
            assignment.answer = min(assignment.answer, carried.answer)
        assignment.is_known = assignment.is_known and not replayed.waits(assignment)


def _left(replayed: ReplayedTicket, event: Event, _: str) -> None:
    """Without the duplicate that leaves, the earliest of the others counts, where the assignment goes back to its own deadline."""
    if not isinstance(event.data, events.TicketReleased):
        raise TypeError(event.type)
    for opd, carried_answers in replayed.carried_answers.items():
        carried_answers.pop(event.data.from_, None)
        others = [answer for answer in carried_answers.values() if answer]
        assignment = replayed.assignments[opd]
        if opd in event.data.dues and assignment.answer and others:
            assignment.answer = min(others)
        if not carried_answers.keys() - {""}:
            carried_answers.clear()


_APPLY: Mapping[str, Callable[[ReplayedTicket, Event, str], None]] = {
    events.TicketIncomplete.type: _asked, events.TicketCompleted.type: _completed,
    events.TicketReminded.type: _reminded, events.AssignmentAnswered.type: _answered,
    events.AssignmentDone.type: _over, events.AssignmentReturned.type: _gone, events.AssignmentWaived.type: _gone,
    events.AssignmentOrdered.type: _ordered,
    events.AssignmentReleased.type: _released, events.DeadlineExtended.type: _extended,
    events.TicketVerified.type: _settled, events.TicketUpheld.type: _settled,
    events.LeadMoved.type: _settled, events.TicketAbsorbed.type: _joined, events.TicketReleased.type: _left,
}  # fmt: skip


def _due(event: Event) -> datetime:
    if not isinstance(event.data.due, datetime):
        raise TypeError(event.type)
    return event.data.due
