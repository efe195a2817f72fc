"""What surrounds a function on a schedule: its clock, its time, and what could not be done, for log and alarm."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib import telemetry

MARGIN = 10_000
"""Milliseconds before the function's end from which on nothing new is begun."""

ASTRAY = timedelta(hours=6)
"""Lambda keeps an event for a function so long at most, so a clock that is further off is wrong."""

EXAMPLES = datetime(2020, 1, 1, tzinfo=UTC)
"""The events that AWS's console and Chalice's test client call a function with are from before: they tell no time."""


class ClockAstray(Exception):
    """This machine's clock is not the schedule's: nothing is judged by it, for what is archived stays archived."""


class RoundFailed(Exception):
    """Something could not be done in this run; the log names each. The next run tries it again."""


def check_clock(event: Any, now: datetime) -> None:
    """ClockAstray if `now` is too far from when the schedule says it called."""
    called_at = datetime.fromisoformat(event.time)
    if called_at > EXAMPLES and abs(now - called_at) > ASTRAY:
        raise ClockAstray(f"called at {called_at.isoformat()}, and it is {now.isoformat()} here")


def enough_time(event: Any) -> Callable[[], bool]:
    """Whether the function that Chalice called with this event has time for something more."""
    return lambda: bool(event.context.get_remaining_time_in_millis() > MARGIN)


def check(failed: Iterable[tuple[str, Exception]]) -> None:
    """Tell the log of each (a ticket or an audience, and what went wrong), then RoundFailed if there was any."""
    names = []
    for name, error in failed:
        telemetry.logger.error("failed in this round", about=name, chain=telemetry.outline(error))
        names.append(name)
    if names:
        raise RoundFailed(f"{len(names)} failed, the first is {names[0]}")
