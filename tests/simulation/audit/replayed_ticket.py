"""What a ticket has become, by what each of its events says that it did; knows no rule of the domain."""

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
BY_STAFF = {events.COORDINATOR, events.SYSTEM}

Given = tuple[datetime, datetime]
"""When something was promised, and until when."""


@dataclass
class Part:
    """One OPD's: `given` is how its due date was promised last, `answer_given` that of its first answer. `is_known`:
    the events tell its answer's date.
    """

    due: datetime
    given: Given
    answer: datetime | None
    answer_given: Given | None
    is_over: bool = False
    is_gone: bool = False
    after: tuple[str, ...] = ()
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Promise:
    what: str
    opd: str
    due: datetime
    given: Given

    @property
    def key(self) -> tuple[str, str, str]:
        return self.what, self.opd, self.due.isoformat()


@dataclass
class Story:
    """As it stands after the events that were applied. `put`: how what lies on the desk was promised. `stakes`: by OPD,
    by when its first answer was due before any merge (under "") and is in each ticket that follows this one.
    """

    received: Given
    parts: dict[str, Part] = field(default_factory=dict)
    end: str = OPEN
    desk: tuple[str, datetime] | None = None
    put: Given | None = None
    asked: datetime | None = None
    asked_last: datetime | None = None
    reminded: datetime | None = None
    stakes: dict[str, dict[str, datetime | None]] = field(default_factory=dict)
    resolved: datetime | None = None

    def apply(self, event: Event) -> None:
        data = event.data
        self._assigned(event)
        if act := _ACTS.get(event.type):
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
        if isinstance(data, events.TicketUnmerged):
            self._unmerged(data)

    def promises(self) -> Iterator[Promise]:
        """What somebody owes now."""
        if self.asked or (self.end not in (OPEN, RESOLVED, CLOSED) and not self.desk):
            return
        for opd, part in self.parts.items() if self.end != DUPLICATE else ():
            if not part.is_over and not self.waits(part):
                if part.answer and part.answer_given and part.answer < part.due:
                    yield Promise("answer", opd, part.answer, part.answer_given)
                yield Promise("resolution", opd, part.due, part.given)
        if self.desk and self.put:
            yield Promise(self.desk[0], "", self.desk[1], self.put)
        elif self.end == OPEN and all(part.is_gone for part in self.parts.values()):
            yield Promise("verification", "", self.received[1], self.received)

    def waits(self, part: Part) -> bool:
        return any(opd in self.parts and not self.parts[opd].is_over for opd in part.after)

    def _assigned(self, event: Event) -> None:
        """Parts that are given to OPDs, perhaps once more."""
        for each in event.data.assignments:
            given = (event.at, each.answer_due) if each.answer_due else None
            self.parts[each.opd] = Part(each.due, (event.at, each.due), each.answer_due, given, after=each.after)
        if event.data.assignments and event.actor in BY_STAFF and event.type != events.TicketAbsorbed.type:
            self.desk = None

    def _ended(self, event: Event) -> None:
        self.end = ENDS[event.type]
        self.desk = self.asked = None
        if event.type == events.TicketResolved.type:
            self.resolved = event.at
        if self.end in ("archived", "referred"):
            for part in self.parts.values():
                part.is_gone = part.is_gone or not part.is_over
                part.is_over = True

    def _desk(self, event: Event) -> None:
        due = _due(event)
        kind = {events.TicketUnroutable.type: "verification", events.AssignmentReturned.type: "returned"}.get(
            event.type, "disputed"
        )
        self.desk, self.put = (kind, due), (event.at, due)

    def _unmerged(self, data: events.TicketUnmerged) -> None:
        """It stands by itself again, as it was."""
        desk, kinds = data.desk, {"unroutable": "verification"}
        self.desk = (kinds.get(desk.reason, desk.reason), desk.due) if desk else None
        self.asked = data.asked

    def _moved(self, event: Event) -> None:
        """Dates that other steps have moved."""
        data = event.data
        dues = data.dues if isinstance(data, events.TicketAbsorbed | events.TicketReleased) else {}
        reopened = (data.reopened or {}) if isinstance(data, events.TicketDisputed) else {}
        for opd, due in {**dues, **reopened}.items():
            part = self.parts[opd]
            part.due, part.given = due, (event.at, due)
            part.is_over = part.is_over and opd not in reopened
        if isinstance(data, events.TicketCompleted | events.TicketUnmerged):
            for opd, due in data.due.items():
                self.parts[opd].due = due
            for opd, due in data.answer_due.items() if isinstance(data, events.TicketCompleted) else ():
                self.parts[opd].answer = due
        if isinstance(data, events.TicketCompleted | events.TicketAbsorbed | events.TicketReleased):
            self.desk = (self.desk[0], data.desk) if self.desk and data.desk else self.desk


def _asked(story: Story, event: Event, opd: str) -> None:
    story.asked, story.asked_last, story.reminded = story.asked or event.at, event.at, None
    if opd:
        story.parts[opd].answer = None


def _completed(story: Story, _event: Event, _opd: str) -> None:
    story.asked = None


def _reminded(story: Story, event: Event, _: str) -> None:
    story.reminded = event.at


def _answered(story: Story, _: Event, opd: str) -> None:
    story.parts[opd].answer = None


def _over(story: Story, _: Event, opd: str) -> None:
    story.parts[opd].is_over, story.parts[opd].answer = True, None


def _gone(story: Story, _: Event, opd: str) -> None:
    story.parts[opd].is_over = story.parts[opd].is_gone = True


def _ordered(story: Story, event: Event, opd: str) -> None:
    story.parts[opd].after = event.data.after if isinstance(event.data, events.AssignmentOrdered) else ()


def _released(story: Story, event: Event, opd: str) -> None:
    part = story.parts[opd]
    part.due = _due(event)
    part.answer = event.data.answer_due if isinstance(event.data, events.AssignmentReleased) else None


def _extended(story: Story, event: Event, opd: str) -> None:
    due = _due(event)
    story.parts[opd].due, story.parts[opd].given = due, (event.at, due)


def _settled(story: Story, event: Event, _: str) -> None:
    if event.type != events.LeadMoved.type or event.actor in BY_STAFF:
        story.desk = None


def _joined(story: Story, event: Event, _: str) -> None:
    """The earlier answer counts; where its clock stood, no event tells when it is due."""
    if not isinstance(event.data, events.TicketAbsorbed):
        raise TypeError(event.type)
    for opd, was in event.data.was.items():
        story.stakes.setdefault(opd, {}).setdefault("", was.answer)
    for opd, stake in event.data.stakes.items():
        part = story.parts[opd]
        story.stakes.setdefault(opd, {})[event.data.from_] = stake.answer
        if part.answer and stake.answer:
            part.answer = min(part.answer, stake.answer)
        part.is_known = part.is_known and not story.waits(part)


def _left(story: Story, event: Event, _: str) -> None:
    """Without the one that leaves, the earliest of the others counts, where the part goes back to what it owed."""
    if not isinstance(event.data, events.TicketReleased):
        raise TypeError(event.type)
    for opd, stakes in story.stakes.items():
        stakes.pop(event.data.from_, None)
        others = [answer for answer in stakes.values() if answer]
        part = story.parts[opd]
        if opd in event.data.dues and part.answer and others:
            part.answer = min(others)
        if not stakes.keys() - {""}:
            stakes.clear()


_ACTS: Mapping[str, Callable[[Story, Event, str], None]] = {
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
