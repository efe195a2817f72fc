"""Figures for people: counts, times and shares in words, and the geometry of charts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib.domain.statistics.disclosure_control import THRESHOLD, Mask
from chalicelib.domain.values import value
from chalicelib.texts import number, say

Figure = int | float | str | None
"""A value of the public tables: a number, a mask such as `<5` or `>0.75`, or None where there is nothing."""

NOTHING = "–"  # noqa: RUF001 - a dash
WITHHELD = "•"
HOUR = 60
SAME = 0.5
"""A change of a share below so many percentage points counts as none."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart. `share`: length in percent of the longest; `is_few`: the length is withheld."""

    code: str
    name: str
    text: str
    share: int
    is_few: bool
    link: str = ""


@value
class ChartText:
    """Figures as text in one language. `day`: minutes of a working day."""

    language: str
    day: int

    def count(self, figure: Figure) -> str:
        if figure is None:
            return NOTHING
        if isinstance(figure, str):
            return WITHHELD if figure == Mask.WITHHELD else str(figure)
        return number(self.language, int(figure))

    def share(self, figure: Figure) -> str:
        """`87%`; `di atas 75%`."""
        if figure is None:
            return NOTHING
        if isinstance(figure, str):
            word = "above" if figure.startswith(">") else "below"
            return self._say(word, share=self._percent(float(figure[1:])))
        return self._percent(figure)

    def time(self, minutes: Figure, *, short: bool = False) -> str:
        """`45 menit`, `3,5 jam`, `4,2 hari kerja`; `short` leaves out “kerja” where the heading has it."""
        if not isinstance(minutes, int | float):
            return NOTHING
        if minutes < HOUR:
            return self._say("minutes", n=self._decimal(minutes, 0))
        if minutes < self.day:
            return self._say("hours", n=self._decimal(minutes / HOUR, 1))
        return self._say("days_short" if short else "workdays", n=self._decimal(minutes / self.day, 1))

    def mean(self, figure: Figure, digits: int = 1) -> str:
        return self._decimal(figure, digits) if isinstance(figure, int | float) else NOTHING

    def change(self, now: Figure, before: Figure) -> str:
        """By how many percentage points a share went up or down; a dash where either is missing or masked."""
        if not isinstance(now, int | float) or not isinstance(before, int | float):
            return NOTHING
        points = (now - before) * 100
        if abs(points) < SAME:
            return self._say("same")
        return self._say("up" if points > 0 else "down", points=self._decimal(abs(points), 0))

    def bars(self, table: Mapping[str, Mapping[str, Figure]], names: Mapping[str, str]) -> list[Bar]:
        """The longest first, masked counts last."""
        bars = self.in_order(table, lambda code: names.get(code, code))
        return sorted(bars, key=lambda bar: (-bar.share, bar.is_few, bar.name))

    def in_order(self, table: Mapping[str, Mapping[str, Figure]], name: Callable[[str], str]) -> list[Bar]:
        """The bars in the order of the table."""
        counts = {code: row["received"] for code, row in table.items()}
        most = max((count for count in counts.values() if isinstance(count, int)), default=0)
        return [self._bar(code, name(code), count, most) for code, count in counts.items()]

    def _bar(self, code: str, name: str, count: Figure, most: int) -> Bar:
        exact = count if isinstance(count, int) else 0
        return Bar(code, name, self.count(count), round(100 * exact / most) if most else 0, isinstance(count, str))

    def width(self, figure: Figure) -> int:
        """Length in percent of the bar of a share; 0 where it is masked or missing."""
        return round(100 * figure) if isinstance(figure, int | float) else 0

    def _percent(self, share: float) -> str:
        return f"{round(share * 100)}%"

    def _decimal(self, figure: float, digits: int) -> str:
        text = f"{figure:.{digits}f}"
        return text if self.language == "en" else text.replace(".", ",")

    def _say(self, key: str, **params: object) -> str:
        return say(self.language, f"statistics.{key}", **params)


