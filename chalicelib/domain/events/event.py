"""The event, and what all types of events have in common."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self, dataclass_transform

from chalicelib.domain.events.record import Json, Record, sparse, written
from chalicelib.domain.values import value

CITIZEN = "citizen"
SYSTEM = "system"
COORDINATOR = "coordinator"

Text = Mapping[str, str]
"""A sentence by language: `id` and `en`."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Detail(Record):
    """A record within an event's data."""


class AssignedOpd(Detail):
    """An OPD that gets an assignment.

    Attributes:
        opd: Code of the OPD.
        role: `lead` or `support`.
        due: By when its work is done.
        why: Why this OPD, as citizens read it.
        answer_due: By when the citizen hears from it, while that is outstanding.
        status: Of an assignment that came with a duplicate: how far it was there.
        after: Of an assignment that came with a duplicate: the OPDs whose work must be finished first.
    """

    opd: str
    role: str
    due: datetime
    why: Text
    answer_due: datetime | None = sparse(None)
    status: str = ""
    after: tuple[str, ...] = ()


@dataclass_transform(kw_only_default=True, frozen_default=True)
class EventData(Record, shared=True):
    """What an event of one type says; each type is a subclass with its name on the wire, its version and its fields.

    The fields below stand in the data of several types; those that do not declare them leave them empty. `by` is the
    user name of the member of staff who did it, for the auditors; `photos` are the ids of those that came with it.
    """

    type = ""
    version = 1
    is_internal = False
    """It stays among the OPDs: no public history tells of it."""
    is_caused_by_time = False
    """Nobody did it: a date had come, or the calendar changed."""
    is_incidental = False
    """No step depends on it, so that nobody must look again because of it."""
    may_have_photos = False

    by: str = ""
    photos: tuple[str, ...] = ()
    opd: str = ""
    opds: tuple[str, ...] = ()
    lead: str = ""
    assignments: tuple[AssignedOpd, ...] = ()
    due: datetime | Mapping[str, datetime] | None = None
    overtaken: bool = False

    def __init_subclass__(cls, *, shared: bool = False) -> None:
        super().__init_subclass__(shared=shared)
        if "type" in vars(cls):
            TYPES[cls.type] = cls

    @property
    def other_ticket(self) -> str:
        """The other one of a duplicate and the ticket that it follows, where the event is about both; else empty."""
        return ""

    def noted(self, by: str = "", photos: Sequence[str] = ()) -> Self:
        """The same with who of the staff did it, and which photos came with it."""
        more = ({"photos": list(photos)} if photos else {}) | ({"by": by} if by else {})
        return self.from_wire({**self.wire, **more}) if more else self

    def agrees(self, values: Mapping[str, Any]) -> bool:
        """Whether the event says the same wherever it says anything of these. Names as in JSON."""
        return all(self.wire[name] == written(each) for name, each in values.items() if name in self.wire)

    def __eq__(self, other: object) -> bool:
        is_same_type = isinstance(other, EventData) and (self.type, self.version) == (other.type, other.version)
        return is_same_type and super().__eq__(other)

    __hash__ = None  # it holds mappings


TYPES: dict[str, type[EventData]] = {}
"""By its name on the wire, what an event of this type says."""


class OtherEvent(EventData):
    """An event of a type that this release does not know. What most types say can be read from it nevertheless."""


def read(kind: str, wire: Json, version: int = 1) -> EventData:
    """What an event says, by the name of its type and its data as JSON."""
    known = TYPES.get(kind, OtherEvent)
    data = known.from_wire(wire)
    if (known.type, known.version) != (kind, version):
        vars(data).update(type=kind, version=version)
    return data


@value
class Event:
    """One thing that happened to a ticket.

    `sequence` counts a ticket's events from 1 without gaps. `at` is aware, UTC. `actor` is `citizen`, `system`,
    `coordinator` or the code of the OPD that acted. `correlation` is the id of the request that started the chain.
    """

    ticket: str
    sequence: int
    at: datetime
    actor: str
    data: EventData
    correlation: str = ""

    @property
    def type(self) -> str:
        return self.data.type

    @property
    def version(self) -> int:
        return self.data.version

    @property
    def is_public(self) -> bool:
        """Whether the public history tells of it; of steps taken at once, it tells the highest."""
        return not (self.data.is_internal or self.data.overtaken)

    def as_json(self) -> dict[str, Any]:
        """The event as the bus and other systems have it."""
        return {
            "type": self.type,
            "version": self.version,
            "ticket": self.ticket,
            "sequence": self.sequence,
            "at": self.at.isoformat(),
            "actor": self.actor,
            "data": dict(self.data.wire),
            "correlation": self.correlation,
        }
