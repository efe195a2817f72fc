"""What time does to a ticket, and who gives it more of it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.events.event import EventData, Text
from chalicelib.domain.events.record import sparse


class CausedByTime(EventData):
    """Nobody's step."""

    is_caused_by_time = True
    is_incidental = True


class LadderStep(CausedByTime):
    """A step of the watch of deadlines about one promise."""

    what: str
    opd: str
    due: datetime
    level: int
    told: tuple[str, ...]
    overtaken: bool = sparse(False)


class DeadlineWarned(LadderStep):
    """A deadline comes near.

    Attributes:
        what: What was promised: `resolution`, `answer`, `verification`, `returned`, `disputed` or `proof`.
        opd: Whose assignment; empty for what the coordinator owes.
        due: By when it was promised.
        level: Step of the city's ladder: 0 for the warning, 1 for missed, then those above.
        told: Who is told of it: OPD codes, `coordinator`, `leaders`.
        overtaken: A higher step was due as well, and is told instead; else absent.
    """

    type = "deadline.warned"
    is_internal = True

    what: str
    opd: str
    due: datetime
    level: int
    told: tuple[str, ...]
    overtaken: bool = sparse(False)


class DeadlineMissed(LadderStep):
    """A deadline is over.

    Attributes:
        what: What was promised: `resolution`, `answer`, `verification`, `returned`, `disputed` or `proof`.
        opd: Whose assignment; empty for what the coordinator owes.
        due: By when it was promised.
        level: Step of the city's ladder: 0 for the warning, 1 for missed, then those above.
        told: Who is told of it: OPD codes, `coordinator`, `leaders`.
        overtaken: A higher step was due as well, and is told instead; else absent.
    """

    type = "deadline.missed"

    what: str
    opd: str
    due: datetime
    level: int
    told: tuple[str, ...]
    overtaken: bool = sparse(False)


class DeadlineEscalated(LadderStep):
    """A deadline is over for so long that more people hear of it.

    Attributes:
        what: What was promised: `resolution`, `answer`, `verification`, `returned`, `disputed` or `proof`.
        opd: Whose assignment; empty for what the coordinator owes.
        due: By when it was promised.
        level: Step of the city's ladder: 0 for the warning, 1 for missed, then those above.
        who: Who hears of it, as citizens read it.
        told: Who is told of it: OPD codes, `coordinator`, `leaders`.
        overtaken: A higher step was due as well, and is told instead; else absent.
    """

    type = "deadline.escalated"

    what: str
    opd: str
    due: datetime
    level: int
    who: Text | None = sparse(None)
    told: tuple[str, ...]
    overtaken: bool = sparse(False)


class DeadlineExtended(EventData):
    """A leader's exception: an assignment gets longer.

    Attributes:
        opd: Whose assignment.
        was: By when it was due.
        due: By when it is due now.
        until: The day that was named, if one was (ISO 8601).
        more_days: The working days that were added, if a number was named; else 0.
    """

    type = "deadline.extended"

    opd: str
    was: datetime
    due: datetime
    until: str
    more_days: int


class DeadlineMoved(CausedByTime):
    """Days off were added or dropped: what is open is due as the calendar says now.

    Attributes:
        because: `calendar`.
        was: By OPD whose date has moved, by when it was due.
        due: By OPD, by when it is due now.
        answer_due: By OPD, by when it gives its first answer, while that is outstanding.
        desk: By when the coordinator settles what lies on the desk, if that has moved.
    """

    type = "deadline.moved"

    because: str
    was: Mapping[str, datetime]
    due: Mapping[str, datetime]
    answer_due: Mapping[str, datetime] = MappingProxyType({})
    desk: datetime | None = None


class TicketReminded(CausedByTime):
    """The reporter is asked once more for the answer that is missing.

    Attributes:
        due: When the report is archived if there is none.
    """

    type = "ticket.reminded"

    due: datetime


class TicketClosed(EventData):
    """The time to object is over.

    Attributes:
        due: When it was over.
    """

    type = "ticket.closed"

    due: datetime