NamedRow = tuple[str, str, Mapping[str, Figure]]
"""Code, name and figures of an OPD."""


@dataclass(frozen=True, slots=True)
class StackedBar:
    """An OPD's assignments as a row with a bar. `open`, `late`: lengths in percent of the longest bar."""

    code: str
    name: str
    row: Mapping[str, Figure]
    open: int
    late: int
    is_few: bool


def stacked_bars(rows: Iterable[NamedRow]) -> list[StackedBar]:
    """The most late first, then the most open; masked counts rank as zero, so that the order discloses nothing."""
    ordered = by_size(by_size(rows, "open"), "late", then_by_name=False)
    most = max((_exact(row["open"]) for _, _, row in ordered), default=0) or 1
    return [_stacked_bar(code, name, row, most) for code, name, row in ordered]


def by_size(rows: Iterable[NamedRow], column: str, *, then_by_name: bool = True) -> list[NamedRow]:
    """The greatest first; masked counts rank as zero, so that the order discloses nothing."""
    named = sorted(rows, key=lambda each: each[1]) if then_by_name else rows
    return sorted(named, key=lambda each: -_exact(each[2].get(column)))


def _stacked_bar(code: str, name: str, row: Mapping[str, Figure], most: int) -> StackedBar:
    lengths = {column: round(100 * _exact(row.get(column)) / most) for column in ("open", "late")}
    return StackedBar(
        code, name, row, lengths["open"], min(lengths["late"], lengths["open"]), isinstance(row["open"], str)
    )


def _exact(figure: Figure) -> int:
    return int(figure) if isinstance(figure, int | float) else 0


@dataclass(frozen=True, slots=True)
class Column:
    """One day in the chart; lengths in units of the SVG."""

    day: str
    text: str
    x: int
    y: int
    height: int
    is_few: bool


STEP, WIDTH, HEIGHT = 24, 18, 160
"""Distance and width of columns, and the height of the chart, in units of the SVG."""


@dataclass(frozen=True, slots=True)
class Days:
    """The chart of a month by days. `lines`: height and label of the grid lines."""

    columns: list[Column]
    lines: list[tuple[int, str]]
    most: str
    most_day: str

    @property
    def width(self) -> int:
        return STEP * len(self.columns)


def days(table: Mapping[str, Mapping[str, Any]], teller: ChartText) -> Days:
    """The chart of these days. Masked counts are drawn as an outline, as high as they can be at most."""
    counts = {day: row["received"] for day, row in table.items()}
    exact = {day: count for day, count in counts.items() if isinstance(count, int)}
    top = _round_up(max(exact.values(), default=0))
    most_day = max(exact, key=lambda day: exact[day], default="")
    columns = [_column(place, day, count, top, teller) for place, (day, count) in enumerate(counts.items())]
    lines = [(HEIGHT - HEIGHT * count // top, teller.count(count)) for count in _marks(top)]
    return Days(columns, lines, teller.count(exact.get(most_day, 0)), most_day.lstrip("0"))


def _column(place: int, day: str, count: Figure, top: int, teller: ChartText) -> Column:
    is_few = isinstance(count, str)
    height = HEIGHT * min(THRESHOLD - 1 if is_few else int(count or 0), top) // top
    return Column(day.lstrip("0"), teller.count(count), place * STEP, HEIGHT - height, height, is_few)


SCALES = (10, 20, 30, 40, 50, 60, 80, 100)
"""Ends of a scale, times a power of ten; half of each is a whole number too."""


def _round_up(most: int) -> int:
    """The next end of a scale that is not below `most`."""
    size = 1
    while most > SCALES[-1] * size:
        size *= 10
    return next(top * size for top in SCALES if top * size >= most)


def _marks(top: int) -> tuple[int, int]:
    """The counts at the grid lines: the end of the scale and its middle."""
    return (top, top // 2)
