"""The escalation ladder of the city: who is told step by step that something is late.

It is read from `cities/<city>/escalation.toml`.
"""

from collections.abc import Iterator
from datetime import datetime, time

from chalicelib.domain.city.catalogue import Text
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.values import value

OPD, COORDINATOR, LEADERS = "opd", "coordinator", "leaders"
AUDIENCES = (OPD, COORDINATOR, LEADERS)


@value
class Rung:
    """One step of the ladder.

    Attributes:
        level: 1 for the officer, and up.
        audience: One of AUDIENCES, whose topic gets the notice.
        days: Working days after the step before.
    """

    level: int
    name: Text
    audience: str
    days: int


@value
class Escalation:
    """The escalation of a city.

    Attributes:
        assignment: The ladder for what an OPD owes. Its first rung is told at the deadline itself.
        desk: The ladder for what the coordinator owes; likewise.
        remind: Working days after which a reporter is reminded of an open question.
        digest: The time of day, in the city's zone, from which on the day's digests go out.
    """

    assignment: tuple[Rung, ...]
    desk: tuple[Rung, ...]
    remind: int
    digest: time

    def ladder(self, opd: str) -> tuple[Rung, ...]:
        """The ladder for this OPD's assignments, or for the desk if `opd` is ""."""
        return self.assignment if opd else self.desk

    def name_of(self, level: int, opd: str) -> Text:
        """The name of a level; empty for a level that the ladder does not have (any more)."""
        return next((rung.name for rung in self.ladder(opd) if rung.level == level), Text("", ""))


def rung_times(due: datetime, ladder: tuple[Rung, ...], calendar: Calendar) -> Iterator[datetime]:
    """When each rung is told that what was `due` is still not done: at the end of office hours, aware, in UTC."""
    days = 0
    for rung in ladder:
        days += rung.days
        yield calendar.due(due, days) if days else due
