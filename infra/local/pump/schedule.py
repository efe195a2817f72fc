"""Calls functions at their rate, as EventBridge's schedules do."""

import re
import time
import uuid
from collections.abc import Callable

from chalice.local import LambdaContext

from chalicelib import names, wiring
from infra.local.pump.queue_trigger import Failure, Function

_TIMEOUT_MS = 120_000
"""As that of the scheduled functions in `.chalice/config.json`."""
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


class UnknownSchedule(Exception):
    """An expression of another kind than `rate(…)`, which alone runs on this machine."""


class Schedule:
    """Calls one function at its rate, first when one interval is over. `clock` counts seconds."""

    def __init__(
        self,
        expression: str,
        function: Function,
        *,
        name: str,
        on_failure: Failure,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.name = name
        self._interval = seconds(expression)
        self._function = function
        self._on_failure = on_failure
        self._clock = clock
        self._due = clock() + self._interval

    def step(self) -> int:
        """Call the function if it is due; return the number of calls, 0 or 1."""
        if self._clock() < self._due:
            return 0
        self._due = self._clock() + self._interval
        try:
            self._function(_event(self.name), LambdaContext(self.name, 512, max_runtime_ms=_TIMEOUT_MS))
        except Exception as error:  # noqa: BLE001 - whatever a function raises, the next call comes at its time
            self._on_failure(self.name, error)
        return 1


def seconds(expression: str) -> int:
    """The interval of an expression like `rate(5 minutes)`, in seconds.

    Raises:
        UnknownSchedule: The expression is no rate of minutes, hours or days.
    """
    match = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", expression)
    if not match:
        raise UnknownSchedule(f"{expression}: only rate(…) runs on this machine")
    return int(match[1]) * _SECONDS[match[2]]


def _event(name: str) -> dict[str, object]:
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": wiring.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": names.REGION,
        "resources": [f"arn:aws:events:{names.REGION}:123456789012:rule/{name}"],
        "detail": {},
    }
