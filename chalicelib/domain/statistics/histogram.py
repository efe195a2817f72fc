"""Histograms of working time that can be added up, and the quantiles read from them.

An average hides the one report that waited for half a year; quantiles of several places cannot be averaged. Counts in
fixed buckets can simply be added, over places and months, and a quantile read from the sum is within the width of one
bucket (a fifth of its value) of that of the single times.
"""

from bisect import bisect_right
from collections.abc import Mapping

BOUNDS: tuple[int, ...] = tuple(dict.fromkeys(round(2 ** (step / 4)) for step in range(73)))
"""Where buckets begin, in minutes of working time: 1, 2, 3, … 262,144 (two working years), each a fifth above the
last. Bucket 0 holds durations of less than a minute. Stored counts depend on these bounds: never change them."""


def bucket(minutes: int) -> int:
    """Number of the bucket for a duration; a negative one counts as 0."""
    return bisect_right(BOUNDS, minutes)


def quantile(counts: Mapping[int, int], share: float) -> float | None:
    """The minutes below which this share (0 to 1) of all durations lies; None if there are no counts.

    Within a bucket it is interpolated linearly.
    """
    total = sum(counts.values())
    if not total:
        return None
    target, below = share * total, 0
    filled = sorted(number for number, count in counts.items() if count)
    for number in filled:
        if below + counts[number] >= target:
            return _within(number, (target - below) / counts[number])
        below += counts[number]
    return _within(filled[-1], 1.0)


def _within(number: int, fraction: float) -> float:
    start = BOUNDS[number - 1] if number else 0
    end = BOUNDS[number] if number < len(BOUNDS) else BOUNDS[-1]
    return start + (end - start) * fraction
