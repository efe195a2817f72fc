"""The bus and its queues: carry every event to its workers, now and then late, doubled or out of order.

A worker dies now and then, or another gets the same event at the same moment; what was not done comes again.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.domain import events
from chalicelib.domain.errors import Outdated
from chalicelib.domain.events import Event
from chalicelib.domain.notifications import opd_recipients
from chalicelib.domain.statistics import contribution
from chalicelib.flow.notifications.send_once import LEASE
from chalicelib.flow.ports.statistics import CountersChanged
from tests.simulation.faults import Killed, kill
from tests.simulation.simulated_city import SimulatedCity

DOUBLED, LATE, STRUCK, TOGETHER = 0.1, 0.05, 0.005, 0.005
"""Shares of all deliveries: doubled, late, hit by a fault, made by two workers at once."""

TRIES = 5
"""After so many failures an event becomes a dead letter."""

_SOON, _LATE = (1, 4), (60, 3600)
"""The shortest and the longest delay in seconds."""

AGAIN = (Killed, Outdated, CountersChanged, ExceptionGroup)
"""Errors after which a queue delivers an event again."""


@dataclass(frozen=True, slots=True)
class Worker:
    name: str
    wants: Callable[[str], bool]
    on_event: Callable[[Event], None]


@dataclass
class Bus:
    """The bus of a city. `dead` are the events that failed at every try, with the worker's name."""

    city: SimulatedCity
    dead: list[tuple[str, Event]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)
    _read: int = 0

    def __post_init__(self) -> None:
        city = self.city
        self.workers = (
            Worker("routing", lambda kind: kind == events.TicketReceived.type, city.routing.on_event),
            Worker("notices", frozenset(opd_recipients.NOTIFIED).__contains__, city.notices.on_event),
            Worker("statistics", lambda kind: kind not in contribution.UNCOUNTED, city.counting.on_event),
        )

    def carry(self) -> None:
        """Put the events that were written since the last call into the queues."""
        stream = self.city.tickets.stream
        if len(stream) > self._read:
            fresh, self._read = stream[self._read :], len(stream)
            for event in fresh:
                for worker in self.workers:
                    if worker.wants(event.type):
                        self._send(worker, event)

    def _send(self, worker: Worker, event: Event) -> None:
        chance = self.city.chance
        for _ in range(1 + (chance.random() < DOUBLED)):
            span = _LATE if chance.random() < LATE else _SOON
            self._after(timedelta(seconds=chance.uniform(*span)), worker, event, 1)

    def _after(self, span: timedelta, worker: Worker, event: Event, tries: int) -> None:
        clock = self.city.clock
        clock.at(clock.now + span, lambda: self._deliver(worker, event, tries), surely=True)

    def _deliver(self, worker: Worker, event: Event, tries: int) -> None:
        self.counts["deliveries"] += 1
        injector, chance = self.city.injector, self.city.chance.random()
        if chance < STRUCK:
            self._arm(kill)
        elif chance < STRUCK + TOGETHER:
            self._arm(lambda: self._try(worker, event, tries))
        self._try(worker, event, tries)
        if injector.struck:
            self.struck[injector.struck] += 1
            injector.struck = ""
        injector.disarm()

    def _arm(self, context: Callable[[], None]) -> None:
        chance = self.city.chance
        self.city.injector.arm(chance.randint(1, 8), context, after=chance.random() < 0.5)

    def _try(self, worker: Worker, event: Event, tries: int) -> None:
        try:
            worker.on_event(event)
        except AGAIN:
            self.counts["deliveries that failed"] += 1
            if tries < TRIES:
                self._after(LEASE, worker, event, tries + 1)
            else:
                self.dead.append((worker.name, event))
