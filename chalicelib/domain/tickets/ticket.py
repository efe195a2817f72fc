"""The ticket, its assignments, its history, and a change of it: values without rules of their own."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from chalicelib.domain.events import AssignedOpd, Event, EventData
from chalicelib.domain.tickets.photo import Photo
from chalicelib.domain.tickets.publication import Publication, PublicationState
from chalicelib.domain.tickets.status import AssignmentStatus, TicketStatus
from chalicelib.domain.values import value

SomeData = TypeVar("SomeData", bound=EventData)


class Visibility(StrEnum):
    """How much of a report others see."""

    PUBLIC = "public"
    ANONYMOUS = "anonymous"  # Anonim: neither OPDs nor the public see who reported
    CONFIDENTIAL = "confidential"  # Rahasia: the public does not see the content either


class Role(StrEnum):
    LEAD = "lead"
    SUPPORT = "support"


@value
class Place:
    """Where it is. `area`: a Kemendagri code. `lat`, `long`: WGS84 degrees. `address`: a landmark in words."""

    area: str | None = None
    lat: float | None = None
    long: float | None = None
    address: str = ""


@value
class Report:
    """What the citizen reported, after validation; it never changes. `attributes` are answers by question code."""

    service: str
    description: str
    place: Place
    visibility: Visibility = Visibility.PUBLIC
    attributes: Mapping[str, str] = field(default_factory=dict)
    channel: str = "web"


@value
class Assignment:
    """One OPD's share of one ticket. `why` tells citizens why this OPD, by language; instants are aware, UTC."""

    opd: str
    role: Role
    due: datetime
    why: Mapping[str, str]
    status: AssignmentStatus = AssignmentStatus.ASSIGNED
    required: bool = True
    person: str = ""  # user name of the person who has it in hand
    after: tuple[str, ...] = ()  # codes of the OPDs whose work must be finished first
    waiting_since: datetime | None = None  # set while one of these is unfinished: this assignment's clock stands
    answer_due: datetime | None = None  # by when this OPD gives the citizen a first answer; None once it has

    def as_event_data(self) -> AssignedOpd:
        """The assignment as the event that adds it describes it."""
        return AssignedOpd(opd=self.opd, role=self.role, due=self.due, why=self.why, answer_due=self.answer_due)


@value
class Hint:
    """A guess at the OPD (or `KECAMATAN`) and the service of a report, with the text's support for it in percent."""

    service: str
    opd: str
    percent: int


RETURNED, DISPUTED, UNROUTABLE = "returned", "disputed", "unroutable"
"""Why a ticket lies on the coordinator's desk."""


@value
class Desk:
    """Why a ticket lies on the coordinator's desk, and by when it must be settled; `hints` stand best first."""

    reason: str
    due: datetime
    hints: tuple[Hint, ...] = ()


class Readers(StrEnum):
    """Who may read a note."""

    PUBLIC = "public"
    REPORTER = "reporter"  # the reporter (with the secret) and the OPDs
    STAFF = "staff"  # the OPDs


@value
class Note:
    """A text that somebody wrote with a step, stored apart from its event, because events carry no text.

    `sequence` is that of the event; `opd` is the OPD whose assignment the text is about, or empty.
    """

    sequence: int
    at: datetime
    actor: str
    text: str
    opd: str = ""
    readers: Readers = Readers.PUBLIC

    @property
    def is_public(self) -> bool:
        return self.readers is Readers.PUBLIC


@value
class Ticket:
    """A ticket as stored; `id` is its number, `sequence` the number of its events and its version for locking.

    `secret_hash` is that of the reporter's secret; `fingerprint` tells whether a repeated request has the same body.
    `asked_at` is set while the citizen is asked for something: all clocks stand since then. `lead_offered_to` is an
    OPD. `hand_overs` counts returns and changes of lead. `rating` is 1 to 5, or 0 before it is given. `next_check` is
    computed by `domain.watch.due_steps`, None once nothing can become late. `merged_into` is the ticket that a
    duplicate follows; `duplicates` are those that follow this one, directly or through others. `supporters` counts
    those who said "me too"; no step changes it. `chain` is the head of the chain of hashes over its events
    (`events.linked`), empty if release 0.1 wrote them all. All instants are aware, UTC.
    """

    id: str
    status: TicketStatus
    report: Report
    received_at: datetime
    sequence: int
    secret_hash: str
    fingerprint: str
    assignments: tuple[Assignment, ...] = ()
    desk: Desk | None = None
    asked_at: datetime | None = None
    lead_offered_to: str = ""
    hand_overs: int = 0
    rating: int = 0
    next_check: datetime | None = None
    merged_into: str = ""
    duplicates: tuple[str, ...] = ()
    supporters: int = 0
    publication: Publication = Publication()
    chain: str = ""

    @property
    def is_confidential(self) -> bool:
        return self.report.visibility is Visibility.CONFIDENTIAL

    @property
    def is_public(self) -> bool:
        """Whether the public may read the content now."""
        return not self.is_confidential and self.publication.state is PublicationState.PUBLISHED


@value
class Case:
    """A ticket with its history, oldest first: what one query reads."""

    ticket: Ticket
    events: tuple[Event, ...]
    notes: tuple[Note, ...] = ()
    photos: tuple[Photo, ...] = ()  # the processed ones; `domain.photos.visibility` adds those on their way

    def has(self, *types: str) -> bool:
        """Whether one of these events has happened."""
        return any(event.type in types for event in self.events)

    def last_of(self, kind: type[SomeData]) -> SomeData | None:
        """What the latest event of this type says."""
        return next((event.data for event in reversed(self.events) if isinstance(event.data, kind)), None)

    def last(self, kind: str) -> Event | None:
        """The latest event of this type, if there is one."""
        return next((event for event in reversed(self.events) if event.type == kind), None)

    def since(self, version: int) -> tuple[Event, ...]:
        """The events after the ticket had this version, oldest first."""
        return tuple(event for event in self.events if event.sequence > version)

    def after(self, change: "Change") -> "Case":
        """The case as it is once the change is written."""
        changed = {photo.id: photo for photo in change.photos}
        photos = (*(changed.pop(photo.id, photo) for photo in self.photos), *changed.values())
        return Case(change.ticket, (*self.events, *change.events), (*self.notes, *change.notes), photos)


@value
class Opening:
    """A new ticket with its first event and, if a contact was given, the sealed identity."""

    ticket: Ticket
    event: Event
    identity: bytes | None = None


@value
class Change:
    """What one step does to a ticket. It is written as one transaction, on the condition that the stored ticket still
    has the sequence before the first of these events.

    `assignments` and `photos` are those that are new or differ. `changes_…`: status or publication differ.
    `joined` are the tickets that follow this one from now on, `left` those that no longer do.
    """

    ticket: Ticket
    events: tuple[Event, ...]
    assignments: tuple[Assignment, ...] = ()
    notes: tuple[Note, ...] = ()
    changes_status: bool = True
    changes_publication: bool = False
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()

    @property
    def expected(self) -> int:
        """The sequence that the stored ticket must still have."""
        return self.events[0].sequence - 1
