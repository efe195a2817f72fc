"""Formats dates and spans of time for messages and pages, in Indonesian or English, in the city's zone."""

from datetime import date, datetime, timedelta

from chalicelib.domain.city.working_time import ZONES

_DAYS = {
    "id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
    "id": (
        "Januari", "Februari", "Maret", "April", "Mei", "Juni",
        "Juli", "Agustus", "September", "Oktober", "November", "Desember",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_UNITS = (
    (timedelta(days=1), {"id": ("hari", "hari"), "en": ("day", "days")}),
    (timedelta(hours=1), {"id": ("jam", "jam"), "en": ("hour", "hours")}),
    (timedelta(minutes=1), {"id": ("menit", "menit"), "en": ("minute", "minutes")}),
)
_SHORTLY = {"id": "kurang dari satu menit", "en": "less than a minute"}
_AGO = {"id": "{} yang lalu", "en": "{} ago"}
_LEFT = {"id": "{} lagi", "en": "in {}"}
_LATE = {"id": "terlambat {}", "en": "{} late"}


def month(of: date, language: str = "id") -> str:
    """`November 2026`."""
    return f"{_MONTHS[language][of.month - 1]} {of.year}"


def day(at: datetime, zone: str, language: str = "id") -> str:
    """`Kamis, 26 November 2026`; `Thursday, 26 November 2026`."""
    return _day(at.astimezone(ZONES[zone]), language)


def moment(at: datetime, zone: str, language: str = "id") -> str:
    """`Kamis, 26 November 2026 pukul 15.30 WIB`; `Thursday, 26 November 2026 at 15:30 WIB`."""
    local = at.astimezone(ZONES[zone])
    clock = f"at {_clock(local, ':')}" if language == "en" else f"pukul {_clock(local, '.')}"
    return f"{_day(local, language)} {clock} {zone}"


def short(at: datetime, zone: str, language: str = "id") -> str:
    """`26 Nov 2026 15.30`, for a text message or a table; `26 Nov 2026 15:30`."""
    local = at.astimezone(ZONES[zone])
    clock = _clock(local, ":" if language == "en" else ".")
    return f"{local.day} {_MONTHS[language][local.month - 1][:3]} {local.year} {clock}"


def day_and_month(at: datetime, zone: str, language: str = "id") -> str:
    """`8 Des`, where every character counts; `8 Dec`."""
    local = at.astimezone(ZONES[zone])
    return f"{local.day} {_MONTHS[language][local.month - 1][:3]}"


def span(length: timedelta, language: str = "id") -> str:
    """The length in its largest unit, rounded down: `3 hari`, `1 hour`; below a minute `kurang dari satu menit`."""
    for unit, names in _UNITS:
        count = abs(length) // unit
        if count:
            return f"{count} {names[language][count != 1]}"
    return _SHORTLY[language]


def since(then: datetime, now: datetime, language: str = "id") -> str:
    """`3 hari yang lalu`; `3 days ago`."""
    return _AGO[language].format(span(now - then, language))


def until(due: datetime, now: datetime, language: str = "id") -> str:
    """`3 hari lagi`, or once it is over `terlambat 2 jam`; `in 3 days`, `2 hours late`."""
    return (_LEFT if now <= due else _LATE)[language].format(span(due - now, language))


def _day(local: date, language: str) -> str:
    return f"{_DAYS[language][local.weekday()]}, {local.day} {_MONTHS[language][local.month - 1]} {local.year}"


def _clock(local: datetime, separator: str) -> str:
    return f"{local.hour:02}{separator}{local.minute:02}"
