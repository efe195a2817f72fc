"""How people report and offices answer: from a city's real figures, or invented in the same shape."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

Row = Mapping[str, str]

_NIGHT, _MORNING = (55, 100, 110, 80, 90, 60), (110, 310, 570, 850, 860, 690)
_AFTERNOON, _EVENING = (630, 600, 600, 670, 370, 290), (280, 220, 180, 170, 120, 80)
_HOURS = (*_NIGHT, *_MORNING, *_AFTERNOON, *_EVENING)
_DAYS = (980, 1430, 1740, 1400, 1400, 570, 590)
_SHARES = (0.0, 0.002, 0.01, 0.06, 0.14, 0.24, 0.42, 0.68, 1.04, 2.3, 5.7, 20.0)
"""Round figures in the shape of those of a North American city's two spring months."""

KINDS: Mapping[str, str] = {
    "Street Light Outages": "lampu-jalan",
    "Pothole Repair (Internal)": "jalan-rusak",
    "Sidewalk Repair (Make Safe)": "trotoar-rusak",
    "Sign Repair": "rambu-marka",
    "Traffic Signal Repair": "lalu-lintas",
    "Tree Maintenance Requests": "pohon",
    "Graffiti Removal": "taman",
    "Abandoned Vehicles": "parkir",
    "Unsatisfactory Living Conditions": "rumah-tidak-layak",
    "Rodent Activity": "sampah",
    "Pick up Dead Animal": "hewan",
    "Catchbasin": "saluran-mampet",
    "Fire Hydrant": "air-pdam",
    "Illegal Dumping": "pencemaran",
    "Construction Debris": "bekas-galian",
}
"""The service of our catalogue that is closest to a kind of request."""


@dataclass(frozen=True, slots=True)
class Habits:
    """Distributions of what people do.

    Attributes:
        arrivals: Frequency of reports by weekday and hour.
        shares: How much of the promised time the work took, as shares of 1 in ascending order.
        never: Share of reports that were never closed.
        duplicates: Share of reports about something that was reported before.
        services: Frequency of reports by service.
        source: Origin of the figures.
    """

    arrivals: Mapping[tuple[int, int], float]
    shares: Sequence[float]
    never: float
    duplicates: float
    services: Mapping[str, float]
    source: str


def invented() -> Habits:
    """Habits that need no data of a city."""
    arrivals = {(day, hour): float(_DAYS[day] * _HOURS[hour]) for day in range(7) for hour in range(24)}
    services = {"lampu-jalan": 12.0, "jalan-rusak": 18.0, "sampah": 8.0, "rambu-marka": 8.0, "pohon": 6.0, "taman": 6.0}
    return Habits(arrivals, _spread(_SHARES), 0.12, 0.05, services, "an invented distribution")


def of_file(path: Path) -> Habits:
    """Habits from the requests of a 311 service (gzipped CSV: OPEN_DT, TARGET_DT, CLOSED_DT, CLOSURE_REASON, TYPE)."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    opened = [datetime.fromisoformat(row["OPEN_DT"]) for row in rows]
    promised = [row for row in rows if _seconds_until(row, "TARGET_DT")]
    closed = [share for row in promised if (share := _share(row)) is not None]
    duplicates = sum("duplicate" in row["CLOSURE_REASON"].lower() for row in rows)
    services = Counter(KINDS[row["TYPE"]] for row in rows if row["TYPE"] in KINDS)
    return Habits(
        arrivals=Counter((at.weekday(), at.hour) for at in opened),
        shares=sorted(closed),
        never=1 - len(closed) / len(promised),
        duplicates=duplicates / len(rows),
        services=services,
        source=f"{len(rows)} requests of {path.name}",
    )


def _seconds_until(row: Row, until: str) -> float:
    """Seconds from the opening until the instant of a column; 0 if there is no such instant after it."""
    if not row[until]:
        return 0.0
    return max(0.0, (datetime.fromisoformat(row[until]) - datetime.fromisoformat(row["OPEN_DT"])).total_seconds())


def _share(row: Row) -> float | None:
    """The time that the request took as a share of the promised time; None if it was never closed."""
    return _seconds_until(row, "CLOSED_DT") / _seconds_until(row, "TARGET_DT") if row["CLOSED_DT"] else None


def _spread(deciles: Iterable[float]) -> list[float]:
    """The deciles with ten values from each to the next."""
    marks = list(deciles)
    return [a + (b - a) * step / 10 for a, b in pairwise(marks) for step in range(10)]
