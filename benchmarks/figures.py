"""A figure of a benchmark: a measured value and its aim."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value. It must not exceed `aim` or, if it is `exact`, must equal it; without `aim` it is only printed.

    `against` says with what it is compared.
    """

    name: str
    value: float
    aim: float | None
    against: str = ""
    unit: str = ""
    exact: bool = False

    @property
    def holds(self) -> bool:
        """Whether the aim is met."""
        if self.aim is None:
            return True
        return self.value == self.aim if self.exact else self.value <= self.aim

    def line(self) -> str:
        """The figure on one line of a terminal."""
        sign = "" if self.aim is None else f"{'=' if self.exact else '≤'} {_short(self.aim)}{self.unit}"
        verdict = "" if self.aim is None else "ok" if self.holds else "MISS"
        return f"{self.name:<58} {_short(self.value) + self.unit:>11}  {sign:<10} {verdict:<5} {self.against}"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "holds": self.holds}


def all_hold(figures: Iterable[Figure]) -> bool:
    return all(figure.holds for figure in figures)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
