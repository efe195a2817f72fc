"""Answers to staff: signing in, and a ticket as its OPDs see it. Who reported is not in it."""

from typing import Annotated, Literal, NotRequired

from typing_extensions import TypedDict

from chalicelib.domain.access.sign_in import ChallengeKind
from chalicelib.domain.tickets.ticket import DISPUTED, RETURNED, UNROUTABLE, Readers
from chalicelib.http.shapes.field_shapes import Change, Doc, Due, Linked, one_of
from chalicelib.http.shapes.ticket_shapes import Assignment, StaffPhoto, TicketContent, TicketHead


class Who(TypedDict):
    actor: str
    actor_name: str
    by: str | None


class Note(Change, Who):
    circle: Readers


class AssignmentWork(TypedDict):
    person: str | None
    after: list[str]
    options: list[str]
    notes: list[Note]


class StaffAssignment(Assignment, AssignmentWork):
    pass


class StaffEvent(Change, Who):
    note: str | None
    circle: Readers | None


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


Secret = Annotated[str, Doc("For an authenticator app, base 32.")]
Otpauth = Annotated[str, Doc("The same as an address to show as a QR code.")]


class Session(TypedDict):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: Annotated[int, Doc("Seconds that `access_token` is good for.")]
    refresh_token: Annotated[str, Doc("Gets the next `access_token`, for 12 hours.")]


class Challenge(TypedDict):
    challenge: Annotated[
        ChallengeKind, Doc("`new-password` is answered by `new_password`, `totp` and `totp-setup` by `code`.")
    ]
    session: Annotated[str, Doc("Opaque, goes back with the answer, good for 10 minutes.")]
    secret: NotRequired[Secret]
    otpauth: NotRequired[Otpauth]


class Authenticator(TypedDict):
    secret: Secret
    otpauth: Otpauth
