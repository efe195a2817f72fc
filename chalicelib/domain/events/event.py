"""The event, and what all types of event have in common."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Self, dataclass_transform

from chalicelib.domain.events.record import Json, Record, sparse, to_wire
from chalicelib.domain.values import value

CITIZEN = "citizen"
SYSTEM = "system"
COORDINATOR = "coordinator"

Text = Mapping[str, str]
"""A sentence by language: `id` and `en`."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Detail(Record):
    """A record inside an event's data."""


class AssignedOpd(Detail):
    """An OPD that gets an assignment.

    Attributes:
        opd: Code of the OPD.
        role: `lead` or `support`.
        due: Deadline of its work.
        why: Why this OPD, in words for citizens.
        answer_due: Deadline of its first answer to the citizen, while that is outstanding.
        status: Status of an assignment that comes from a duplicate.
        after: Of an assignment that comes from a duplicate: codes of the OPDs whose work must be finished first.
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
    """The data of an event; each type is a subclass with its name on the wire, its version and its fields.

    The fields below occur in several types and are empty in types that do not declare them. `by` is the user name of
    the member of staff who took the step, for the auditors; `photos` are the ids of the photos that came with it.
    """

    type = ""
    version = 1
    is_internal = False
    """Whether only staff see it: no public history shows it."""
    is_for_reporter = False
    """Whether the reporter sees it even though it is internal."""
    is_caused_by_time = False
    """Whether nobody took a step: a deadline came, or the calendar changed."""
    is_incidental = False
    """Whether no step depends on it, so that it does not make the version that a person has seen outdated."""
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
        """The number of the other ticket, if the event concerns a duplicate and its original; else empty."""
        return ""

    def noted(self, by: str = "", photos: Sequence[str] = ()) -> Self:
        """The same data with the member of staff who took the step and the photos that came with it."""
        more = ({"photos": list(photos)} if photos else {}) | ({"by": by} if by else {})
        return self.from_wire({**self.wire, **more}) if more else self

    def agrees(self, values: Mapping[str, Any]) -> bool:
        """Whether the data has these values, as far as it has these fields. Names are those in JSON."""
        return all(self.wire[name] == to_wire(each) for name, each in values.items() if name in self.wire)

    def __eq__(self, other: object) -> bool:
        is_same_type = isinstance(other, EventData) and (self.type, self.version) == (other.type, other.version)
        return is_same_type and super().__eq__(other)

    __hash__ = None  # it holds mappings


TYPES: dict[str, type[EventData]] = {}
"""The data class of each type, by its name on the wire."""


class OtherEvent(EventData):
    """The data of an event whose type this release does not know; its shared fields can be read nevertheless."""


def read(kind: str, wire: Json, version: int = 1) -> EventData:
    """The data of an event, from the name of its type and its JSON form."""
    data_class = TYPES.get(kind, OtherEvent)
    data = data_class.from_wire(wire)
    if (data_class.type, data_class.version) != (kind, version):
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
        """Whether the public history shows it; of steps of the escalation ladder at once, it shows the highest."""
        return not (self.data.is_internal or self.data.overtaken)

    def as_json(self) -> dict[str, Any]:
        """The event as it is published to other systems."""
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


def linked(head: str, history: Iterable[Event]) -> str:
    """The head of a ticket's chain of hashes after these events, `head` being the one before them.

    A head is `<sequence of the first event in the chain>:<128 bits of SHA-256 in base 64>`; it is empty before the
    first event. Whoever changes, removes or inserts an event must also change the head, and every later one that
    somebody has written down.
    """
    first, _, digest = head.partition(":")
    for event in history:
        first = first or str(event.sequence)
        digest = b64encode(sha256(f"{digest}{_canonical(event)}".encode()).digest()[:16])[:22].decode()
    return f"{first}:{digest}"


def _canonical(event: Event) -> str:
    return json.dumps(
        event.as_json() | {"at": event.at.astimezone(UTC).isoformat()}, sort_keys=True, separators=(",", ":")
    )
