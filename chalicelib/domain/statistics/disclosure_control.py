"""Disclosure control of one table: small counts are suppressed, and cannot be recovered from what is published.

A count of 1 to 4 is below the threshold and shown as "<5" (primary suppression). The smallest of the other counts is
always withheld with it (complementary suppression), because withholding it only where needed would tell that it was.
Where the total would still disclose a small count, more counts are withheld, until the feasibility interval of each
holds at least two values: all counts from the least to the greatest that agree with what is published.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from math import inf

THRESHOLD = 5
"""The threshold: the least count other than 0 that is published."""

Interval = tuple[float, float]
"""Feasibility interval: the least and the greatest count that agree with what is published."""


class Mask(StrEnum):
    """What is shown instead of a suppressed count."""

    FEW = "<5"
    """The count is below the threshold, and not 0."""
    WITHHELD = "withheld"
    """The count is suppressed because it would disclose another one."""


def suppressed_cells(counts: Mapping[str, int], never_published: Iterable[str] = ()) -> dict[str, Mask] | None:
    """The counts to suppress among those that add up to a published total, each with its mask.

    Args:
        counts: the exact counts by name.
        never_published: names of counts that are never published, but must not be disclosed either: "20 are done, 19 of
            them in time" discloses that one was late.

    Returns:
        None if no count can be published.
    """
    unpublished = frozenset(never_published)
    small = {name for name, count in counts.items() if 0 < count < THRESHOLD}
    if small and sum(counts.values()) < THRESHOLD:
        return None
    publishable = sorted(
        (name for name in counts if counts[name] >= THRESHOLD and name not in unpublished),
        key=lambda name: counts[name],
    )
    hidden = small | unpublished | ({publishable.pop(0)} if publishable and small else set())
    while _Attacker(counts, small, hidden, unpublished).can_disclose():
        if not publishable:
            return None
        hidden.add(publishable.pop(0))
    return {name: Mask.FEW if name in small else Mask.WITHHELD for name in hidden - unpublished}


class _Attacker:
    """Somebody who knows the total and derives the feasibility interval of each count by adding and subtracting."""

    def __init__(
        self, counts: Mapping[str, int], small: set[str], hidden: set[str], never_published: frozenset[str]
    ) -> None:
        self._total, self._small = sum(counts.values()), small
        self._intervals = {
            name: _published_interval(name, count, small, hidden, never_published) for name, count in counts.items()
        }

    def can_disclose(self) -> bool:
        """Whether the interval of a small count holds only one value."""
        while self._tighten():
            pass
        return any(self._intervals[name][0] == self._intervals[name][1] for name in self._small)

    def _tighten(self) -> bool:
        """Narrow each interval once by the total and the other intervals; whether any became narrower."""
        before = dict(self._intervals)
        for name in self._intervals:
            others = [interval for other, interval in self._intervals.items() if other != name]
            low = self._total - sum(most for _, most in others)
            high = self._total - sum(least for least, _ in others)
            least, most = self._intervals[name]
            self._intervals[name] = max(least, low), min(most, high)
        return self._intervals != before


def _published_interval(
    name: str, count: int, small: set[str], hidden: set[str], never_published: frozenset[str]
) -> Interval:
    """The interval in which publication alone leaves a count, before the total is used."""
    if name not in hidden:
        return count, count
    if name in never_published:
        return 0, inf
    return (1, THRESHOLD - 1) if name in small else (THRESHOLD, inf)


Cell = tuple[str, int]
"""A row's name and the index of the month."""
Intervals = dict[Cell, tuple[int, int]]
"""Feasibility interval of each cell: the least and the greatest count that agree with what is published."""
UNBOUNDED = 10**9
"""Upper bound of a cell of which no upper bound is published."""


def disclosed_rows(counts: Mapping[Cell, int], known: Intervals, lines: Sequence[Sequence[Cell]]) -> set[str]:
    """The rows with a suppressed small count whose feasibility interval shrinks to a single value.

    Args:
        counts: the exact count of each cell.
        known: the interval of each cell by what is published of it alone.
        lines: groups of cells of which the sum is public.
    """
    intervals = dict(known)
    totals = [sum(counts[cell] for cell in line) for line in lines]
    while sum(_tighten(intervals, *line) for line in zip(lines, totals, strict=True)):
        pass
    sensitive = {cell for cell in counts if 0 < counts[cell] < THRESHOLD and known[cell][0] != known[cell][1]}
    return {cell[0] for cell in sensitive if intervals[cell][0] == intervals[cell][1]}


def _tighten(intervals: Intervals, line: Sequence[Cell], total: int) -> bool:
    """Narrow the intervals of cells that add up to `total`, once; whether any became narrower."""
    least, most = (sum(intervals[cell][side] for cell in line) for side in (0, 1))
    has_narrowed = False
    for cell in line:
        low, high = intervals[cell]
        intervals[cell] = max(low, total - (most - high)), min(high, total - (least - low))
        has_narrowed = has_narrowed or intervals[cell] != (low, high)
    return has_narrowed
