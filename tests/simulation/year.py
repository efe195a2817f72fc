"""One year of a city, from the first report to the last run of the deadline watch."""

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
from tests.simulation.clock import SimulatedClock
from tests.simulation.coordinator import DeskStaff
from tests.simulation.habits import Habits
from tests.simulation.opds import Opds
from tests.simulation.schedule import OUTAGE, Schedule
from tests.simulation.simulated_city import SimulatedCity


@dataclass
class Year:
    """Everything that took part in the year, for the audit afterwards."""

    city: SimulatedCity
    bus: Bus
    schedule: Schedule
    citizens: Citizens
    opds: Opds
    desk_staff: DeskStaff
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """What is simulated: so many reports in so many days from the first of January on."""

    tickets: int
    year: int
    seed: int
    days: int = 365


def simulate(pack: FolderPack, habits: Habits, plan: Plan) -> Year:
    """Simulate a year. The same pack, habits and plan give the same year."""
    zone = ZONES[pack.calendar.zone]
    start = datetime(plan.year, 1, 1, tzinfo=zone).astimezone(UTC)
    end = start + timedelta(days=plan.days)
    city = SimulatedCity(pack, SimulatedClock(start, end), Random(plan.seed))
    silent = start + (end - start) * city.chance.uniform(0.3, 0.7)
    year = Year(
        city, Bus(city), Schedule(city, (silent, silent + OUTAGE)), Citizens(city, habits), Opds(city, habits),
        DeskStaff(city, habits), start, end,
    )  # fmt: skip
    _begin(year, plan)
    city.clock.run(then=lambda: _carry(year))
    return year


def _begin(year: Year, plan: Plan) -> None:
    def read(notice: Notice) -> None:
        (year.desk_staff if notice.audience in (COORDINATOR, LEADERS) else year.opds).read(notice)

    def report(number: int) -> None:
        if same := year.citizens.report(number):
            year.desk_staff.arrived(same)

    year.city.notice_publisher.read = read
    year.schedule.start()
    offset = ZONES[year.city.pack.calendar.zone].utcoffset(None) or timedelta()
    for number, at in enumerate(arrivals(year.start, plan.days, plan.tickets, year.citizens, offset)):
        year.city.clock.at(at, partial(report, number))


def _carry(year: Year) -> None:
    year.bus.carry()
    year.citizens.read_pages()
    year.desk_staff.read_checks()
