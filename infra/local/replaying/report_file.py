"""A file of reports for `replay`: JSON lines with `teks`, optional `service` and `area`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from chalicelib.domain.city.catalogue import OTHER


@dataclass(frozen=True, slots=True)
class PreparedReport:
    """A report as it is sent. `key` is the same at every run over the same file, so that a repeat opens no ticket."""

    line: int
    key: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UnusableLine:
    """A line that cannot be sent, and why."""

    line: int
    why: str


def read_reports(file: Path, area: str, limit: int | None = None) -> Iterator[PreparedReport | UnusableLine]:
    """Read the file's first `limit` lines that are not empty; `area` is the place of reports that name none."""
    lines = [(number, line) for number, line in enumerate(file.read_text("utf-8").splitlines(), 1) if line.strip()]
    for number, line in lines[:limit]:
        key = sha256(f"{file.name}\n{number}\n{line}".encode()).hexdigest()
        yield _read(number, line, f"replay-{key[:48]}", area)


def _read(number: int, line: str, key: str, area: str) -> PreparedReport | UnusableLine:
    try:
        report = json.loads(line)
    except ValueError:
        return UnusableLine(number, "no JSON")
    if not isinstance(report, dict) or not isinstance(report.get("teks"), str):
        return UnusableLine(number, "no `teks`")
    body = {
        "service": report.get("service") or OTHER,
        "description": report["teks"],
        "location": {"area": report.get("area") or area},
    }
    return PreparedReport(number, key, body)
