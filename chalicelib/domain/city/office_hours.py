"""When a city's offices are open, and which days are off, as the city pack has it."""

from datetime import date, time

from chalicelib.domain.values import value


@value
class Break:
    """Every week on these days (Monday is 0) nobody works from `start` to `end`."""

    days: tuple[int, ...]
    start: time
    end: time


@value
class Hours:
    """Office hours in the city's zone. On its last day a part is due when offices close."""

    closing: time
    friday_closing: time
    week: int = 5  # working days a week, 5 or 6
    opening: time = time(7, 30)
    saturday_closing: time | None = None  # None: as on other days
    breaks: tuple[Break, ...] = ()

    def __hash__(self) -> int:
        """Of what differs between calendars: it is asked for at every look at one."""
        return hash((self.closing, self.opening, self.week))


@value
class Holiday:
    day: date
    name: str
    kind: str  # libur_nasional, cuti_bersama, tambahan
    estimated: bool = False
