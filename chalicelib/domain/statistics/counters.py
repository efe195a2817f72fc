"""What one ticket adds to the city's figures, and how it is brought into the counters a bounded piece at a time.

A counter has a place (period, scope, subject) and a name. Periods are months of the city's zone (`2026-11`) and `now`
for what is open at this moment. Scopes are `all` and each kecamatan. Subjects are the city as a whole, its services and
areas, each OPD.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import NamedTuple

from chalicelib.domain.values import value

NOW = "now"
ALL = "all"

CITY, SERVICE, AREA, VILLAGE = "city", "service", "area", "village"
OPD = "opd:"
"""An OPD's subject is this and its code."""

HIDDEN = "confidential"
"""Instead of service and area of a confidential ticket, which counts in totals and nowhere else."""
NOWHERE = "none"
"""Area of a ticket without one."""

_IN_ALL_ONLY, _IN_AREAS_ONLY = frozenset({AREA}), frozenset({VILLAGE})


class Key(NamedTuple):
    """Where a count belongs, whatever the scope."""

    period: str
    subject: str
    counter: str


class Place(NamedTuple):
    """One stored set of counters."""

    period: str
    scope: str
    subject: str


@value
class Contribution:
    """What one ticket adds. `kecamatan`: code of the scope that it counts in beside `all`; empty for none."""

    kecamatan: str = ""
    counts: Mapping[Key, int] = field(default_factory=dict)

    @property
    def scopes(self) -> tuple[str, ...]:
        return (ALL, self.kecamatan) if self.kecamatan else (ALL,)

    def cells(self) -> Iterator[tuple[Place, str, int]]:
        for (period, subject, counter), count in self.counts.items():
            for scope in self.scopes:
                if subject not in (_IN_AREAS_ONLY if scope == ALL else _IN_ALL_ONLY):
                    yield Place(period, scope, subject), counter, count


EMPTY = Contribution()

Differences = Mapping[Place, Mapping[str, int]]
"""By how much each counter goes up (or down); only those that differ."""


def difference(before: Contribution, after: Contribution) -> Differences:
    """What turns counters that hold `before` into such that hold `after`."""
    changed: Counter[tuple[Place, str]] = Counter()
    for sign, contribution in ((1, after), (-1, before)):
        for place, counter, count in contribution.cells():
            changed[place, counter] += sign * count
    found: dict[Place, dict[str, int]] = {}
    for (place, counter), count in changed.items():
        if count:
            found.setdefault(place, {})[counter] = count
    return found


def stages(before: Contribution, after: Contribution, most: int) -> Iterator[Contribution]:
    """From `before` to `after` in steps that differ from the last in at most so many places (at least 2 each).

    A transaction writes a bounded number of items; a ticket with parts for every OPD of the city needs several.
    """
    if before.kecamatan != after.kecamatan and before.counts:
        yield from stages(before, Contribution(before.kecamatan), most)
        before = EMPTY
    moved = Contribution(after.kecamatan, before.counts)
    left = sorted({(period, subject) for period, subject, _ in _changed(moved, after)})
    at_once = max(1, most // len(after.scopes))
    while left:
        now, left = set(left[:at_once]), left[at_once:]
        counts = {key: count for key, count in moved.counts.items() if (key.period, key.subject) not in now}
        counts |= {key: count for key, count in after.counts.items() if (key.period, key.subject) in now}
        moved = Contribution(after.kecamatan, counts)
        yield moved


def _changed(before: Contribution, after: Contribution) -> set[Key]:
    keys = before.counts.keys() | after.counts.keys()
    return {key for key in keys if before.counts.get(key) != after.counts.get(key)}


@value
class Generations:
    """Which counters are read (`current`), and which are being built anew beside them (0: none).

    Whatever is counted goes into both.
    """

    current: int = 1
    building: int = 0

    @property
    def live(self) -> tuple[int, ...]:
        return (self.current, self.building) if self.building else (self.current,)


@value
class Share:
    """What of a ticket stands in the counters of one generation, worked out when the ticket had this sequence."""

    contribution: Contribution = EMPTY
    sequence: int = 0


@value
class Counted:
    """What of a ticket stands in the counters, by generation. `version` counts the changes of this note."""

    ticket: str
    version: int = 0
    shares: Mapping[int, Share] = field(default_factory=dict)

    def share(self, generation: int) -> Share:
        return self.shares.get(generation, _NOTHING)

    def covers(self, sequence: int, generations: Iterable[int]) -> bool:
        """Whether these counters know the ticket up to this event."""
        return all(each in self.shares and self.shares[each].sequence >= sequence for each in generations)

    def with_share(self, generation: int, share: Share, oldest: int) -> "Counted":
        """The next version; shares of generations before the `oldest` that is alive are forgotten."""
        kept = {number: share for number, share in self.shares.items() if number >= oldest}
        return Counted(self.ticket, self.version + 1, kept | {generation: share})


_NOTHING = Share()
