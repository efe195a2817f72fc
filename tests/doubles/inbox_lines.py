"""The lines that a ticket has in inboxes, as the table's indexes hold them."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.tickets.assignments import open_assignments, waits_for
from chalicelib.domain.tickets.inbox import (
    CHECK,
    COORDINATOR,
    PROOF,
    InboxFilter,
    InboxLine,
    PauseKind,
    inbox_state_of,
    pause_of,
)
from chalicelib.domain.tickets.ticket import Assignment, Case, Desk, Ticket
from chalicelib.domain.values import value
from tests.doubles.cursors import Place


@value
class PlacedLine:
    """A line with its place in the inbox and its inbox state."""

    place: Place
    inbox_state: str
    line: InboxLine


def boxes_of(case: Case) -> frozenset[str]:
    """The inboxes that a line of the case lies in."""
    desk = {COORDINATOR} if case.ticket.desk else set()
    proof = {PROOF} if any(photo.due for photo in case.photos) else set()
    check = {CHECK} if case.ticket.publication.due else set()
    return frozenset(desk | proof | check | {assignment.opd for assignment in open_assignments(case.ticket)})


def lines_of(case: Case, box: str) -> Iterator[PlacedLine]:
    """The lines of the case in one inbox."""
    ticket = case.ticket
    if box == COORDINATOR and ticket.desk:
        yield _of_desk(ticket, ticket.desk)
    for assignment in open_assignments(ticket):
        if assignment.opd == box:
            yield _of_assignment(ticket, assignment)
    if box == PROOF:
        yield from _of_proof(case)
    if box == CHECK and ticket.publication.due:
        yield _of_check(ticket, ticket.publication.due)


def is_in_slice(slice_: InboxFilter, placed: PlacedLine) -> bool:
    """Whether the index returns the line for this slice."""
    mark, line = placed.place[0][:1], placed.line
    pause = mark if mark.isalpha() else ""
    timed = slice_.since is not None or slice_.until is not None
    wanted = "" if timed else slice_.pause
    is_due = (slice_.since or line.due) <= line.due and (slice_.until is None or line.due < slice_.until)
    return slice_.state in ("", placed.inbox_state) and wanted in (None, pause) and is_due


def _of_desk(ticket: Ticket, desk: Desk) -> PlacedLine:
    report, status = ticket.report, str(ticket.status)
    line = InboxLine(
        ticket.id, report.service, report.place.area, status, status, desk.due, reason=desk.reason, hints=desk.hints
    )
    return PlacedLine(_place(line, pause_of(ticket)), desk.reason, line)


def _of_check(ticket: Ticket, due: datetime) -> PlacedLine:
    report, status = ticket.report, str(ticket.status)
    reasons = ",".join(ticket.publication.reasons)
    line = InboxLine(ticket.id, report.service, report.place.area, status, status, due, reason=reasons)
    return PlacedLine(_place(line, PauseKind.NONE), "", line)


def _of_assignment(ticket: Ticket, assignment: Assignment) -> PlacedLine:
    report = ticket.report
    line = InboxLine(
        ticket.id, report.service, report.place.area, str(assignment.status), str(ticket.status), assignment.due,
        role=str(assignment.role), person=assignment.person, waits_for=waits_for(ticket, assignment),
    )  # fmt: skip
    return PlacedLine(_place(line, pause_of(ticket, assignment)), inbox_state_of(ticket, assignment), line)


def _of_proof(case: Case) -> Iterator[PlacedLine]:
    report, status = case.ticket.report, str(case.ticket.status)
    for photo in case.photos:
        if photo.due:
            line = InboxLine(
                case.ticket.id, report.service, report.place.area, status, status, photo.due,
                reason=",".join(photo.flags), photo=photo.id,
            )  # fmt: skip
            yield PlacedLine(_place(line, PauseKind.NONE), "", line)


def _place(line: InboxLine, pause: PauseKind) -> Place:
    return f"{pause}{line.due.isoformat()}", line.ticket
