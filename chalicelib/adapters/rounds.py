"""What surrounds a function on a schedule: its time, and what could not be done, for the log and the alarm."""

from collections.abc import Callable, Iterable
from typing import Any

from chalicelib import telemetry

MARGIN = 10_000
"""Milliseconds before the function's end from which on nothing new is begun."""


class RoundFailed(Exception):
    """Something could not be done in this run; the log names each. The next run tries it again."""


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
