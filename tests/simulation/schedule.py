"""The schedule: the deadline watch every five minutes, digests, and each night the figures; an outage of two days."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulation.faults import Killed, kill
from tests.simulation.public_nights import PublicNights
from tests.simulation.simulated_city import SimulatedCity

INTERVAL = timedelta(minutes=5)
OUTAGE = timedelta(days=2)
DIGESTS = timedelta(minutes=30)
TOGETHER, STRUCK, SHORT = 0.02, 0.005, 0.01
"""Shares of all rounds: by two watchers at once, by one that dies, by one without much time."""


@dataclass
class Schedule:
    """The schedule of a city.

    `rounds` are the instants of the rounds that covered all that was due, `outage` start and end of the time without any.
    """

    city: SimulatedCity
    outage: tuple[datetime, datetime]
    rounds: list[datetime] = field(default_factory=list)
    public: PublicNights = field(init=False)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.public = PublicNights(self.city)

    def start(self) -> None:
        self.city.clock.after(INTERVAL, self._round)
        self.city.clock.after(DIGESTS, self._digests)

    def _round(self) -> None:
        city = self.city
        city.clock.after(INTERVAL, self._round)
        if self._is_out():
            self.counts["rounds skipped"] += 1
            return
        chance = city.chance.random()
        if chance < TOGETHER:
            city.injector.arm(city.chance.randint(1, 6), self._other, after=city.chance.random() < 0.5)
        elif chance < TOGETHER + STRUCK:
            city.injector.arm(city.chance.randint(1, 6), kill, after=city.chance.random() < 0.5)
        self._watch(short=chance > 1 - SHORT)

    def _watch(self, *, short: bool) -> None:
        """A round, with time for three tickets only if it is short."""
        city, turns = self.city, iter(range(3))
        try:
            done = city.deadline_watch.watch((lambda: next(turns, None) is not None) if short else _always, "watch")
        except Killed:
            self.counts["rounds killed"] += 1
            return
        finally:
            city.injector.disarm()
            city.injector.struck = ""
        self.counts["rounds"] += 1
        self.counts["tickets that could not be looked at"] += len(done.failed)
        if done.finished and not done.failed:
            self.rounds.append(city.clock.now)

    def _other(self) -> None:
        """Another watcher does the whole round meanwhile."""
        self.counts["rounds by two at once"] += 1
        self.city.other_deadline_watch.watch(_always, "other watch")

    def _digests(self) -> None:
        city = self.city
        city.clock.after(DIGESTS, self._digests)
        if self._is_out():
            return
        if city.chance.random() < STRUCK:
            city.injector.arm(city.chance.randint(1, 40), kill, after=city.chance.random() < 0.5)
        try:
            self.counts["digests that failed"] += len(city.digests.send())
            if city.publication.publish_if_due():
                self.public.keep()
        except Killed:
            self.counts["digests killed"] += 1
        finally:
            city.injector.disarm()
            city.injector.struck = ""

    def _is_out(self) -> bool:
        start, end = self.outage
        return start <= self.city.clock.now < end


def _always() -> bool:
    return True
