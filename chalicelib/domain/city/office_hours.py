"""When a city's offices are open and which days are holidays, as the city pack states it."""

from datetime import date, time

from chalicelib.domain.values import value


@value
class Break:
    """A weekly break: nobody works from `start` to `end` on these days (Monday is 0)."""

    days: tuple[int, ...]
    start: time
    end: time


@value
class Hours:
    """Office hours in the city's zone. An assignment is due when offices close on its last day."""

    closing: time
    friday_closing: time
    week: int = 5  # working days a week, 5 or 6
    opening: time = time(7, 30)
    saturday_closing: time | None = None  # None: as on other days
    breaks: tuple[Break, ...] = ()

    def __hash__(self) -> int:
        """Hashes only what differs between calendars, since every use of a calendar needs the hash."""
        return hash((self.closing, self.opening, self.week))


@value
class Holiday:
    day: date
    name: str
    kind: str  # libur_nasional, cuti_bersama, tambahan
    estimated: bool = False
