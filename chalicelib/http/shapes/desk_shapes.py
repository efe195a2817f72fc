"""The desk's lists: inboxes, search by phone, undelivered notices, the overview, and the access log."""

from typing import Annotated, NotRequired

from typing_extensions import TypedDict

from chalicelib.domain.tickets.status import AssignmentStatus, TicketStatus
from chalicelib.domain.tickets.ticket import Role
from chalicelib.flow.desk.inbox import VIEWS
from chalicelib.flow.ports.desk import AccessKind
from chalicelib.http.shapes.field_shapes import At, Doc, Due, LateBy, Linked, ReceivedAt, WhatAndWhere, one_of


class InboxHint(TypedDict):
    service: str
    service_name: str
    opd: Annotated[str | None, Doc("Null where the office depends on a place that is not known.")]
    opd_name: str
    percent: int


class OwnAssignment(TypedDict):
    opd: str
    role: Annotated[str, one_of(Role)]
    role_name: str
    status: Annotated[str, one_of(AssignmentStatus)]
    status_name: str
    person: str | None
    waits_for: list[str]


class InboxLine(WhatAndWhere, Due, Linked):
    id: str
    status: Annotated[str, one_of(TicketStatus)]
    status_name: str
    late: bool
    late_by: LateBy
    paused: Annotated[bool, Doc("Its clock stands: the citizen is asked, or another OPD comes first.")]
    reason: Annotated[str | None, Doc("Why it lies on the coordinator's desk; the flags of a proof, by commas.")]
    photo: Annotated[str | None, Doc("In the inbox `proof`: the doubtful photo.")]
    hints: Annotated[list[InboxHint], Doc("Whose it could be, best first.")]
    assignment: OwnAssignment | None


class ViewCount(TypedDict):
    count: int
    more: bool


class Inbox(TypedDict):
    opd: str
    view: Annotated[str, one_of(VIEWS)]
    tickets: list[InboxLine]
    cursor: str | None
    counts: NotRequired[
        Annotated[
            dict[str, ViewCount],
            Doc("By view, where `counts` was asked for; `more`: there are more than are counted."),
        ]
    ]


class FoundTicket(WhatAndWhere, ReceivedAt, Linked):
    id: str


class FoundByPhone(TypedDict):
    tickets: list[FoundTicket]


class UndeliveredNotice(At, Linked):
    ticket: str
    notice: Annotated[str, Doc("Its name within the ticket, to decide about it.")]
    event: str
    audience: Annotated[str, Doc("OPD code, `coordinator`, `leaders`, or `reporter` with the channel.")]
    audience_name: str
    reason: Annotated[str, Doc("Code of the delivery service.")]
    reason_text: str
    tries: int


class Undelivered(TypedDict):
    notices: list[UndeliveredNotice]
    cursor: str | None


class OpenReports(TypedDict):
    open: int
    desk: int
    between: int


class OpdLoad(TypedDict):
    opd: str
    opd_name: str
    open: int
    late: int
    due_soon: int
    waiting: Annotated[int, Doc("For another OPD: their clocks stand.")]


class LateAssignment(WhatAndWhere, Due, Linked):
    id: str
    opd: str
    opd_name: str
    person: str | None


class Overview(At):
    reports: OpenReports
    opds: list[OpdLoad]
    worst: list[LateAssignment]


class AccessEntry(At):
    by: Annotated[str, Doc("User name.")]
    actor: str
    reason: Annotated[str, Doc("Words, or a purpose; empty for a reading of a text.")]
    ticket: Annotated[str | None, Doc("Which ticket; null for a search by phone.")]
    kind: Annotated[str, one_of(AccessKind, "What was done: the contact opened, a phone searched for, a text read.")]


class Reads(TypedDict):
    reads: list[AccessEntry]
    cursor: str | None
