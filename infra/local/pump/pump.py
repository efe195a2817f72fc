"""Keeps events moving: the Pipe, the queue triggers, the schedules and the notice inbox, each a part with a `step`."""

import threading
from collections.abc import Iterable
from typing import Protocol

from infra.local.pump.queue_trigger import Failure
from infra.local.pump.wakeup import WakeSignal

IDLE_SECONDS = 0.25
"""How long a part waits until it looks for work that no signal announces, such as a retry."""


class Part(Protocol):
    """A part of the pump, which moves items of one kind."""

    @property
    def name(self) -> str: ...

    def step(self) -> int:
        """Do the work that is there; return how many items were moved."""
        ...


class Pump:
    """Steps through its parts on demand (`until_quiet`), in a thread each (`start`, `stop`), or both."""

    def __init__(self, parts: Iterable[Part], on_failure: Failure) -> None:
        self._parts = [(part, threading.Lock()) for part in parts]
        self._on_failure = on_failure
        self._wake_signal = WakeSignal()
        self._moved = 0
        self._counting = threading.Lock()
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def until_quiet(self) -> int:
        """Step until nothing moves any more; return how many items moved. Messages that wait for a retry stay."""
        began = self._moved
        while True:
            before = self._moved
            for part, lock in self._parts:
                self._step(part, lock)
            if self._moved == before:
                return before - began

    def start(self) -> None:
        """Start a thread for each part."""
        for part, lock in self._parts:
            thread = threading.Thread(target=self._keep_stepping, args=(part, lock), name=part.name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End the threads, each after its current step."""
        self._stopping.set()
        self.wake()
        for thread in self._threads:
            thread.join()
        self._threads.clear()

    def wake(self) -> None:
        """Notify the parts that there may be work."""
        self._wake_signal.notify()

    def _keep_stepping(self, part: Part, lock: threading.Lock) -> None:
        while not self._stopping.is_set():
            seen = self._wake_signal.count
            try:
                moved = self._step(part, lock)
            except Exception as error:  # noqa: BLE001 - reported at the terminal, and tried again
                self._on_failure(part.name, error)
                moved = 0
            if not moved:
                self._wake_signal.wait(seen, IDLE_SECONDS)

    def _step(self, part: Part, lock: threading.Lock) -> int:
        with lock:
            moved = part.step()
            if moved:
                with self._counting:
                    self._moved += moved
                self._wake_signal.notify()
            return moved
