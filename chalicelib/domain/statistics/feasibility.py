"""Feasibility intervals in a table with several published sums: which suppressed counts they disclose."""

from collections.abc import Mapping, Sequence

from chalicelib.domain.statistics.disclosure_control import THRESHOLD

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
