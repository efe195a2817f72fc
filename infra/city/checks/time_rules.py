"""Checks of a city pack's office hours, days off and promises."""

from datetime import time

from chalicelib.adapters.city_pack.tables import DAYS
from chalicelib.domain.city.catalogue import Deadline
from chalicelib.domain.city.office_time import FRIDAY, SATURDAY, closing
from infra.city.checks.pack_contents import Contents, PackEntry

HOLIDAY_KINDS = dict.fromkeys(("libur_nasional", "cuti_bersama", "tambahan"))
CLOSINGS = {"closing": 0, "friday_closing": FRIDAY, "saturday_closing": SATURDAY}


def check_hours(pack: Contents) -> None:
    if not pack.city.code:
        return  # could not be read, which is reported already
    hours, entry = pack.hours, pack.entry("city.toml", "hours")
    if hours.week not in (5, 6):
        entry.wrong("week", f"must be 5 or 6 working days, not {hours.week}")
    for name, weekday in CLOSINGS.items():
        if closing(hours, weekday) <= hours.opening:
            entry.wrong(name, f"must be after opening ({hours.opening:%H:%M})")
    _check_breaks(pack, entry)


def _check_breaks(pack: Contents, entry: PackEntry) -> None:
    for number, pause in enumerate(pack.hours.breaks, 1):
        name = f"breaks[{number}]"
        if not pause.days:
            entry.wrong(f"{name}.days", 'must name at least one day like ["jumat"]')
        if pause.end <= pause.start:
            entry.wrong(f"{name}.end", "must be after start")
        if any(_is_outside(pack, weekday, pause.start, pause.end) for weekday in pause.days):
            entry.wrong(f"{name}.start", "must lie, like end, within office hours")


def _is_outside(pack: Contents, weekday: int, start: time, end: time) -> bool:
    return start <= pack.hours.opening or end >= closing(pack.hours, weekday)


def check_holidays(pack: Contents) -> None:
    for holiday in pack.holidays:
        entry = pack.entry("holidays.csv", holiday.day.isoformat())
        entry.known("kind", holiday.kind, HOLIDAY_KINDS, "a kind of holiday")
    years = sorted({holiday.day.year for holiday in pack.holidays} - {1})
    missing = sorted(set(range(years[0], years[-1])) - set(years)) if years else []
    for year in missing:
        entry = pack.entry("holidays.csv", str(year))
        entry.wrong("date", "has no holidays: python -m infra city regenerate writes them")


def check_deadlines(pack: Contents) -> None:
    for kind in pack.deadlines.values():
        _check_promise(pack.entry("deadlines.toml", kind.code), kind)
    for code in pack.own_deadlines:
        entry = pack.entry("deadlines.toml", f"services.{code}")
        is_known = entry.known("", code, pack.services, "a service of services.csv")
        if is_known and pack.services and pack.services[code].deadline in pack.deadlines:
            _check_promise(entry, pack.catalogue.deadline_of(pack.services[code]))


def _check_promise(entry: PackEntry, promise: Deadline) -> None:
    for name in DAYS:
        if getattr(promise, name) < 1:
            entry.wrong(name, "must be at least 1 working day")
    for name in ("verification", "first_answer"):
        if getattr(promise, name) > promise.resolution:
            entry.wrong(name, "must not be longer than resolution")
