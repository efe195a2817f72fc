"""Time left in calendar days ("hari ini", "3 hari lagi"), and how late in working days."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.city import date_format
from chalicelib.domain.city.working_time import Calendar
from chalicelib.texts import say


@dataclass(frozen=True, slots=True)
class Remaining:
    """Time left in words. `kind`: `late`, `today`, `soon` (tomorrow), `later` or `paused`; `due`: when, in words."""

    kind: str
    text: str
    due: str


def remaining(due: datetime, now: datetime, calendar: Calendar, language: str, *, paused: bool = False) -> Remaining:
    """Time left from `now` until `due`, both aware; none runs while `paused`. `calendar`: of whoever owes it."""
    due_text = date_format.short(due, calendar.zone, language)
    if paused:
        return Remaining("paused", say(language, "console.left_paused"), due_text)
    if due < now:
        days = calendar.days_between(due, now)
        key = {0: "late_today", 1: "late_day"}.get(days, "late")
        return Remaining("late", say(language, f"console.left_{key}", days=days), due_text)
    days = (calendar.day(due) - calendar.day(now)).days
    kind, key = ("later", "later") if days > 1 else ("soon", "tomorrow") if days else ("today", "today")
    return Remaining(kind, say(language, f"console.left_{key}", days=days), due_text)
