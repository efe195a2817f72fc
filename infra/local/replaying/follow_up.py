"""Follows accepted reports until they are routed and every OPD concerned has its notice."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib import names
from infra.local.replaying.installation import Accepted, Deliveries

AT_ONCE = 5  # polled between two pauses: polling must not slow down the system that is polled
PAUSE = 0.5  # seconds, while something is still on its way


@dataclass(frozen=True, slots=True)
class Followed:
    """`audiences`: who must get a notice; empty until routed. `notices`: who got one, and when (epoch seconds)."""

    accepted: Accepted
    audiences: frozenset[str] = frozenset()
    notices: dict[str, float] = field(default_factory=dict)

    @property
    def is_routed(self) -> bool:
        return bool(self.audiences)

    @property
    def to_coordinator(self) -> bool:
        return self.audiences == {names.COORDINATOR}

    @property
    def is_noticed(self) -> bool:
        return self.is_routed and self.audiences <= self.notices.keys()

    @property
    def notice_seconds(self) -> float:
        """From the answer to the citizen to the last notice of the first round."""
        return max(0.0, max(self.notices[audience] for audience in self.audiences) - self.accepted.at)


def follow(
    accepted: Iterable[Accepted],
    read_ticket: Callable[[str], dict[str, Any]],
    deliveries: Deliveries | None,
    patience: float,
    arrived: Callable[[], None],
) -> list[Followed]:
    """Poll each report until it has arrived, or until nothing has arrived for `patience` seconds.

    Arrived means that its notices went out, where there is a ledger to see that in; else that it is routed.
    """
    waiting, done = [Followed(each) for each in accepted], []
    give_up = time.monotonic() + patience
    while waiting and time.monotonic() < give_up:
        checked = [_updated(each, read_ticket, deliveries) for each in waiting[:AT_ONCE]]
        fresh = [each for each in checked if _has_arrived(each, deliveries)]
        late = [each for each in checked if not _has_arrived(each, deliveries)]
        waiting = waiting[AT_ONCE:] + late  # the others have their turn before one is polled again
        done += fresh
        for _ in fresh:
            arrived()
            give_up = time.monotonic() + patience
        if late:
            time.sleep(PAUSE)
    return done + waiting


def _has_arrived(followed: Followed, deliveries: Deliveries | None) -> bool:
    return followed.is_noticed if deliveries else followed.is_routed


def _updated(
    followed: Followed, read_ticket: Callable[[str], dict[str, Any]], deliveries: Deliveries | None
) -> Followed:
    number = followed.accepted.ticket
    audiences = followed.audiences or _audiences(read_ticket(number))
    sent = deliveries(number) if deliveries and audiences else {}
    return Followed(followed.accepted, audiences, {who: _epoch(at) for who, at in sent.items()})


def _audiences(ticket: dict[str, Any]) -> frozenset[str]:
    """The OPDs of a ticket, or the coordinator where the rules could not decide."""
    opds = frozenset(assignment["opd"] for assignment in ticket.get("assignments", ()))
    return opds or (frozenset({names.COORDINATOR}) if ticket.get("coordinator") else frozenset())


def _epoch(at: datetime) -> float:
    return at.timestamp()
