"""`city due`: computes when a promise is due, so that anyone can check a date.

Each line of the file is `{"start": instant, "days": N}` (hari kerja) or `{"start": instant, "hours": N}` (jam kerja),
with `"week": 5` or `6` where an OPD works other days than the city. `start` is ISO 8601 with any offset; without one it
is in the city's zone. Prints `{"due": instant}` for each, in the same order and with the city's offset. From the first
line that cannot be understood on, it prints only errors, by line and field.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain.city.working_time import ZONES, Calendar
from infra.terminal import standard_input

FIELDS = ("start", "days", "hours", "week")


class BadLine(Exception):
    """A field of a line is wrong; the message says how."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f'"{field}" {message}' if field else message)
        self.field = field


def run(options: argparse.Namespace) -> int:
    calendar = load(options.city).calendar
    try:
        text = _text(options.file)
    except UnicodeDecodeError as error:
        print(f"{options.file}: is no UTF-8 text: {error.reason} at byte {error.start}", file=sys.stderr)
        return 1
    due_dates, errors = [], []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            instant = due(line, calendar) if line.strip() else None
        except BadLine as error:
            errors.append(f"line {number}: {error}")
        else:
            due_dates += [instant] if instant and not errors else []
    for due_at in due_dates:
        print(json.dumps({"due": due_at.isoformat()}))
    for error_text in errors:
        print(error_text, file=sys.stderr)
    for year in sorted({due_at.year for due_at in due_dates} - {day.year for day in calendar.holidays}):
        print(f"note: holidays.csv has no holidays of {year} yet", file=sys.stderr)
    return 1 if errors else 0


def _text(file: str) -> str:
    """The content of the file; `-` stands for standard input."""
    return standard_input().read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")


def due(line: str, calendar: Calendar) -> datetime:
    """Compute the due instant of one JSON line, in the city's zone.

    Raises:
        BadLine: A field is missing, unknown or of the wrong kind, or the date lies beyond the calendar.
    """
    fields = _fields(line)
    zone = ZONES[calendar.zone]
    start = _instant(fields)
    start = start if start.tzinfo else start.replace(tzinfo=zone)
    calendar = calendar.for_week(_week(fields, calendar))
    unit = "hours" if "hours" in fields else "days"
    try:
        due_at = calendar.due_hours(start, _hours(fields)) if unit == "hours" else calendar.due(start, _days(fields))
        return due_at.astimezone(zone)
    except OverflowError:
        raise BadLine(unit, "leads beyond the calendar (the years 1 to 9999)") from None


def _fields(line: str) -> dict[str, Any]:
    try:
        fields = json.loads(line)
    except ValueError as error:
        raise BadLine("", f"is no JSON: {error}") from error
    if not isinstance(fields, dict):
        raise BadLine("", 'must be an object like {"start": "2026-03-02T08:00:00+07:00", "days": 5}')
    fields = {name: field_value for name, field_value in fields.items() if field_value is not None}
    for problem in _field_errors(fields):
        raise problem
    return fields


def _field_errors(fields: dict[str, Any]) -> Iterator[BadLine]:
    unknown = [name for name in fields if name not in FIELDS]
    if unknown:
        yield BadLine(unknown[0], f"is not known; there are {', '.join(FIELDS)}")
    if "days" in fields and "hours" in fields:
        yield BadLine("hours", 'cannot stand beside "days": give one of them')
    if "days" not in fields and "hours" not in fields:
        yield BadLine("days", 'is missing: give "days" or "hours"')


def _instant(fields: dict[str, Any]) -> datetime:
    text = fields.get("start")
    if not isinstance(text, str):
        raise BadLine("start", "must be an instant like 2026-03-02T08:00:00+07:00" + _but_got(fields, "start"))
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadLine("start", f"must be an instant like 2026-03-02T08:00:00+07:00, not {text!r}") from None


def _days(fields: dict[str, Any]) -> int:
    days = fields["days"]
    if isinstance(days, bool) or not isinstance(days, int) or days < 1:
        raise BadLine("days", "must be a whole number of working days, 1 or more" + _but_got(fields, "days"))
    return days


def _hours(fields: dict[str, Any]) -> float:
    hours = fields["hours"]
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 < hours < timedelta.max.days:
        raise BadLine("hours", "must be a number of working hours above 0" + _but_got(fields, "hours"))
    return hours


def _week(fields: dict[str, Any], calendar: Calendar) -> int:
    week = fields.get("week", calendar.hours.week)
    if isinstance(week, bool) or week not in (5, 6):
        raise BadLine("week", "must be 5 or 6" + _but_got(fields, "week"))
    return int(week)


def _but_got(fields: dict[str, Any], field: str) -> str:
    return f", not {json.dumps(fields[field], ensure_ascii=False)}" if field in fields else ""
