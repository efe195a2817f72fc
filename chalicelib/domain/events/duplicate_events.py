"""Events of duplicates and of the tickets that they follow."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.events.event import AssignedOpd, Detail, EventData


class DeskState(Detail):
    """What lies on the coordinator's desk.

    Attributes:
        reason: `unroutable`, `returned` or `disputed`.
        due: Deadline of the coordinator's decision.
        hints: Guesses at service and OPD, best first: `service:OPD:percent`.
    """

    reason: str
    due: datetime
    hints: tuple[str, ...]


class Promised(Detail):
    """The deadlines of an assignment before a merge.

    Attributes:
        due: Deadline of its work.
        answer: Deadline of its first answer, while that is outstanding.
        waiting: Since when it waits for another OPD, if it does.
    """

    due: datetime
    answer: datetime | None = None
    waiting: datetime | None = None


class TicketMerged(EventData):
    """The ticket becomes a duplicate, which follows another ticket.

    Attributes:
        into: Number of the ticket that it follows.
        opds: Codes of the OPDs whose work goes on there.
        due: Deadlines there, by code of the OPD.
        desk: What lay on the coordinator's desk before, if anything did.
        asked: Since when a question to the reporter was open, if one was.
    """

    type = "ticket.merged"

    into: str
    opds: tuple[str, ...]
    due: Mapping[str, datetime]
    desk: DeskState | None = None
    asked: datetime | None = None

    @property
    def other_ticket(self) -> str:
        return self.into


class TicketAbsorbed(EventData):
    """Another ticket becomes a duplicate of this one, together with its own duplicates.

    Attributes:
        from_: Number of the duplicate.
        received: When the earliest of the joining reports came in.
        followers: Number of tickets that join.
        depth: Length of the longest chain of duplicates that leads here.
        stakes: Deadlines promised to the duplicate's reporter, by code of the OPD.
        was: Former deadlines of this ticket's assignments, by code of the OPD.
        dues: New deadlines, by code of the OPD that is due earlier now.
        assignments: Assignments that the duplicate brings along.
        desk: Deadline of the coordinator's decision.
        desk_was: The same before the merge.
        opds: Codes of the OPDs that are notified.
        due: As `dues`, in events of the first release of merging.
        brought: The OPDs of `assignments`, in events of the first release of merging.
    """

    type = "ticket.absorbed"

    from_: str
    received: datetime
    followers: int
    depth: int
    stakes: Mapping[str, Promised] = MappingProxyType({})
    was: Mapping[str, Promised] = MappingProxyType({})
    dues: Mapping[str, datetime] = MappingProxyType({})
    assignments: tuple[AssignedOpd, ...] = ()
    desk: datetime | None = None
    desk_was: datetime | None = None
    opds: tuple[str, ...] = ()
    due: Mapping[str, datetime] = MappingProxyType({})
    brought: tuple[str, ...] = ()

    @property
    def other_ticket(self) -> str:
        return self.from_


class TicketUnmerged(EventData):
    """The ticket is no longer a duplicate.

    Attributes:
        from_: Number of the ticket that it followed.
        opds: Codes of its OPDs.
        due: Deadlines, by code of the OPD.
        desk: What lies on the coordinator's desk again, if anything does.
        asked: Since when a question to the reporter is open, if one is.
    """

    type = "ticket.unmerged"

    from_: str
    opds: tuple[str, ...]
    due: Mapping[str, datetime]
    desk: DeskState | None = None
    asked: datetime | None = None

    @property
    def other_ticket(self) -> str:
        return self.from_


class TicketReleased(EventData):
    """A duplicate no longer follows this ticket.

    Attributes:
        from_: Number of the duplicate.
        dues: New deadlines, by code of the OPD that is due later again.
        desk: Deadline of the coordinator's decision.
        opds: Codes of the OPDs that are notified.
        due: As `dues`, in events of the first release of merging.
    """

    type = "ticket.released"

    from_: str
    dues: Mapping[str, datetime] = MappingProxyType({})
    desk: datetime | None = None
    opds: tuple[str, ...] = ()
    due: Mapping[str, datetime] = MappingProxyType({})

    @property
    def other_ticket(self) -> str:
        return self.from_


class TicketContested(EventData):
    """The reporter of a duplicate objects: it is another matter, or not done.

    Attributes:
        into: Number of the ticket that it follows.
        due: Deadline of the coordinator's decision.
    """

    type = "ticket.contested"

    into: str
    due: datetime

    @property
    def other_ticket(self) -> str:
        return self.into


class TicketUpheld(EventData):
    """The coordinator leaves a duplicate merged although its reporter objected.

    Attributes:
        into: Number of the ticket that it follows.
    """

    type = "ticket.upheld"

    into: str

    @property
    def other_ticket(self) -> str:
        return self.into
