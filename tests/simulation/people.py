"""What all simulated people share: they work in office hours, and try actions that may be refused."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.errors import ForbiddenStep, NotAllowed, UnknownTicket
from chalicelib.domain.tickets.ticket import Case
from tests.simulation.habits import Habits
from tests.simulation.simulated_city import SimulatedCity

COORDINATOR = Actor("koordinator", roles=frozenset({"coordinator"}))
LEADER = Actor("sekda", roles=frozenset({"leader"}))


def officer(opd: str, number: int = 1) -> Actor:
    return Actor(f"petugas-{opd.lower()}-{number}", frozenset({opd}))


@dataclass
class People:
    """Simulated people. `refused` counts the refused actions by rule."""

    city: SimulatedCity
    habits: Habits
    refused: Counter[str] = field(default_factory=Counter)

    def try_to(self, act: Callable[[], object]) -> bool:
        """Return whether the action was allowed."""
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
        return self.city.tickets.get(number, internal=True)

    def in_office(self, at: datetime, opd: str = "") -> datetime:
        """`at` itself in office hours, else some time after the office opens next."""
        calendar = self.city.pack.calendar.for_week(self.city.pack.catalogue.week_of(opd))
        opens = calendar.opening(at)
        return at if opens == at else opens + timedelta(minutes=self.city.chance.expovariate(1 / 90))

    def at_work(self, span: timedelta, act: Callable[[], None], opd: str = "") -> None:
        """Schedule `act` after the span, in office hours."""
        self.city.clock.at(self.in_office(self.city.clock.now + span, opd), act)

    def happens(self, share: float) -> bool:
        """Draw whether something happens that happens in this share of cases."""
        return self.city.chance.random() < share

    def days(self, mean: float) -> timedelta:
        """A random span with this mean in days, exponentially distributed."""
        return timedelta(days=self.city.chance.expovariate(1 / mean))
