"""`city due`: when a promise is due, so that anyone can check a date.

Each line of the file is `{"start": ISO instant, "days": working days, "week": 5 or 6}`; `week` may be left out, and a
start without an offset is in the city's zone. Prints `{"due": ISO instant}` for each, in the city's zone.
"""

import argparse
import json
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from chalicelib.adapters.city_pack import load
from chalicelib.domain.worktime import ZONES, Calendar


class BadLine(Exception):
    """A line that does not say from when and for how many days."""


def run(options: argparse.Namespace) -> int:
    calendar = load(options.city).calendar
    text = sys.stdin.read() if options.file == "-" else Path(options.file).read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                print(json.dumps({"due": due(line, calendar)}))
            except BadLine as error:
                print(f"line {number}: {error}", file=sys.stderr)
                return 1
    return 0


def due(line: str, calendar: Calendar) -> str:
    """The due instant of one JSON line; BadLine."""
    try:
        asked: dict[str, Any] = json.loads(line)
        start, days = datetime.fromisoformat(asked["start"]), int(asked["days"])
    except (KeyError, TypeError, ValueError) as error:
        raise BadLine(f'needs "start" (an instant like 2026-03-02T08:00:00+07:00) and "days": {error!r}') from error
    week = asked.get("week", calendar.hours.week)
    if week not in (5, 6):
        raise BadLine(f'"week" is 5 or 6, not {week!r}')
    zone = ZONES[calendar.zone]
    start = start if start.tzinfo else start.replace(tzinfo=zone)
    calendar = replace(calendar, hours=replace(calendar.hours, week=week))
    return calendar.due(start, days).astimezone(zone).isoformat()
