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


class IntoTicket(EventData):
    """An event of a duplicate that names the ticket that it follows.

    Attributes:
        into: Number of the ticket that it follows.
    """

    into: str

    @property
    def other_ticket(self) -> str:
        return self.into


class FromTicket(EventData):
    """An event of an original that names one of its duplicates, or of a former duplicate that names its original.

    Attributes:
        from_: Number of the duplicate.
    """

    from_: str

    @property
    def other_ticket(self) -> str:
        return self.from_


class MergeStep(EventData):
    """The ticket becomes a duplicate, or is one no longer.

    Attributes:
        opds: Codes of its OPDs.
        due: Deadlines, by code of the OPD.
        desk: What lies on the coordinator's desk, if anything does.
        asked: Since when a question to the reporter is open, if one is.
    """

    opds: tuple[str, ...]
    due: Mapping[str, datetime]
    desk: DeskState | None = None
    asked: datetime | None = None


class TicketMerged(IntoTicket, MergeStep):
    """The ticket becomes a duplicate, which follows another ticket.

    Attributes:
        opds: Codes of the OPDs whose work goes on there.
        due: Deadlines there, by code of the OPD.
        desk: What lay on the coordinator's desk before, if anything did.
        asked: Since when a question to the reporter was open, if one was.
    """

    type = "ticket.merged"


class TicketAbsorbed(FromTicket):
    """Another ticket becomes a duplicate of this one, together with its own duplicates.

    Attributes:
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


class TicketUnmerged(FromTicket, MergeStep):
    """The ticket is no longer a duplicate.

    Attributes:
        from_: Number of the ticket that it followed.
        desk: What lies on the coordinator's desk again, if anything does.
    """

    type = "ticket.unmerged"


class TicketReleased(FromTicket):
    """A duplicate no longer follows this ticket.

    Attributes:
        dues: New deadlines, by code of the OPD that is due later again.
        desk: Deadline of the coordinator's decision.
        opds: Codes of the OPDs that are notified.
        due: As `dues`, in events of the first release of merging.
    """

    type = "ticket.released"

    dues: Mapping[str, datetime] = MappingProxyType({})
    desk: datetime | None = None
    opds: tuple[str, ...] = ()
    due: Mapping[str, datetime] = MappingProxyType({})


class TicketContested(IntoTicket):
    """The reporter of a duplicate objects: it is another matter, or not done.

    Attributes:
        due: Deadline of the coordinator's decision.
    """

    type = "ticket.contested"

    due: datetime


class TicketUpheld(IntoTicket):
    """The coordinator leaves a duplicate merged although its reporter objected."""

    type = "ticket.upheld"
