"""The periods that have figures: months, quarters and years."""

import re
from datetime import date

from chalicelib.domain.values import value

OLDEST = 2000
"""First year of which a period is accepted."""

_CODE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]))?")
_YEAR, _QUARTER = 12, 3  # months


@value
class Period:
    """A month, quarter or year; `code` is `2026-11`, `2026-Q4` or `2026`."""

    code: str

    @property
    def length(self) -> int:
        """Number of months."""
        if "Q" in self.code:
            return _QUARTER
        return 1 if "-" in self.code else _YEAR

    @property
    def is_month(self) -> bool:
        return self.length == 1

    @property
    def number(self) -> int:
        """Its number within the year: 1 to 12 of a month, 1 to 4 of a quarter, 1 of a year."""
        return int(self.code[4:].strip("-Q") or 1)

    @property
    def first(self) -> date:
        return date(int(self.code[:4]), (self.number - 1) * self.length + 1, 1)

    @property
    def months(self) -> tuple["Period", ...]:
        return tuple(_period(self.first, 1, offset) for offset in range(self.length))

    @property
    def before(self) -> "Period":
        return _period(self.first, self.length, -self.length)

    @property
    def after(self) -> "Period":
        return _period(self.first, self.length, self.length)

    @property
    def days(self) -> int:
        return (self.after.first - self.first).days

    def around(self, length: int) -> "Period":
        """The period of `length` months (1, 3 or 12) in which this one begins."""
        return _period(self.first, length, 0)


def period_of(text: str) -> Period | None:
    """The period with this code; None if there is none, or if it lies before the year `OLDEST`."""
    return Period(text) if _CODE.fullmatch(text) and int(text[:4]) >= OLDEST else None


def _period(day: date, length: int, offset: int) -> Period:
    """The period of `length` months that contains the day `offset` months after `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + offset, 12)
    if length == _YEAR:
        return Period(f"{year:04}")
    return Period(f"{year:04}-Q{month // _QUARTER + 1}" if length == _QUARTER else f"{year:04}-{month + 1:02}")
