"""Dates and times in words, in the city's zone: the only place where instants stop being UTC."""

from datetime import datetime

from chalicelib.domain.worktime import ZONES

_DAYS = (
    ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
)
_MONTHS = (
    ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
     "Desember"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
     "December"),
)  # fmt: skip


def day(language: str, at: datetime, zone: str) -> str:
    """`Jumat, 24 Januari 2025`."""
    local, english = at.astimezone(ZONES[zone]), language == "en"
    weekday, month = _DAYS[english][local.weekday()], _MONTHS[english][local.month - 1]
    return f"{weekday}{' ' if english else ', '}{local.day} {month} {local.year}"


def moment(language: str, at: datetime, zone: str) -> str:
    """`Jumat, 24 Januari 2025, pukul 15.00 WIB`."""
    local = at.astimezone(ZONES[zone])
    clock = f"{local:%H:%M}" if language == "en" else f"pukul {local:%H.%M}"
    return f"{day(language, at, zone)}, {clock} {zone}"
