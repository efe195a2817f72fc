"""Events of deadlines: warnings, escalation, extension, and what happens when time runs out."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.events.event import EventData, Text
from chalicelib.domain.events.record import sparse


class CausedByTime(EventData):
    """An event that no person causes."""

    is_caused_by_time = True
    is_incidental = True


class LadderStep(CausedByTime):
    """A step of the escalation ladder for one deadline.

    Attributes:
        what: What was promised: `resolution`, `answer`, `verification`, `returned`, `disputed` or `proof`.
        opd: Code of the OPD that owes it; empty for the coordinator.
        due: The deadline.
        level: Step of the city's escalation ladder: 0 for the warning, 1 for missed, then those above.
        told: Who is notified: OPD codes, `coordinator`, `leaders`.
        overtaken: True if a higher step was due at once and is notified instead; else absent.
    """

    what: str
    opd: str
    due: datetime
    level: int
    told: tuple[str, ...]
    overtaken: bool = sparse(False)


class DeadlineWarned(LadderStep):
    """A deadline is near."""

    type = "deadline.warned"
    is_internal = True


class DeadlineMissed(LadderStep):
    """A deadline was missed."""

    type = "deadline.missed"


class DeadlineEscalated(LadderStep):
    """A deadline was missed for so long that more people are notified.

    Attributes:
        who: Who is notified, in words for citizens.
    """

    type = "deadline.escalated"

    who: Text | None = sparse(None)
    # declared again, since they stand behind `who` on the wire
    told: tuple[str, ...]
    overtaken: bool = sparse(False)


class DeadlineExtended(EventData):
    """A leader grants an assignment more time.

    Attributes:
        opd: Code of the OPD that has the assignment.
        was: The former deadline.
        due: The new deadline.
        until: The day that the leader named (ISO 8601); empty if none was.
        more_days: The working days that the leader added; 0 if a day was named.
    """

    type = "deadline.extended"

    opd: str
    was: datetime
    due: datetime
    until: str
    more_days: int


class DeadlineMoved(CausedByTime):
    """Open deadlines move because days off were added or dropped.

    Attributes:
        because: `calendar`.
        was: Former deadlines, by code of the OPD whose deadline has moved.
        due: New deadlines, by code of the OPD.
        answer_due: New deadlines of first answers that are outstanding, by code of the OPD.
        desk: New deadline of the coordinator's decision, if that has moved.
    """

    type = "deadline.moved"

    because: str
    was: Mapping[str, datetime]
    due: Mapping[str, datetime]
    answer_due: Mapping[str, datetime] = MappingProxyType({})
    desk: datetime | None = None


class TicketReminded(CausedByTime):
    """The reporter is reminded of a question.

    Attributes:
        due: When the report is archived if there is no answer.
    """

    type = "ticket.reminded"

    due: datetime


class TicketClosed(EventData):
    """The ticket is closed because the time to object is over.

    Attributes:
        due: When that time was over.
    """

    type = "ticket.closed"

    due: datetime
