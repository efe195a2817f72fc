"""Small counts are not shown in public, and cannot be worked out from what is shown.

A count of 1 to 4 is shown as "<5". Where the others and their total would give it away, more is withheld, the smallest
first, until whoever knows the total finds at least two values possible for each small count.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from math import inf

FEW = 5
"""From so many on a count is told."""


class Mask(StrEnum):
    """Instead of a count."""

    FEW = "<5"
    WITHHELD = "withheld"
    """Not small (none, or at least `FEW`), but it would tell how few others are."""


def masks(parts: Mapping[str, int], unshown: Iterable[str] = ()) -> dict[str, Mask] | None:
    """Which of the parts of a total, itself shown, are not told; None if they cannot be told at all.

    `unshown` are parts that nobody shows, but that must not be found out either: "20 are done, 19 of them in time"
    tells that one was late.
    """
    never = frozenset(unshown)
    small = {name for name, count in parts.items() if 0 < count < FEW}
    if small and sum(parts.values()) < FEW:
        return None
    hidden = small | never
    while Reader(parts, small, hidden, never).knows_any():
        shown = [name for name in parts if name not in hidden and parts[name]]
        if not shown:
            return None
        hidden |= {min(shown, key=lambda name: (parts[name], name))}
    return {name: Mask.FEW if name in small else Mask.WITHHELD for name in hidden - never}


class Reader:
    """Somebody who adds up and takes away: works out from what to what each part can be."""

    def __init__(self, parts: Mapping[str, int], small: set[str], hidden: set[str], never: frozenset[str]) -> None:
        self._total, self._small = sum(parts.values()), small
        self._withheld = hidden - small - never
        self.bounds = {name: _told(name, count, small - never, hidden) for name, count in parts.items()}

    def knows_any(self) -> bool:
        """Whether only one value is possible for a small count."""
        while self._narrowed():
            pass
        return any(self.bounds[name][0] == self.bounds[name][1] for name in self._small)

    def _narrowed(self) -> bool:
        """Look at each part once more; whether that said anything new."""
        before = dict(self.bounds)
        for name in self.bounds:
            others = [bounds for other, bounds in self.bounds.items() if other != name]
            low = self._total - sum(most for _, most in others)
            high = self._total - sum(least for least, _ in others)
            self.bounds[name] = self._possible(name, low, high)
        return self.bounds != before

    def _possible(self, name: str, low: float, high: float) -> tuple[float, float]:
        low, high = max(self.bounds[name][0], low), min(self.bounds[name][1], high)
        if name in self._withheld:  # no count of 1 to 4, by what the mask means
            low, high = (FEW if 0 < low < FEW else low), (0 if high < FEW else high)
        return low, high


def _told(name: str, count: int, small: set[str], hidden: set[str]) -> tuple[float, float]:
    """What a reader knows of a part before adding up: what is never shown says nothing."""
    if name not in hidden:
        return count, count
    return (1, FEW - 1) if name in small else (0, inf)
