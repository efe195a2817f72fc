"""The ticket, the parts that OPDs have in it, and what a change of it is: values without behaviour of their own."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from chalicelib.domain.events import AssignedOpd, Event, EventData
from chalicelib.domain.tickets.photo import Photo
from chalicelib.domain.tickets.status import AssignmentStatus, TicketStatus
from chalicelib.domain.values import value

SomeData = TypeVar("SomeData", bound=EventData)


class Visibility(StrEnum):
    PUBLIC = "public"
    ANONYMOUS = "anonymous"  # Anonim: neither OPD nor public see who
    CONFIDENTIAL = "confidential"  # Rahasia: the public sees nothing of the content either


class Role(StrEnum):
    LEAD = "lead"
    SUPPORT = "support"


@value
class Place:
    """Where: `area` is a Kemendagri code, `lat`/`long` WGS84 degrees, `address` a landmark in words."""

    area: str | None = None
    lat: float | None = None
    long: float | None = None
    address: str = ""


@value
class Report:
    """What the citizen told, after validation; never changes."""

    service: str
    description: str
    place: Place
    visibility: Visibility = Visibility.PUBLIC
    attributes: Mapping[str, str] = field(default_factory=dict)
    channel: str = "web"


@value
class Contact:
    """Who reported: sealed before it is stored, apart from the ticket. `phone` is E.164.

    `notify` are the channels (`sms`, `email`) by which this person wants to hear of the report, in `language` if it is
    known. Its `repr` tells nothing: it must not get into a log.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    notify: tuple[str, ...] = ()
    language: str = ""

    def __repr__(self) -> str:
        return "Contact(…)"

    def address(self, channel: str) -> str:
        """Where a message of this channel goes; empty if it was not given."""
        return {"sms": self.phone, "email": self.email}[channel]

    def __bool__(self) -> bool:
        return bool(self.name or self.phone or self.email)


@value
class Assignment:
    """One OPD's part of one ticket. `why` is shown to citizens, by language; `due` is aware, UTC."""

    opd: str
    role: Role
    due: datetime
    why: Mapping[str, str]
    status: AssignmentStatus = AssignmentStatus.ASSIGNED
    required: bool = True
    person: str = ""  # user name of who has it in hand
    after: tuple[str, ...] = ()  # OPDs whose parts must be finished first
    waiting_since: datetime | None = None  # while one of these is not: the clock of this part stands
    answer_due: datetime | None = None  # by when the citizen hears from this OPD; None once that was done

    def as_event_data(self) -> AssignedOpd:
        """What an event says of an assignment that an OPD gets."""
        return AssignedOpd(opd=self.opd, role=self.role, due=self.due, why=self.why, answer_due=self.answer_due)


@value
class Hint:
    """Whose a report could be: an OPD (or `KECAMATAN`) with the service, and how much the text speaks for it."""

    service: str
    opd: str
    percent: int


RETURNED, DISPUTED, UNROUTABLE = "returned", "disputed", "unroutable"
"""Why a ticket lies on the coordinator's desk."""


@value
class Desk:
    """Why a ticket lies on the coordinator's desk, and until when (UTC).

    `hints`, best first, where the text was not clear enough for the rules.
    """

    reason: str
    due: datetime
    hints: tuple[Hint, ...] = ()


class Circle(StrEnum):
    """Who may read a note."""

    PUBLIC = "public"
    REPORTER = "reporter"  # the reporter, with the secret, and the OPDs
    STAFF = "staff"  # the OPDs among themselves


@value
class Note:
    """What somebody wrote about a ticket, apart from the event that tells that they did: events carry no text.

    `sequence` is that of its event, `opd` the part it belongs to, or empty.
    """

    sequence: int
    at: datetime
    actor: str
    text: str
    opd: str = ""
    circle: Circle = Circle.PUBLIC

    @property
    def is_public(self) -> bool:
        return self.circle is Circle.PUBLIC


@value
class Ticket:
    """A ticket as stored. `sequence` is the number of its events and the version of optimistic locking.

    `asked_at` is set while the citizen is asked for something (the clock stands), `offered` names the OPD that the
    lead is offered to, `hand_overs` counts returns and changes of lead, `rating` is 1 to 5, or 0 before it is given.
    `merged_into` is the ticket that a duplicate follows; `duplicates` those that follow this one, directly or through
    others; `supporters` counts those who said "me too" and is moved by nobody's step. `watch`: when the watch of
    deadlines must look at it next (`domain.watch.due_steps.next_check`); None once nothing can become late.
    """

    id: str
    status: TicketStatus
    report: Report
    received_at: datetime
    sequence: int
    proof: str
    fingerprint: str
    assignments: tuple[Assignment, ...] = ()
    desk: Desk | None = None
    asked_at: datetime | None = None
    offered: str = ""
    hand_overs: int = 0
    rating: int = 0
    watch: datetime | None = None
    merged_into: str = ""
    duplicates: tuple[str, ...] = ()
    supporters: int = 0

    @property
    def is_public(self) -> bool:
        return self.report.visibility != Visibility.CONFIDENTIAL


@value
class Case:
    """A ticket with its history, oldest first: what one `Query` brings."""

    ticket: Ticket
    events: tuple[Event, ...]
    notes: tuple[Note, ...] = ()
    photos: tuple[Photo, ...] = ()  # those that were looked at; `domain.photos.visibility` adds those on their way

    def has(self, *types: str) -> bool:
        """Whether one of these events has happened."""
        return any(e.type in types for e in self.events)

    def last_of(self, kind: type[SomeData]) -> SomeData | None:
        """What the latest event of this type says."""
        return next((e.data for e in reversed(self.events) if isinstance(e.data, kind)), None)

    def last(self, kind: str) -> Event | None:
        """The latest event of this type."""
        return next((e for e in reversed(self.events) if e.type == kind), None)

    def since(self, version: int) -> tuple[Event, ...]:
        """What happened after the ticket had this version."""
        return tuple(e for e in self.events if e.sequence > version)

    def after(self, change: "Change") -> "Case":
        """The case as it is once the change is written."""
        changed = {photo.id: photo for photo in change.photos}
        photos = [changed.pop(photo.id, photo) for photo in self.photos]
        return Case(
            change.ticket,
            (*self.events, *change.events),
            (*self.notes, *change.notes),
            (*photos, *changed.values()),
        )


@value
class Opening:
    """A new ticket with its first event and, if a contact was given, the sealed identity."""

    ticket: Ticket
    event: Event
    identity: bytes | None = None


@value
class Change:
    """What one step does: written as one transaction, on the condition that the ticket has moved no further than
    before the first of these events. `assignments` and `photos` are those that are new or differ; `moved`: whether the
    ticket's status differs; `joined` and `left`: the tickets that follow this one from now on, and no longer.
    """

    ticket: Ticket
    events: tuple[Event, ...]
    assignments: tuple[Assignment, ...] = ()
    notes: tuple[Note, ...] = ()
    moved: bool = True
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()

    @property
    def expected(self) -> int:
        """The sequence that the stored ticket must still have."""
        return self.events[0].sequence - 1
