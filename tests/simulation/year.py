"""One year of a city, from the first report to the last round of the watch."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random

from chalicelib.adapters.city_pack.pack import FolderPack
from chalicelib.domain.city.working_time import ZONES
from chalicelib.domain.deadlines.escalation import COORDINATOR, LEADERS
from chalicelib.domain.notifications.notice import Notice
from tests.simulation.bus import Bus
from tests.simulation.citizens import Citizens, arrivals
from tests.simulation.desk import Desk
from tests.simulation.habits import Habits
from tests.simulation.offices import Offices
from tests.simulation.timeline import Timeline
from tests.simulation.town import Town
from tests.simulation.watchmen import OUTAGE, Watchmen


@dataclass
class Year:
    """Everything that was there, for whoever looks at it afterwards."""

    town: Town
    bus: Bus
    watchmen: Watchmen
    citizens: Citizens
    offices: Offices
    desk: Desk
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """`days` from the first of January of the year."""

    tickets: int
    year: int
    seed: int
    days: int = 365


def simulate(pack: FolderPack, habits: Habits, plan: Plan) -> Year:
    """Live through it. The same pack, habits and plan give the same year."""
    zone = ZONES[pack.calendar.zone]
    start = datetime(plan.year, 1, 1, tzinfo=zone).astimezone(UTC)
    end = start + timedelta(days=plan.days)
    town = Town(pack, Timeline(start, end), Random(plan.seed))
    silent = start + (end - start) * town.chance.uniform(0.3, 0.7)
    year = Year(
        town, Bus(town), Watchmen(town, (silent, silent + OUTAGE)), Citizens(town, habits), Offices(town, habits),
        Desk(town, habits), start, end,
    )  # fmt: skip
    _begin(year, plan)
    town.clock.run(then=lambda: _carry(year))
    return year


def _begin(year: Year, plan: Plan) -> None:
    def read(notice: Notice) -> None:
        (year.desk if notice.audience in (COORDINATOR, LEADERS) else year.offices).read(notice)

    def report(number: int) -> None:
        if same := year.citizens.report(number):
            year.desk.arrived(same)

    year.town.notice_publisher.read = read
    year.watchmen.start()
    offset = ZONES[year.town.pack.calendar.zone].utcoffset(None) or timedelta()
    for number, at in enumerate(arrivals(year.start, plan.days, plan.tickets, year.citizens, offset)):
        year.town.clock.at(at, partial(report, number))


def _carry(year: Year) -> None:
    year.bus.carry()
    year.citizens.look()
