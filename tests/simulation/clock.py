"""The simulated clock, with an agenda of what is to happen when."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

Act = Callable[[], None]


@dataclass
class SimulatedClock:
    """The simulated time, aware and in UTC; a call returns it, as the port `Clock` does."""

    now: datetime
    until: datetime
    _waiting: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=count)

    def __call__(self) -> datetime:
        return self.now

    def at(self, when: datetime, act: Act, *, surely: bool = False) -> None:
        """Schedule `act` for `when`, or for now if that has passed. Beyond the end it never happens, unless `surely`."""
        when = max(when, self.now)
        if when < self.until or surely:
            heapq.heappush(self._waiting, (when, next(self._numbers), act))

    def after(self, span: timedelta, act: Act) -> None:
        self.at(self.now + span, act)

    def run(self, then: Act) -> None:
        """Run until nothing is left; `then` is called after each act."""
        while self._waiting:
            self.now, _, act = heapq.heappop(self._waiting)
            act()
            then()
        self.now = max(self.now, self.until)
