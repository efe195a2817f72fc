"""Figures as people read them: counts, times and shares in words, and the geometry of charts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.statistics.disclosure_control import FEW, Mask
from chalicelib.domain.values import value
from chalicelib.texts import number, say

Shown = int | float | str | None

NOTHING = "–"  # noqa: RUF001 - a dash
WITHHELD = "•"
HOUR = 60
SAME = 0.5
"""Points of a percentage by which nothing has changed."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a bar chart that is a table: `share` of the longest, 0 to 100; `is_few`: how long is not told."""

    code: str
    name: str
    text: str
    share: int
    is_few: bool
    link: str = ""


@value
class ChartText:
    """Tells values in one language. `day`: minutes of a working day."""

    language: str
    day: int

    def count(self, told: Shown) -> str:
        if told is None:
            return NOTHING
        if isinstance(told, str):
            return WITHHELD if told == Mask.WITHHELD else str(told)
        return number(self.language, int(told))

    def share(self, told: Shown) -> str:
        """`87%`; `di atas 75%`."""
        if told is None:
            return NOTHING
        if isinstance(told, str):
            word = "above" if told.startswith(">") else "below"
            return self._say(word, share=self._percent(float(told[1:])))
        return self._percent(told)

    def time(self, minutes: Shown, *, short: bool = False) -> str:
        """`45 menit`, `3,5 jam`, `4,2 hari kerja`; `short` where it is said elsewhere that days are working days."""
        if not isinstance(minutes, int | float):
            return NOTHING
        if minutes < HOUR:
            return self._say("minutes", n=self._figure(minutes, 0))
        if minutes < self.day:
            return self._say("hours", n=self._figure(minutes / HOUR, 1))
        return self._say("days_short" if short else "workdays", n=self._figure(minutes / self.day, 1))

    def mean(self, told: Shown, digits: int = 1) -> str:
        return self._figure(told, digits) if isinstance(told, int | float) else NOTHING

    def change(self, now: Shown, before: Shown) -> str:
        """By how many points a share went up or down; a dash where one of the two is not told."""
        if not isinstance(now, int | float) or not isinstance(before, int | float):
            return NOTHING
        points = (now - before) * 100
        if abs(points) < SAME:
            return self._say("same")
        return self._say("up" if points > 0 else "down", points=self._figure(abs(points), 0))

    def bars(self, table: Mapping[str, Mapping[str, Shown]], names: Mapping[str, str]) -> list[Bar]:
        """The most first; what nobody may know how much it is goes last."""
        bars = self.in_order(table, lambda code: names.get(code, code))
        return sorted(bars, key=lambda bar: (-bar.share, bar.is_few, bar.name))

    def in_order(self, table: Mapping[str, Mapping[str, Shown]], name: Callable[[str], str]) -> list[Bar]:
        """As they stand in the table."""
        told = {code: row["received"] for code, row in table.items()}
        most = max((count for count in told.values() if isinstance(count, int)), default=0)
        return [self._bar(code, name(code), count, most) for code, count in told.items()]

    def _bar(self, code: str, name: str, count: Shown, most: int) -> Bar:
        known = count if isinstance(count, int) else 0
        return Bar(code, name, self.count(count), round(100 * known / most) if most else 0, isinstance(count, str))

    def width(self, told: Shown) -> int:
        """How long the bar of a share is, of 100; 0 where it is not told exactly."""
        return round(100 * told) if isinstance(told, int | float) else 0

    def _percent(self, share: float) -> str:
        return f"{round(share * 100)}%"

    def _figure(self, told: float, digits: int) -> str:
        text = f"{told:.{digits}f}"
        return text if self.language == "en" else text.replace(".", ",")

    def _say(self, key: str, **params: object) -> str:
        return say(self.language, f"statistics.{key}", **params)


NamedRow = tuple[str, str, Mapping[str, Shown]]
"""Code, name and figures of an OPD."""


@dataclass(frozen=True, slots=True)
class StackedBar:
    """What an OPD has in hand, as a line of a table with a bar: how much of 100 is open, and how much of that late."""

    code: str
    name: str
    row: Mapping[str, Shown]
    open: int
    late: int
    is_few: bool


def stacked_bars(rows: Iterable[NamedRow]) -> list[StackedBar]:
    """The most late first, then the most open; what is not told says nothing about its place."""
    chosen = by_size(by_size(rows, "open"), "late", then_by_name=False)
    most = max((_known(row["open"]) for _, _, row in chosen), default=0) or 1
    return [_pile(code, name, row, most) for code, name, row in chosen]


def by_size(rows: Iterable[NamedRow], column: str, *, then_by_name: bool = True) -> list[NamedRow]:
    """The greatest first; a mask counts as nothing, so that its place tells nothing either."""
    named = sorted(rows, key=lambda each: each[1]) if then_by_name else rows
    return sorted(named, key=lambda each: -_known(each[2].get(column)))


def _pile(code: str, name: str, row: Mapping[str, Shown], most: int) -> StackedBar:
    told = {column: round(100 * _known(row.get(column)) / most) for column in ("open", "late")}
    return StackedBar(code, name, row, told["open"], min(told["late"], told["open"]), isinstance(row["open"], str))


def _known(told: Shown) -> int:
    return int(told) if isinstance(told, int | float) else 0


@dataclass(frozen=True, slots=True)
class Column:
    """One day in the chart; lengths in its own units."""

    day: str
    text: str
    x: int
    y: int
    height: int
    is_few: bool


STEP, WIDTH, HEIGHT = 24, 18, 160
"""A column's place, its width, and the height of the longest."""


@dataclass(frozen=True, slots=True)
class Days:
    """The chart of a month by days. `lines`: height and count of the lines behind it."""

    columns: list[Column]
    lines: list[tuple[int, str]]
    most: str
    most_day: str

    @property
    def width(self) -> int:
        return STEP * len(self.columns)


def days(table: Mapping[str, Mapping[str, Any]], teller: ChartText) -> Days:
    """The chart of these days; few are drawn as high as `FEW` would be at most, as an outline."""
    told = {day: row["received"] for day, row in table.items()}
    known = {day: count for day, count in told.items() if isinstance(count, int)}
    top = _round_up(max(known.values(), default=0))
    most_day = max(known, key=lambda day: known[day], default="")
    columns = [_column(place, day, count, top, teller) for place, (day, count) in enumerate(told.items())]
    lines = [(HEIGHT - HEIGHT * count // top, teller.count(count)) for count in _marks(top)]
    return Days(columns, lines, teller.count(known.get(most_day, 0)), most_day.lstrip("0"))


def _column(place: int, day: str, count: Shown, top: int, teller: ChartText) -> Column:
    is_few = isinstance(count, str)
    height = HEIGHT * min(FEW - 1 if is_few else int(count or 0), top) // top
    return Column(day.lstrip("0"), teller.count(count), place * STEP, HEIGHT - height, height, is_few)


SCALES = (10, 20, 30, 40, 50, 60, 80, 100)
"""Ends of a scale, times a power of ten: each of them and its half are round whole numbers."""


def _round_up(most: int) -> int:
    """To the next end of a scale."""
    size = 1
    while most > SCALES[-1] * size:
        size *= 10
    return next(top * size for top in SCALES if top * size >= most)


def _marks(top: int) -> tuple[int, int]:
    """The ends and the exact middle of the scale, beside its ground."""
    return (top, top // 2)
