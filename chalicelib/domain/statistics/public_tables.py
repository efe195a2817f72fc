"""The tables of a month as the public sees them: nothing of them tells of fewer than five people.

The whole city's counts are exact where they are told. Those of one kecamatan are rounded to multiples of five, because
what is exact here and exact there could be taken from each other. There is no row that adds up the OPDs, for the same
reason.
"""

from collections.abc import Callable, Iterable, Mapping
from math import floor

from chalicelib.domain.statistics.disclosure_control import FEW, Mask, suppressed
from chalicelib.domain.statistics.tables import (
    BREAKDOWNS,
    OPDS,
    REPORTS,
    STARS,
    SURVEY,
    TEAM,
    TIMES,
    TOTAL,
    Row,
    Table,
)

Shown = int | float | str | None
"""A value, a `Mask`, or a share of which only a bound is told: `>0.75`, `<0.25`."""
ShownTable = dict[str, dict[str, Shown]]

ENOUGH = 2 * FEW - 1
"""From so many on, that fewer than five are missing tells no more than that."""


def published(tables: Mapping[str, Table]) -> dict[str, ShownTable]:
    """The whole city's tables. What cannot be told at all is left out."""
    reports = tables[REPORTS][TOTAL]
    shown: dict[str, ShownTable] = {REPORTS: {TOTAL: _reports(reports)}}
    for name in BREAKDOWNS:
        shown[name] = _breakdown(tables[name])
    shown[TIMES] = {name: _time(row, "") for name, row in tables[TIMES].items()}
    shown[OPDS] = {code: _opd(row) for code, row in tables[OPDS].items() if code != TOTAL}
    shown[TEAM] = {TOTAL: _team(tables[TEAM][TOTAL], _count(reports, "received"))}
    return shown | {STARS: {TOTAL: _stars(tables[STARS][TOTAL])}, SURVEY: _survey(tables[SURVEY])}


def published_area(tables: Mapping[str, Table]) -> dict[str, ShownTable]:
    """One kecamatan's tables, rounded."""
    kept = {
        REPORTS: ("received", "resolved", "open"),
        OPDS: ("open", "late", "given", "done", "returns", "reopened"),
        TEAM: ("several", "handed"),
    }
    shown: dict[str, ShownTable] = {name: _rounded(tables[name], columns) for name, columns in kept.items()}
    for name in BREAKDOWNS:
        shown[name] = _rounded(tables[name], ("received",))
    shown[TIMES] = {name: _time(row, "", rounded) for name, row in tables[TIMES].items()}
    return shown


def rounded(count: int) -> Shown:
    """To the next multiple of five; none is as few as four."""
    return Mask.FEW if count < FEW else FEW * round(count / FEW)


def _rounded(table: Table, columns: Iterable[str]) -> ShownTable:
    return {code: {name: rounded(_count(row, name)) for name in columns} for code, row in table.items() if code != ""}


def _reports(row: Row) -> dict[str, Shown]:
    shown = {name: _alone(_count(row, name)) for name in ("received", "received_before", "resolved", "open")}
    shown |= {name: _alone(_count(row, name)) for name in ("desk", "between")}
    shown |= _part_of(row, "resolved", "kept") | _part_of(row, "disputes", "upheld")
    shown |= {"kept_share": _share(row, "kept", "resolved")}
    return shown | {"kept_share_before": _share(row, "kept_before", "resolved_before")}


def _breakdown(table: Table) -> ShownTable:
    counts = {code: _count(row, "received") for code, row in table.items()}
    hidden = suppressed(counts)
    if hidden is None:
        return {}
    return {code: {"received": hidden.get(code, count)} for code, count in counts.items()}


def _time(row: Row, prefix: str, told: Callable[[int], Shown] | None = None) -> dict[str, Shown]:
    """Median and 90 % of what enough people waited for."""
    count = _count(row, f"{prefix}count")
    enough = count >= FEW
    shown: dict[str, Shown] = {f"{prefix}count": (told or _alone)(count)}
    for name in ("median", "p90"):
        shown[f"{prefix}{name}"] = row[f"{prefix}{name}"] if enough else None
    enough = _count(row, f"{prefix}count_before") >= FEW
    return shown | {f"{prefix}median_before": row[f"{prefix}median_before"] if enough else None}


def _opd(row: Row) -> dict[str, Shown]:
    shown: dict[str, Shown] = {name: _alone(_count(row, name)) for name in ("given", "returns", "reopened", "missed")}
    shown |= _part_of(row, "open", "late") | _part_of(row, "done", "kept") | _part_of(row, "disputes", "upheld")
    shown |= {"waiting": _alone(_count(row, "waiting")), "done_before": _alone(_count(row, "done_before"))}
    shown |= {"kept_share": _share(row, "kept", "done")}
    shown |= {"kept_share_before": _share(row, "kept_before", "done_before")}
    for name in ("first", "took", "wait"):
        shown |= _time(row, f"{name}_")
    shown["took_count"] = shown["done"]
    for count, mean in (("ratings", "rating"), ("ikm_answers", "ikm")):
        shown |= {count: _alone(_count(row, count)), mean: row[mean] if _count(row, count) >= FEW else None}
    return shown


def _team(row: Row, received: int) -> dict[str, Shown]:
    shown: dict[str, Shown] = {}
    for name in ("several", "handed"):
        shown |= {name: _part(received, _count(row, name))}
    enough = _count(row, "handovers") >= FEW and shown["handed"] not in tuple(Mask)
    return shown | {
        "handovers": _alone(_count(row, "handovers")),
        "per_ticket": row["per_ticket"] if enough else None,
    }


def _stars(row: Row) -> dict[str, Shown]:
    counts = {f"star{n}": _count(row, f"star{n}") for n in range(1, 6)}
    given = _count(row, "ratings")
    hidden = suppressed(counts)
    stars = {} if hidden is None else {name: hidden.get(name, count) for name, count in counts.items()}
    return stars | {"ratings": _alone(given), "rating": row["rating"] if given >= FEW else None}


def _survey(table: Table) -> ShownTable:
    answers = _count(table[TOTAL], "answers")
    if answers < FEW:
        return {TOTAL: {"answers": _alone(answers), "index": None}}
    return {code: dict(row) for code, row in table.items()}


def _part_of(row: Row, total: str, part: str) -> dict[str, Shown]:
    """A count and what part of it; also what is left of it is protected."""
    return {total: _alone(_count(row, total)), part: _part(_count(row, total), _count(row, part))}


def _part(total: int, part: int) -> Shown:
    """Some of a total, of which nobody shows the rest.

    Of a total so small that even the choice of what to hide would tell, nothing is told unless everything may be.
    """
    hidden = suppressed({"part": part, "rest": max(0, total - part)}, ["rest"]) if total else {}
    if hidden is None or (hidden and total < ENOUGH):
        return Mask.WITHHELD
    return hidden.get("part", part)


def _share(row: Row, part: str, total: str) -> Shown:
    """The share, or where it would tell how few are missing (or there), only that they are fewer than five."""
    whole, some = _count(row, total), _count(row, part)
    few, missing = 0 < some < FEW, 0 < whole - some < FEW
    if whole < FEW or ((few or missing) and whole < ENOUGH):
        return None
    if few:
        return f"<{FEW / whole:.2f}"
    if missing:
        return f">{floor(100 * (whole - FEW) / whole) / 100:.2f}"
    return some / whole


def _alone(count: int) -> Shown:
    return count if _is_told(count) else Mask.FEW


def _is_told(count: int) -> bool:
    return not 0 < count < FEW


def _count(row: Row, name: str) -> int:
    return int(row[name] or 0)
