"""Counters of the city's figures, and how the contribution of one ticket is written to them in bounded steps.

A counter has a place (period, scope, subject) and a name. The period is a month in the city's zone (`2026-11`), or
`now` for what is open at this moment. The scope is `all` or a kecamatan. The subject is the city as a whole, its
services, its areas, or one OPD.
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
"""Prefix of an OPD's subject, before its code."""

HIDDEN = "confidential"
"""Stands for the service and area of a confidential ticket, which counts in totals only."""
NOWHERE = "none"
"""Stands for the area of a public ticket that has none."""

_IN_ALL_ONLY, _IN_AREAS_ONLY = frozenset({AREA}), frozenset({VILLAGE})


class Key(NamedTuple):
    """Name of a counter in every scope."""

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
    """What one ticket adds to the counters.

    `kecamatan`: code of the scope in which it counts beside `all`; empty for none.
    """

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
"""By how much each counter rises or falls; counters that stay equal are left out."""


def difference(before: Contribution, after: Contribution) -> Differences:
    """The changes that turn counters with `before` in them into counters with `after`."""
    changed: Counter[tuple[Place, str]] = Counter()
    for sign, contribution in ((1, after), (-1, before)):
        for place, counter, count in contribution.cells():
            changed[place, counter] += sign * count
    differences: dict[Place, dict[str, int]] = {}
    for (place, counter), count in changed.items():
        if count:
            differences.setdefault(place, {})[counter] = count
    return differences


def stages(before: Contribution, after: Contribution, most: int) -> Iterator[Contribution]:
    """The contributions on the way from `before` to `after`, each one transaction further.

    Neighbouring stages differ in at most `most` places, or in 2 if that is more. A transaction writes a bounded number
    of items, and a ticket with an assignment for every OPD of the city needs several.
    """
    if before.kecamatan != after.kecamatan and before.counts:
        yield from stages(before, Contribution(before.kecamatan), most)
        before = EMPTY
    stage = Contribution(after.kecamatan, before.counts)
    remaining = sorted({(period, subject) for period, subject, _ in _changed(stage, after)})
    at_once = max(1, most // len(after.scopes))
    while remaining:
        batch, remaining = set(remaining[:at_once]), remaining[at_once:]
        counts = {key: count for key, count in stage.counts.items() if (key.period, key.subject) not in batch}
        counts |= {key: count for key, count in after.counts.items() if (key.period, key.subject) in batch}
        stage = Contribution(after.kecamatan, counts)
        yield stage


def _changed(before: Contribution, after: Contribution) -> set[Key]:
    keys = before.counts.keys() | after.counts.keys()
    return {key for key in keys if before.counts.get(key) != after.counts.get(key)}


@value
class Generations:
    """Numbers of the generation of counters that is read (`current`) and of the one being rebuilt (0: none).

    Every contribution is written to both.
    """

    current: int = 1
    building: int = 0

    @property
    def live(self) -> tuple[int, ...]:
        return (self.current, self.building) if self.building else (self.current,)


@value
class Share:
    """A ticket's contribution to one generation of counters, computed when the ticket had this sequence."""

    contribution: Contribution = EMPTY
    sequence: int = 0


@value
class Counted:
    """Record of a ticket's contribution to each generation; `version` counts the changes of this record."""

    ticket: str
    version: int = 0
    shares: Mapping[int, Share] = field(default_factory=dict)

    def share(self, generation: int) -> Share:
        return self.shares.get(generation, _NO_SHARE)

    def covers(self, sequence: int, generations: Iterable[int]) -> bool:
        """Whether the counters of these generations include the ticket up to this event."""
        return all(number in self.shares and self.shares[number].sequence >= sequence for number in generations)

    def with_share(self, generation: int, share: Share, oldest: int) -> "Counted":
        """The next version, with this share, and without those of generations before `oldest`."""
        kept = {number: share for number, share in self.shares.items() if number >= oldest}
        return Counted(self.ticket, self.version + 1, kept | {generation: share})


_NO_SHARE = Share()
