"""One line of a benchmark: a measured value and its aim."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` must not exceed `aim`, or, where `exact`, must equal it. Without `aim` it is only printed."""

    name: str
    value: float
    aim: float | None
    against: str = ""
    unit: str = ""
    exact: bool = False

    @property
    def holds(self) -> bool:
        if self.aim is None:
            return True
        return self.value == self.aim if self.exact else self.value <= self.aim

    def line(self) -> str:
        sign = "" if self.aim is None else f"{'=' if self.exact else '≤'} {_short(self.aim)}{self.unit}"
        verdict = "" if self.aim is None else "ok" if self.holds else "MISS"
        return f"{self.name:<58} {_short(self.value) + self.unit:>11}  {sign:<10} {verdict:<5} {self.against}"

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "holds": self.holds}


def all_hold(figures: Iterable[Figure]) -> bool:
    return all(figure.holds for figure in figures)


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
