"""A run of a scheduled function: checks of its clock and its remaining time, and the report of failures."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib import telemetry

MARGIN = 10_000
"""Milliseconds before the function's timeout in which nothing new is begun."""

LARGEST_DIFFERENCE = timedelta(hours=6)
"""Lambda keeps an event for at most this long, so a clock with a larger difference is wrong."""

NEWEST_SAMPLE_EVENT = datetime(2020, 1, 1, tzinfo=UTC)
"""The sample events of AWS's console and Chalice's test client are older than this; their time is not checked."""


class ClockAstray(Exception):
    """The machine's clock is wrong. Nothing is judged by it, because an archived ticket cannot be brought back."""


class RunFailed(Exception):
    """Something failed in this run; the log names each failure. The next run tries again."""


def check_clock(event: Any, now: datetime) -> None:
    """Compare `now` with the time at which the schedule called.

    Raises:
        ClockAstray: they differ by more than six hours.
    """
    called_at = datetime.fromisoformat(event.time)
    if called_at > NEWEST_SAMPLE_EVENT and abs(now - called_at) > LARGEST_DIFFERENCE:
        raise ClockAstray(f"called at {called_at.isoformat()}, and it is {now.isoformat()} here")


def has_time_left(event: Any) -> Callable[[], bool]:
    """A function that tells whether the Lambda function called with this event has time to begin something."""
    return lambda: bool(event.context.get_remaining_time_in_millis() > MARGIN)


def raise_if_failed(failed: Iterable[tuple[str, Exception]]) -> None:
    """Log each failure: a ticket or an audience, and its error.

    Raises:
        RunFailed: there was any.
    """
    names = []
    for name, error in failed:
        telemetry.logger.error("failed in this round", about=name, chain=telemetry.outline(error))
        names.append(name)
    if names:
        raise RunFailed(f"{len(names)} failed, the first is {names[0]}")
