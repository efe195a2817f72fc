"""How much time is left, by the days of people's calendars ("hari ini", "3 hari lagi"); how late, by working days."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.city import date_format
from chalicelib.domain.city.working_time import Calendar
from chalicelib.texts import say


@dataclass(frozen=True, slots=True)
class Remaining:
    """`kind` is `late`, `today`, `soon` (tomorrow), `later` or `paused`; `due` the moment itself in words."""

    kind: str
    text: str
    due: str


def remaining(due: datetime, now: datetime, calendar: Calendar, language: str, *, paused: bool = False) -> Remaining:
    """What is left until `due` (aware instants); the clock stands while `paused`. `calendar` is that of who owes it."""
    whole = date_format.short(due, calendar.zone, language)
    if paused:
        return Remaining("paused", say(language, "console.left_paused"), whole)
    if due < now:
        days = calendar.days_between(due, now)
        key = {0: "late_today", 1: "late_day"}.get(days, "late")
        return Remaining("late", say(language, f"console.left_{key}", days=days), whole)
    days = (calendar.day(due) - calendar.day(now)).days
    kind, key = ("later", "later") if days > 1 else ("soon", "tomorrow") if days else ("today", "today")
    return Remaining(kind, say(language, f"console.left_{key}", days=days), whole)
