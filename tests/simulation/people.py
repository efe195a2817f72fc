"""What all people in the simulation have in common: they work in office hours, and try what may be refused."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.errors import ForbiddenStep, NotAllowed, UnknownTicket
from chalicelib.domain.tickets.ticket import Case
from tests.simulation.habits import Habits
from tests.simulation.simulated_city import Town

COORDINATOR = Actor("koordinator", roles=frozenset({"coordinator"}))
LEADER = Actor("sekda", roles=frozenset({"leader"}))


def officer(opd: str, number: int = 1) -> Actor:
    return Actor(f"petugas-{opd.lower()}-{number}", frozenset({opd}))


@dataclass
class People:
    """`refused`: how often a rule said no, by rule."""

    town: Town
    habits: Habits
    refused: Counter[str] = field(default_factory=Counter)

    def try_to(self, act: Callable[[], object]) -> bool:
        """Whether it was possible."""
        try:
            act()
        except ForbiddenStep as step:
            self.refused[step.rule] += 1
        except (NotAllowed, UnknownTicket) as refusal:
            self.refused[type(refusal).__name__] += 1
        else:
            return True
        return False

    def case(self, number: str) -> Case:
        return self.town.tickets.get(number, internal=True)

    def in_office(self, at: datetime, opd: str = "") -> datetime:
        """Then, or some hours after the office opens next."""
        calendar = self.town.pack.calendar.for_week(self.town.pack.catalogue.week_of(opd))
        opens = calendar.opening(at)
        return at if opens == at else opens + timedelta(minutes=self.town.chance.expovariate(1 / 90))

    def at_work(self, span: timedelta, act: Callable[[], None], opd: str = "") -> None:
        """After so long, in office hours."""
        self.town.clock.at(self.in_office(self.town.clock.now + span, opd), act)

    def happens(self, share: float) -> bool:
        return self.town.chance.random() < share

    def days(self, mean: float) -> timedelta:
        """About so many, more or less."""
        return timedelta(days=self.town.chance.expovariate(1 / mean))
