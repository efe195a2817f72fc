"""Wakes the threads that wait for work: notified whenever something has moved."""

import threading


class WakeSignal:
    """Counts notifications, so that none is missed between checking for work and waiting."""

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
        """Wait at most so many seconds for a notification after the `seen`-th; return the count so far."""
        with self._condition:
            self._condition.wait_for(lambda: self._count > seen, seconds)
            return self._count
