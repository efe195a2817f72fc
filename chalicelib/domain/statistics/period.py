"""The spans of time that figures are told of: a month, a quarter, a year."""

import re
from datetime import date

from chalicelib.domain.values import value

OLDEST = 2000
"""Nobody kept figures before."""

_FORM = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]|Q[1-4]))?")
_YEAR, _QUARTER = 12, 3


@value
class Period:
    """`code` is `2026-11`, `2026-Q4` or `2026`."""

    code: str

    @property
    def length(self) -> int:
        """In months."""
        if "Q" in self.code:
            return _QUARTER
        return 1 if "-" in self.code else _YEAR

    @property
    def is_month(self) -> bool:
        return self.length == 1

    @property
    def number(self) -> int:
        """Which one of its year: 1 to 12, 1 to 4, 1."""
        return int(self.code[4:].strip("-Q") or 1)

    @property
    def first(self) -> date:
        return date(int(self.code[:4]), (self.number - 1) * self.length + 1, 1)

    @property
    def months(self) -> tuple["Period", ...]:
        return tuple(_period(self.first, 1, later) for later in range(self.length))

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
        """The period of so many months that it lies in."""
        return _period(self.first, length, 0)


def period_of(text: str) -> Period | None:
    """None if that is no period, or one of an age of which nobody kept figures."""
    return Period(text) if _FORM.fullmatch(text) and int(text[:4]) >= OLDEST else None


def _period(day: date, length: int, later: int) -> Period:
    """That of this length with the day that lies so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + later, 12)
    if length == _YEAR:
        return Period(f"{year:04}")
    return Period(f"{year:04}-Q{month // _QUARTER + 1}" if length == _QUARTER else f"{year:04}-{month + 1:02}")
