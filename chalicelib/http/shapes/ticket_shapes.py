"""A ticket as the public and its reporter see it, its photos, and the lists of tickets."""

from typing import Annotated

from typing_extensions import TypedDict

from chalicelib.domain.deadlines.promise_status import STATES
from chalicelib.domain.notifications.message import CHANNELS
from chalicelib.domain.tickets.photo import PhotoState, Verdict
from chalicelib.domain.tickets.publication import FLAGS, PublicationState
from chalicelib.domain.tickets.status import AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Role, Visibility
from chalicelib.http.shapes.field_shapes import At, Doc, Due, Instant, LateBy, Linked, ReceivedAt, WhatAndWhere, one_of

PHOTO_STATES = (*PhotoState, Verdict.HIDDEN, Verdict.REJECTED)


class Picture(TypedDict):
    url: Annotated[str | None, Doc("The picture as JPEG, for an hour at most; null while there is none.")]
    thumbnail: Annotated[str | None, Doc("A small one.")]
    width: int | None
    height: int | None
    thumbnail_width: int | None
    thumbnail_height: int | None


class Photo(Picture):
    id: str
    opd: Annotated[str | None, Doc("Whose photo it is; null for the reporter's.")]
    opd_name: str | None
    state: Annotated[str, one_of(PHOTO_STATES, "`waiting`: on its way, or being looked at.")]
    alt: Annotated[str, Doc("What to read out in its place.")]
    text: Annotated[str, Doc("Why there is no picture; empty where there simply is one.")]


class Doubts(TypedDict):
    flags: Annotated[list[str], Doc("Why the proof is doubtful.")]
    flags_text: list[str]
    verdict: Annotated[Verdict | None, Doc("What the coordinator said of it.")]
    doubtful: Annotated[bool, Doc("It waits for the coordinator's verdict.")]


class StaffPhoto(Photo, Doubts):
    pass


class Upload(TypedDict):
    id: Annotated[str, Doc("For `photos` of a report or a step.")]
    url: Annotated[str, Doc("Where to post it, as `multipart/form-data`.")]
    fields: Annotated[dict[str, str], Doc("To send first, as they are; the file comes last, as `file`.")]
    expires: Instant


class TicketHead(TypedDict):
    id: Annotated[str, Doc("Ticket number.", example="PTI-7K3M-9QX2")]
    visibility: Visibility
    status: TicketStatus
    status_name: str
    status_text: Annotated[str, Doc("What the status means for the citizen.")]
    publication: Annotated[PublicationState, Doc("Whether the public may read the content, if it is not confidential.")]
    publication_text: Annotated[str, Doc("Why it may not; empty if it may.")]


class Location(TypedDict):
    area: str | None
    place: str
    lat: float | None
    long: float | None
    address: str


class Answer(TypedDict):
    question: str
    answer: str


class Promise(Due):
    state: Annotated[str, one_of(STATES)]
    late_by: LateBy
    stands_since: Annotated[Instant | None, Doc("From when on the clock stands, while it does.")]
    stands_since_text: str | None
    done_at: Instant | None
    done_at_text: str | None
    text: str


class TicketPromise(Promise):
    now: Annotated[str | None, Doc("What happens while it, or the decision that it waits for, is late.")]


class AnswerPromise(TypedDict):
    answer_due: Instant | None
    answer_due_text: str | None
    answer_text: str | None


class AssignmentPromise(AnswerPromise):
    promise: Promise | None
    late_by: LateBy


class Standing(TypedDict):
    status_name: str
    status_text: str


class Assignment(Standing, Due, AssignmentPromise):
    opd: str
    opd_name: str
    role: Role
    role_name: str
    status: AssignmentStatus
    waits_for: list[str]
    required: bool
    why: str


class Institution(TypedDict):
    opd: str
    opd_name: str
    contact: str


class Waiting(Due):
    """The coordinator is deciding; `refer` seems to be responsible instead of the regency."""

    why: str
    refer: Institution | None


class TimelineEntry(At):
    type: str
    text: str
    note: str | None
    photos: list[Photo]


class ReportContent(ReceivedAt):
    """What the citizen wrote, and when it came in."""

    service: str
    service_name: str
    description: str
    location: Location
    attributes: dict[str, str]
    answers: list[Answer]


class TicketContent(ReportContent):
    promise: TicketPromise | None
    coordinator: Waiting | None
    merged_into: Annotated[str | None, Doc("Of a duplicate: the ticket that it follows.")]
    reports: Annotated[int, Doc("How many reports it stands for, itself included.")]
    supporters: Annotated[int, Doc("How many said “me too”.")]


class FullView(TicketHead, TicketContent):
    assignments: list[Assignment]
    photos: list[Photo]
    timeline: list[TimelineEntry]


class TicketExtras(TypedDict, total=False):
    version: Annotated[int, Doc("For the reporter, with the secret: to send with a step.")]
    options: Annotated[list[str], Doc("For the reporter, with the secret: the steps that are possible now.")]
    follows: Annotated[
        "Ticket | ConfidentialTicket", Doc("Of a duplicate: where the work goes on, at the end of the links.")
    ]


class TicketView(FullView, TicketExtras):
    pass


class Ticket(TicketView, Linked):
    pass


class ConfidentialTicket(TicketHead, Linked):
    """What is told of a confidential ticket without its secret."""


class Created(TypedDict):
    ticket: Ticket | ConfidentialTicket
    secret: Annotated[str, Doc("Told only here.")]
    messages: Annotated[list[Annotated[str, one_of(CHANNELS)]], Doc("How the reporter will be told the news.")]


class LineView(WhatAndWhere, ReceivedAt):
    id: str
    status: Annotated[str, one_of(TicketStatus)]
    status_name: str


class Line(LineView, Linked):
    pass


class Tickets(TypedDict):
    tickets: list[Line]
    cursor: str | None


class Flagged(TypedDict):
    id: str
    reason: Annotated[str, one_of(FLAGS)]


class Supported(TypedDict):
    id: str
    supporters: int
