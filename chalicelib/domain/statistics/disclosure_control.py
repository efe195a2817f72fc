"""Small counts are not shown in public, and cannot be worked out from what is shown.

A count of 1 to 4 is shown as "<5", and the smallest of the others is withheld with it, whether that is needed or not:
else it would tell that it was. Where the total would still give a small count away, more is withheld, until whoever
knows the total finds at least two values possible for each.
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
    """Not told, because it would tell how few others are."""


def suppressed(parts: Mapping[str, int], unshown: Iterable[str] = ()) -> dict[str, Mask] | None:
    """Which of the parts of a total, itself shown, are not told; None if they cannot be told at all.

    `unshown` are parts that nobody shows, but that must not be found out either: "20 are done, 19 of them in time"
    tells that one was late.
    """
    never = frozenset(unshown)
    small = {name for name, count in parts.items() if 0 < count < FEW}
    if small and sum(parts.values()) < FEW:
        return None
    shown = sorted((name for name in parts if parts[name] >= FEW and name not in never), key=lambda name: parts[name])
    hidden = small | never | ({shown.pop(0)} if shown and small else set())
    while Reader(parts, small, hidden, never).knows_any():
        if not shown:
            return None
        hidden.add(shown.pop(0))
    return {name: Mask.FEW if name in small else Mask.WITHHELD for name in hidden - never}


class Reader:
    """Somebody who adds up and takes away: works out from what to what each part can be."""

    def __init__(self, parts: Mapping[str, int], small: set[str], hidden: set[str], never: frozenset[str]) -> None:
        self._total, self._small = sum(parts.values()), small
        self.bounds = {name: _told(name, count, small, hidden, never) for name, count in parts.items()}

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
            least, most = self.bounds[name]
            self.bounds[name] = max(least, low), min(most, high)
        return self.bounds != before


def _told(name: str, count: int, small: set[str], hidden: set[str], never: frozenset[str]) -> tuple[float, float]:
    """What a reader knows of a part before adding up: what is never shown says nothing, a mask what it stands for."""
    if name not in hidden:
        return count, count
    if name in never:
        return 0, inf
    return (1, FEW - 1) if name in small else (FEW, inf)
