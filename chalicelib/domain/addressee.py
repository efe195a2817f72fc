"""Who is told of an event."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain import event as events
from chalicelib.domain.event import Event
from chalicelib.domain.value import value

COORDINATOR = "coordinator"

LETTERS: Mapping[tuple[str, str], str] = {
    (events.DISPATCHED, "lead"): "dispatched_lead",
    (events.DISPATCHED, "support"): "dispatched_support",
    (events.UNROUTABLE, COORDINATOR): "unroutable",
}
"""Event type and audience (an OPD by its role in the ticket, or the coordinator) to the letter it gets."""


@value
class Addressee:
    """`name` is an OPD code or `coordinator`; `kind` the audience of LETTERS; `due` aware, UTC; `why` by language."""

    name: str
    kind: str
    letter: str
    due: datetime
    why: Mapping[str, str]

    @property
    def opd(self) -> str | None:
        return None if self.kind == COORDINATOR else self.name

    @property
    def role(self) -> str | None:
        return None if self.kind == COORDINATOR else self.kind


def addressees(event: Event) -> tuple[Addressee, ...]:
    """Everyone who is told of this event, each once; nobody for an event that LETTERS does not know."""
    return tuple(_addressees(event))


def _addressees(event: Event) -> Iterator[Addressee]:
    for name, kind, told in _concerned(event):
        letter = LETTERS.get((event.type, kind))
        if letter:
            yield Addressee(name, kind, letter, datetime.fromisoformat(told["due"]), told["why"])


def _concerned(event: Event) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    yield COORDINATOR, COORDINATOR, event.data
    for part in event.data.get("assignments", ()):
        yield part["opd"], part["role"], part
