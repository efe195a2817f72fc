"""The schedule: the watch of deadlines every five minutes, but for two days on which it does not run, and digests."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulation.mishaps import Killed, kill
from tests.simulation.town import Town

INTERVAL = timedelta(minutes=5)
OUTAGE = timedelta(days=2)
DIGESTS = timedelta(minutes=30)
TOGETHER, STRUCK, SHORT = 0.02, 0.005, 0.01
"""Shares of all rounds: two watchers at once, one that dies, one without much time."""


@dataclass
class Watchmen:
    """`rounds`: when one looked at all that was due; `outage`: from when until when nobody watches."""

    town: Town
    outage: tuple[datetime, datetime]
    rounds: list[datetime] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def start(self) -> None:
        self.town.clock.after(INTERVAL, self._round)
        self.town.clock.after(DIGESTS, self._digests)

    def _round(self) -> None:
        town = self.town
        town.clock.after(INTERVAL, self._round)
        if self._is_out():
            self.counts["rounds skipped"] += 1
            return
        chance = town.chance.random()
        if chance < TOGETHER:
            town.fate.arm(town.chance.randint(1, 6), self._other, after=town.chance.random() < 0.5)
        elif chance < TOGETHER + STRUCK:
            town.fate.arm(town.chance.randint(1, 6), kill, after=town.chance.random() < 0.5)
        self._watch(short=chance > 1 - SHORT)

    def _watch(self, *, short: bool) -> None:
        """A round, with time for three tickets only if it is short."""
        town, turns = self.town, iter(range(3))
        try:
            done = town.deadline_watch.watch((lambda: next(turns, None) is not None) if short else _always, "watch")
        except Killed:
            self.counts["rounds killed"] += 1
            return
        finally:
            town.fate.disarm()
            town.fate.struck = ""
        self.counts["rounds"] += 1
        self.counts["tickets that could not be looked at"] += len(done.failed)
        if done.finished and not done.failed:
            self.rounds.append(town.clock.now)

    def _other(self) -> None:
        """Another watcher does the whole round meanwhile."""
        self.counts["rounds by two at once"] += 1
        self.town.other_deadline_watch.watch(_always, "other watch")

    def _digests(self) -> None:
        town = self.town
        town.clock.after(DIGESTS, self._digests)
        if self._is_out():
            return
        if town.chance.random() < STRUCK:
            town.fate.arm(town.chance.randint(1, 40), kill, after=town.chance.random() < 0.5)
        try:
            self.counts["digests that failed"] += len(town.digests.send())
        except Killed:
            self.counts["digests killed"] += 1
        finally:
            town.fate.disarm()
            town.fate.struck = ""

    def _is_out(self) -> bool:
        start, end = self.outage
        return start <= self.town.clock.now < end


def _always() -> bool:
    return True
