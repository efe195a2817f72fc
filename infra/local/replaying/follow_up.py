"""Follows accepted reports until they are routed and every OPD concerned has its notice."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from chalicelib import names
from infra.local.replaying.installation import AcceptedReport, Deliveries

AT_ONCE = 5
"""Reports that are polled between two pauses: polling must not slow down the system that is polled."""
PAUSE = 0.5
"""Seconds between two rounds of polling, while something is still on its way."""


@dataclass(frozen=True, slots=True)
class FollowedReport:
    """A report and how far it has come.

    `audiences` are those who must get a notice, none until it is routed. `notices` are the instants (seconds since the
    epoch) at which notices were sent, by audience.
    """

    accepted: AcceptedReport
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
        """Seconds from the answer to the citizen to the last notice of the first round."""
        return max(0.0, max(self.notices[audience] for audience in self.audiences) - self.accepted.at)


def follow(
    accepted: Iterable[AcceptedReport],
    read_ticket: Callable[[str], dict[str, Any]],
    deliveries: Deliveries | None,
    patience: float,
    on_arrival: Callable[[], None],
) -> list[FollowedReport]:
    """Poll each report until it has arrived, or until nothing has arrived for `patience` seconds.

    A report has arrived when its notices went out; without a ledger, when it is routed. Each calls `on_arrival`.
    """
    waiting, done = [FollowedReport(each) for each in accepted], []
    give_up = time.monotonic() + patience
    while waiting and time.monotonic() < give_up:
        checked = [_updated(each, read_ticket, deliveries) for each in waiting[:AT_ONCE]]
        arrived = [each for each in checked if _has_arrived(each, deliveries)]
        late = [each for each in checked if not _has_arrived(each, deliveries)]
        waiting = waiting[AT_ONCE:] + late  # the others have their turn before one is polled again
        done += arrived
        for _ in arrived:
            on_arrival()
            give_up = time.monotonic() + patience
        if late:
            time.sleep(PAUSE)
    return done + waiting


def _has_arrived(followed: FollowedReport, deliveries: Deliveries | None) -> bool:
    return followed.is_noticed if deliveries else followed.is_routed


def _updated(
    followed: FollowedReport, read_ticket: Callable[[str], dict[str, Any]], deliveries: Deliveries | None
) -> FollowedReport:
    number = followed.accepted.ticket
    audiences = followed.audiences or _audiences(read_ticket(number))
    sent = deliveries(number) if deliveries and audiences else {}
    return FollowedReport(followed.accepted, audiences, {audience: at.timestamp() for audience, at in sent.items()})


def _audiences(ticket: dict[str, Any]) -> frozenset[str]:
    """The OPDs of a ticket, or the coordinator where the rules could not decide."""
    opds = frozenset(assignment["opd"] for assignment in ticket.get("assignments", ()))
    return opds or (frozenset({names.COORDINATOR}) if ticket.get("coordinator") else frozenset())
