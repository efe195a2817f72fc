"""Who hears that something is late, step by step: the city's ladder (`cities/<city>/escalation.toml`)."""

from collections.abc import Iterator
from datetime import datetime, time

from chalicelib.domain.city.catalogue import Text
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.values import value

OPD, COORDINATOR, LEADERS = "opd", "coordinator", "leaders"
AUDIENCES = (OPD, COORDINATOR, LEADERS)


@value
class Rung:
    """One step of the ladder. `level`: 1 the officer, and up; `audience` one of AUDIENCES, whose topic carries it;
    `days`: working days after the step before.
    """

    level: int
    name: Text
    audience: str
    days: int


@value
class Escalation:
    """`part`: the ladder of what an OPD owes, `desk`: of what the coordinator owes. The first rung of each is told at
    the deadline itself. `remind`: working days after which a citizen who was asked is reminded. `digest`: the hour of
    the city's day from which on the day's digests go out.
    """

    part: tuple[Rung, ...]
    desk: tuple[Rung, ...]
    remind: int
    digest: time

    def ladder(self, opd: str) -> tuple[Rung, ...]:
        """The ladder of this OPD's part, or of the desk for ""."""
        return self.part if opd else self.desk

    def name_of(self, level: int, opd: str) -> Text:
        """What the level is called; empty for one that the ladder does not have (any more)."""
        return next((rung.name for rung in self.ladder(opd) if rung.level == level), Text("", ""))


def rung_times(due: datetime, ladder: tuple[Rung, ...], calendar: Calendar) -> Iterator[datetime]:
    """When each rung is told that what was due then is still not done: at the end of office hours, aware, UTC."""
    days = 0
    for rung in ladder:
        days += rung.days
        yield calendar.due(due, days) if days else due
