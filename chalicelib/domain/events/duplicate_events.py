"""What a duplicate and the ticket that it follows have to do with each other."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.domain.events.event import AssignedOpd, Detail, EventData


class DeskState(Detail):
    """What lay on the coordinator's desk.

    Attributes:
        reason: `unroutable`, `returned` or `disputed`.
        due: By when it was to be settled.
        hints: Whose it could be, best first: `service:OPD:percent`.
    """

    reason: str
    due: datetime
    hints: tuple[str, ...]


class Promised(Detail):
    """What an assignment owed before a merge.

    Attributes:
        due: By when its work is done.
        answer: By when it gives its first answer, while that is outstanding.
        waiting: Since when it waits for another OPD, if it does.
    """

    due: datetime
    answer: datetime | None = None
    waiting: datetime | None = None


class TicketMerged(EventData):
    """The ticket is a duplicate and follows another from now on.

    Attributes:
        into: The ticket that it follows.
        opds: The OPDs whose work goes on there.
        due: By OPD, by when it is done there.
        desk: What lay on the coordinator's desk before.
        asked: Since when the reporter was asked, if that was so.
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
    """Another ticket follows this one from now on, with those that followed it.

    Attributes:
        from_: The duplicate.
        received: When the first of those that join came in.
        followers: How many join.
        depth: How many links lead here at most.
        stakes: By OPD, what the duplicate was promised.
        was: By OPD, what this ticket's assignments owed before.
        dues: By OPD that is due earlier now, by when.
        assignments: Brought along by the duplicate.
        desk: By when the coordinator settles what lies on the desk.
        desk_was: The same before the merge.
        opds: Who is told.
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
    """A duplicate stands by itself again.

    Attributes:
        from_: The ticket that it followed.
        opds: Its OPDs.
        due: By OPD, by when it is done.
        desk: What lies on the coordinator's desk again.
        asked: Since when the reporter is asked, if that is so.
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
    """A duplicate follows this ticket no more.

    Attributes:
        from_: The duplicate.
        dues: By OPD that is due later again, by when.
        desk: By when the coordinator settles what lies on the desk.
        opds: Who is told.
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
    """The reporter of a duplicate says that it is another matter, or not done.

    Attributes:
        into: The ticket that it follows.
        due: By when the coordinator decides.
    """

    type = "ticket.contested"

    into: str
    due: datetime

    @property
    def other_ticket(self) -> str:
        return self.into


class TicketUpheld(EventData):
    """The coordinator leaves a duplicate merged, although its reporter doubted it.

    Attributes:
        into: The ticket that it follows.
    """

    type = "ticket.upheld"

    into: str

    @property
    def other_ticket(self) -> str:
        return self.into
