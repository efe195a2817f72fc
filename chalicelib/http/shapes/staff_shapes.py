"""A ticket as its OPDs see it. Who reported is not in it."""

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.domain.tickets.ticket import DISPUTED, RETURNED, UNROUTABLE, Circle
from chalicelib.http.shapes.field_shapes import Change, Due, Linked
from chalicelib.http.shapes.photo_shapes import StaffPhoto
from chalicelib.http.shapes.schema_notes import Doc, one_of
from chalicelib.http.shapes.ticket_shapes import Assignment, TicketContent, TicketHead


class Who(TypedDict):
    actor: str
    actor_name: str
    by: str | None


class Note(Change, Who):
    circle: Circle


class AssignmentWork(TypedDict):
    person: str | None
    after: list[str]
    options: list[str]
    notes: list[Note]


class StaffAssignment(Assignment, AssignmentWork):
    pass


class StaffEvent(Change, Who):
    note: str | None
    circle: Circle | None


class StaffTimelineEntry(StaffEvent):
    photos: list[StaffPhoto]


class DeskGuess(TypedDict):
    service: str
    opd: str
    opd_name: str
    score: float


class DeskEntry(Due):
    reason: Annotated[str, one_of((UNROUTABLE, RETURNED, DISPUTED))]
    guesses: list[DeskGuess]


class StaffTicket(TicketHead, TicketContent, Linked):
    """What the OPDs of a ticket see of it; who reported is not in it."""

    version: int
    options: Annotated[list[str], Doc("Steps on the ticket that the reader could take now.")]
    assignments: list[StaffAssignment]
    desk: DeskEntry | None
    lead_offered_to: str | None
    hand_overs: int
    rating: int | None
    duplicates: Annotated[list[str], Doc("Numbers of the reports that follow this one.")]
    room: list[Note]
    photos: list[StaffPhoto]
    timeline: list[StaffTimelineEntry]


class Contact(TypedDict):
    name: str
    phone: str
    email: str


class Identity(TypedDict):
    contact: Contact
