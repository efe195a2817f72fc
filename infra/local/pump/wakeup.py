"""Wakes those who wait for work: rung when something has moved."""

import threading


class WakeSignal:
    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._count = 0

    @property
    def count(self) -> int:
        return self._count

    def notify(self) -> None:
        with self._condition:
            self._count += 1
            self._condition.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait for a ring after the `heard`-th, at most so long; the number of rings since the beginning."""
        with self._condition:
            self._condition.wait_for(lambda: self._count > seen, seconds)
            return self._count
