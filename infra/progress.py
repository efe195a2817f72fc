"""The progress of a command: a bar on a terminal, a line now and then elsewhere."""

import threading
import time
from typing import Self, TextIO

WIDTH = 30
BAR_EVERY, LINE_EVERY = 0.05, 5.0
"""Seconds between two prints, on a terminal and elsewhere."""


class Progress:
    """Counts to `total` and prints the count to `out`; safe to advance from several threads."""

    def __init__(self, what: str, total: int, out: TextIO) -> None:
        self._what = what
        self._total = total
        self._done = 0
        self._out = out
        self._printed_at = 0.0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._print()
            if self._out.isatty():
                print(file=self._out)

    def advance(self) -> None:
        """Count one more."""
        with self._lock:
            self._done += 1
            pause = BAR_EVERY if self._out.isatty() else LINE_EVERY
            if time.monotonic() - self._printed_at >= pause:
                self._printed_at = time.monotonic()
                self._print()

    def _print(self) -> None:
        full = WIDTH * self._done // max(self._total, 1)
        bar = f"[{'█' * full}{'·' * (WIDTH - full)}] " if self._out.isatty() else ""
        start, end = ("\r", "") if self._out.isatty() else ("", "\n")
        print(f"{start}{self._what:<12}{bar}{self._done}/{self._total}", end=end, file=self._out, flush=True)
