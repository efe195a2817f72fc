"""Status of tickets and assignments, their groups and their transitions, as tables."""

from enum import StrEnum


class TicketStatus(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    INCOMPLETE = "incomplete"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"
    REFERRED = "referred"
    ARCHIVED = "archived"
    DUPLICATE = "duplicate"


class AssignmentStatus(StrEnum):
    """Where one OPD's assignment stands."""

    ASSIGNED = "assigned"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    AWAITING_VALIDATION = "awaiting_validation"
    DONE = "done"
    RETURNED = "returned"
    WAIVED = "waived"


_T = TicketStatus
_A = AssignmentStatus

GROUPS: dict[str, frozenset[TicketStatus]] = {
    "open": frozenset({_T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED, _T.IN_PROGRESS}),
    "done": frozenset({_T.RESOLVED, _T.CLOSED}),
    "ended": frozenset({_T.REFERRED, _T.ARCHIVED, _T.DUPLICATE}),
}

UNFINISHED = GROUPS["open"] | {_T.RESOLVED}
"""Statuses that time still changes: the deadline watch looks at such a ticket."""

TICKET_TRANSITIONS: dict[TicketStatus, frozenset[TicketStatus]] = {
    _T.RECEIVED: frozenset({_T.INCOMPLETE, _T.DISPATCHED, _T.REFERRED, _T.ARCHIVED, _T.DUPLICATE}),
    _T.INCOMPLETE: frozenset(
        {_T.RECEIVED, _T.DISPATCHED, _T.IN_PROGRESS, _T.RESOLVED, _T.REFERRED, _T.ARCHIVED, _T.DUPLICATE}
    ),
    _T.DISPATCHED: frozenset(
        {_T.RECEIVED, _T.INCOMPLETE, _T.IN_PROGRESS, _T.RESOLVED, _T.REFERRED, _T.ARCHIVED, _T.DUPLICATE}
    ),
    _T.IN_PROGRESS: frozenset(
        {_T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED, _T.RESOLVED, _T.REFERRED, _T.ARCHIVED, _T.DUPLICATE}
    ),
    _T.RESOLVED: frozenset({_T.CLOSED, _T.IN_PROGRESS}),
    _T.CLOSED: frozenset(),
    _T.REFERRED: frozenset({_T.RECEIVED}),
    _T.ARCHIVED: frozenset({_T.RECEIVED}),
    _T.DUPLICATE: frozenset({_T.RECEIVED, _T.INCOMPLETE, _T.DISPATCHED, _T.IN_PROGRESS}),
}

ASSIGNMENT_TRANSITIONS: dict[AssignmentStatus, frozenset[AssignmentStatus]] = {
    _A.ASSIGNED: frozenset({_A.ACCEPTED, _A.IN_PROGRESS, _A.RETURNED, _A.WAIVED}),
    _A.ACCEPTED: frozenset({_A.IN_PROGRESS, _A.AWAITING_VALIDATION, _A.DONE, _A.RETURNED, _A.WAIVED}),
    _A.IN_PROGRESS: frozenset({_A.AWAITING_VALIDATION, _A.DONE, _A.RETURNED, _A.WAIVED}),
    _A.AWAITING_VALIDATION: frozenset({_A.IN_PROGRESS, _A.DONE, _A.WAIVED}),
    _A.DONE: frozenset({_A.IN_PROGRESS}),
    _A.RETURNED: frozenset(),
    _A.WAIVED: frozenset(),
}
