"""How much time is left, by the days of people's calendars: "terlambat 2 hari", "hari ini", "3 hari lagi"."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain import dates
from chalicelib.domain.worktime import ZONES
from chalicelib.words import say


@dataclass(frozen=True, slots=True)
class Remaining:
    """`kind` is `late`, `today`, `soon` (tomorrow), `later` or `paused`; `due` the moment itself in words."""

    kind: str
    text: str
    due: str


def remaining(due: datetime, now: datetime, zone: str, language: str, *, paused: bool = False) -> Remaining:
    """What is left until `due` (aware instants); the clock stands while `paused`."""
    whole = dates.short(due, zone, language)
    if paused:
        return Remaining("paused", say(language, "console.left_paused"), whole)
    days = (due.astimezone(ZONES[zone]).date() - now.astimezone(ZONES[zone]).date()).days
    kind, key = _kind(days, is_over=due < now)
    return Remaining(kind, say(language, f"console.left_{key}", days=abs(days)), whole)


def _kind(days: int, *, is_over: bool) -> tuple[str, str]:
    if is_over:
        return "late", ("late_today" if days == 0 else "late_day" if days == -1 else "late")
    if days <= 1:
        return ("soon", "tomorrow") if days else ("today", "today")
    return "later", "later"
