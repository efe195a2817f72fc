"""An hour of a flood and an hour of spam from one address block, told side by side.

The real use case on ports in memory, with a clock that jumps from try to try. Nobody solves a puzzle here: how many tries
one takes is drawn, and how long they take follows from what was measured in Chromium. `python -m tests.support.flood`
runs the whole hours.
"""

import argparse
import heapq
import random
import statistics
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from chalicelib.domain.errors import RateLimited
from chalicelib.domain.rate_limits.client_limits import API, FORM, WAITED, Sender
from chalicelib.http.citizen.form_admission import LONGEST_PAUSE
from tests.support.factory import NOW, a_submission
from tests.support.memory_world import a_world

PHONE, COMPUTER = 560, 8 * 4_600
"""Tries of PBKDF2 a second: Chromium at a sixth of this processor for a cheap phone; eight whole processors."""

BLOCK = "203.0.113"
AT_MOST = 20
"""Tries a second of one spammer: the stage takes 25 reports a second from all together."""

KNOWN, SCRIPTLESS = 0.3, 0.03
"""Shares of honest people whose device has reported before, and whose browsers run no scripts."""

BY_HAND = 10
"""Seconds that somebody without scripts takes to press the button again, beside the wait."""


@dataclass
class Person:
    """Somebody who sends one report; `began` is when they pressed the button first, in seconds."""

    name: str
    sender: Sender
    speed: float
    began: float
    is_spam: bool = False
    work: float = 0.0
    tries: int = 0


@dataclass
class Outcome:
    """What became of one kind of people."""

    tried: int = 0
    tries: int = 0
    passed: int = 0
    waits: list = field(default_factory=list)
    work: list = field(default_factory=list)

    def line(self, name):
        waits = sorted(self.waits) or [0.0]
        return (
            f"{name:<34}{self.passed:>7} of {self.tried:<7}{self.tries:>8} "
            f"{statistics.median(waits):>7.1f} {waits[int(0.95 * (len(waits) - 1))]:>7.1f} {waits[-1]:>7.1f} "
            f"{statistics.mean(self.work or [0.0]):>8.2f} {sum(self.work) / 3600:>8.2f}"
        )


HEAD = (
    f"{'':<34}{'passed':>7} of {'wanted':<7}{'tries':>8} {'median':>7} {'95 %':>7} {'most':>7} {'work':>8} {'work':>8}\n"
    f"{'':<58}{'seconds waited':>24} {'s each':>8} {'h all':>8}"
)


class Hour:
    """People who try until they pass or the time is over."""

    def __init__(self, seconds=3600, seed=1):
        self.world, self.seconds, self.random = a_world(), seconds, random.Random(seed)
        self.queue, self.order, self.next_spam = [], count(), 0.0
        self.waiting = []
        self.outcomes = {"honest": Outcome(), "spam": Outcome()}

    def flood(self, an_hour=2000):
        """Honest people, as they come."""
        at = self.random.expovariate(an_hour / 3600)
        while at < self.seconds:
            self._expect(self._somebody(at), at)
            at += self.random.expovariate(an_hour / 3600)
        return self

    def spam(self, limit, block=BLOCK, speed=COMPUTER, wanted=10_000):
        """One client with so many reports: `AT_MOST` of them at a time, each tried until it passes, then the next."""
        self.waiting = [Person(f"spam {n}", Sender(block, limit), speed, 0, is_spam=True) for n in range(wanted)]
        self.outcomes["spam"].tried = wanted
        for _ in range(AT_MOST):
            self._next_spam(0.0)
        return self

    def _next_spam(self, at):
        if self.waiting:
            person = self.waiting.pop()
            person.began = at
            self._again(person, at)

    def run(self):
        while self.queue:
            at, _, person = heapq.heappop(self.queue)
            if at > self.seconds + (0 if person.is_spam else 900):
                continue
            self.world.clock.now = NOW + timedelta(seconds=at)
            self._try(person, at)
        return self.outcomes

    def _somebody(self, at):
        kind = self.random.random()
        if kind < SCRIPTLESS:
            return Person(f"honest {at}", Sender(BLOCK, WAITED), 0, at)
        known = f"device {at}" if kind < SCRIPTLESS + KNOWN else ""
        person = Person(f"honest {at}", Sender(BLOCK, FORM[0], known), PHONE, at)
        person.work = self._seconds_of_work(FORM[0].bits, PHONE)  # while they type: nobody waits for it
        return person

    def _expect(self, person, at):
        self.outcomes[_kind(person)].tried += 1
        self._again(person, at)

    def _again(self, person, at):
        if person.is_spam:
            at = self.next_spam = max(at, self.next_spam + 1 / AT_MOST)
        heapq.heappush(self.queue, (at, next(self.order), person))

    def _try(self, person, at):
        outcome = self.outcomes[_kind(person)]
        outcome.tries += 1
        try:
            self.world.intake.submit(a_submission(), person.name, "c-1", person.sender)
        except RateLimited as limited:
            self._again(person, at + self._pause(person, limited))
        else:
            outcome.passed += 1
            outcome.waits.append(at - person.began)
            outcome.work.append(person.work)
            if person.is_spam:
                self._next_spam(at)

    def _pause(self, person, limited):
        """Seconds until the next try: the puzzle's, or the wait's, which spam does not keep to."""
        if not limited.bits:
            return 0 if person.is_spam else limited.retry_after + BY_HAND
        person.tries += 1
        work = self._more_work(person, limited.bits)
        return work if person.is_spam else max(work, limited.retry_after, min(person.tries, LONGEST_PAUSE))

    def _more_work(self, person, bits):
        """Seconds for a harder puzzle, if one is asked for: what was solved stays solved."""
        if person.sender.limit.bits >= bits:
            return 0
        limit = next(each for each in FORM if each.bits == bits)
        person.sender = Sender(person.sender.block, limit, person.sender.device)
        work = self._seconds_of_work(bits, person.speed)
        person.work += work
        return work

    def _seconds_of_work(self, bits, speed):
        """Tries until the first success, of which each has a chance of 2^-bits."""
        return self.random.expovariate(2**-bits) / speed


def _kind(person):
    return "spam" if person.is_spam else "honest"


SCENES = {
    "flood: 2,000 an hour, one block": lambda hour: hour.flood(),
    "spam by API": lambda hour: hour.spam(API),
    "spam by forms without scripts": lambda hour: hour.spam(WAITED),
    "spam by forms, 8 processors": lambda hour: hour.spam(FORM[0]),
    "flood and API spam, same block": lambda hour: hour.flood().spam(API),
    "flood and 8 processors elsewhere": lambda hour: hour.flood().spam(FORM[0], block="198.51.100"),
    "flood and 8 processors, same block": lambda hour: hour.flood().spam(FORM[0]),
}


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--minutes", type=int, default=60)
    options = parser.parse_args(arguments)
    print(HEAD)
    for name, begin in SCENES.items():
        print(name)
        for kind, outcome in begin(Hour(options.minutes * 60)).run().items():
            if outcome.tried:
                print(outcome.line(f"  {kind}"))


if __name__ == "__main__":
    main()
