"""A period's public tables, which disclose nothing about fewer than five people.

The whole city's published counts are exact. Those of one kecamatan are rounded to multiples of five, because exact
counts of both could be subtracted from each other. For the same reason no row adds up the OPDs.
"""

from collections.abc import Callable, Iterable, Mapping
from math import floor

from chalicelib.domain.statistics.disclosure_control import THRESHOLD, Mask, suppressed_cells
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
"""A value, a `Mask`, or a share of which only a bound is published: `>0.75`, `<0.25`; None if nothing is."""
ShownTable = dict[str, dict[str, Shown]]

PART_THRESHOLD = 2 * THRESHOLD - 1
"""The least total of which a suppressed part, or a bound of its share, may be shown. With a smaller total, the choice
of what to suppress would already disclose the count."""


def publish_tables(tables: Mapping[str, Table]) -> dict[str, ShownTable]:
    """The whole city's public tables by name; what cannot be published at all is left out."""
    reports = tables[REPORTS][TOTAL]
    shown: dict[str, ShownTable] = {REPORTS: {TOTAL: _reports(reports)}}
    for name in BREAKDOWNS:
        shown[name] = _breakdown(tables[name])
    shown[TIMES] = {name: _time(row, "") for name, row in tables[TIMES].items()}
    shown[OPDS] = {code: _opd(row) for code, row in tables[OPDS].items() if code != TOTAL}
    shown[TEAM] = {TOTAL: _team(tables[TEAM][TOTAL], _count(reports, "received"))}
    return shown | {STARS: {TOTAL: _stars(tables[STARS][TOTAL])}, SURVEY: _survey(tables[SURVEY])}


def publish_area_tables(tables: Mapping[str, Table]) -> dict[str, ShownTable]:
    """One kecamatan's public tables by name, with rounded counts."""
    published_columns = {
        REPORTS: ("received", "resolved", "open"),
        OPDS: ("open", "late", "given", "done", "returns", "reopened"),
        TEAM: ("several", "handed"),
    }
    shown: dict[str, ShownTable] = {
        name: _rounded(tables[name], columns) for name, columns in published_columns.items()
    }
    for name in BREAKDOWNS:
        shown[name] = _rounded(tables[name], ("received",))
    shown[TIMES] = {name: _time(row, "", rounded) for name, row in tables[TIMES].items()}
    return shown


def rounded(count: int) -> Shown:
    """The nearest multiple of five; `Mask.FEW` for any count below five, 0 included."""
    return Mask.FEW if count < THRESHOLD else THRESHOLD * round(count / THRESHOLD)


def _rounded(table: Table, columns: Iterable[str]) -> ShownTable:
    return {code: {name: rounded(_count(row, name)) for name in columns} for code, row in table.items() if code != ""}


def _reports(row: Row) -> dict[str, Shown]:
    shown = {name: _masked(_count(row, name)) for name in ("received", "received_before", "resolved", "open")}
    shown |= {name: _masked(_count(row, name)) for name in ("desk", "between")}
    shown |= _part_of(row, "resolved", "kept") | _part_of(row, "disputes", "upheld")
    shown |= {"kept_share": _share(row, "kept", "resolved")}
    return shown | {"kept_share_before": _share(row, "kept_before", "resolved_before")}


def _breakdown(table: Table) -> ShownTable:
    counts = {code: _count(row, "received") for code, row in table.items()}
    hidden = suppressed_cells(counts)
    if hidden is None:
        return {}
    return {code: {"received": hidden.get(code, count)} for code, count in counts.items()}


def _time(row: Row, prefix: str, mask: Callable[[int], Shown] | None = None) -> dict[str, Shown]:
    """Count, median and 90th percentile of a duration; the quantiles only where the count reaches the threshold."""
    count = _count(row, f"{prefix}count")
    enough = count >= THRESHOLD
    shown: dict[str, Shown] = {f"{prefix}count": (mask or _masked)(count)}
    for name in ("median", "p90"):
        shown[f"{prefix}{name}"] = row[f"{prefix}{name}"] if enough else None
    enough = _count(row, f"{prefix}count_before") >= THRESHOLD
    return shown | {f"{prefix}median_before": row[f"{prefix}median_before"] if enough else None}


def _opd(row: Row) -> dict[str, Shown]:
    shown: dict[str, Shown] = {name: _masked(_count(row, name)) for name in ("given", "returns", "reopened", "missed")}
    shown |= _part_of(row, "open", "late") | _part_of(row, "done", "kept") | _part_of(row, "disputes", "upheld")
    shown |= {"waiting": _masked(_count(row, "waiting")), "done_before": _masked(_count(row, "done_before"))}
    shown |= {"kept_share": _share(row, "kept", "done")}
    shown |= {"kept_share_before": _share(row, "kept_before", "done_before")}
    for name in ("first", "took", "wait"):
        shown |= _time(row, f"{name}_")
    shown["took_count"] = shown["done"]
    for count, mean in (("ratings", "rating"), ("ikm_answers", "ikm")):
        shown |= {count: _masked(_count(row, count)), mean: row[mean] if _count(row, count) >= THRESHOLD else None}
    return shown


def _team(row: Row, received: int) -> dict[str, Shown]:
    shown: dict[str, Shown] = {}
    for name in ("several", "handed"):
        shown |= {name: _part(received, _count(row, name))}
    enough = _count(row, "handovers") >= THRESHOLD and shown["handed"] not in tuple(Mask)
    return shown | {
        "handovers": _masked(_count(row, "handovers")),
        "per_ticket": row["per_ticket"] if enough else None,
    }


def _stars(row: Row) -> dict[str, Shown]:
    counts = {f"star{n}": _count(row, f"star{n}") for n in range(1, 6)}
    ratings = _count(row, "ratings")
    hidden = suppressed_cells(counts)
    stars = {} if hidden is None else {name: hidden.get(name, count) for name, count in counts.items()}
    return stars | {"ratings": _masked(ratings), "rating": row["rating"] if ratings >= THRESHOLD else None}


def _survey(table: Table) -> ShownTable:
    answers = _count(table[TOTAL], "answers")
    if answers < THRESHOLD:
        return {TOTAL: {"answers": _masked(answers), "index": None}}
    return {code: dict(row) for code, row in table.items()}


def _part_of(row: Row, total: str, part: str) -> dict[str, Shown]:
    """A total and the count of a part of it; the rest, which is their difference, is not disclosed either."""
    return {total: _masked(_count(row, total)), part: _part(_count(row, total), _count(row, part))}


def _part(total: int, part: int) -> Shown:
    """The count of a part of a published total whose rest is never published itself.

    Below `PART_THRESHOLD` the part is withheld unless nothing has to be suppressed.
    """
    hidden = suppressed_cells({"part": part, "rest": max(0, total - part)}, ["rest"]) if total else {}
    if hidden is None or (hidden and total < PART_THRESHOLD):
        return Mask.WITHHELD
    return hidden.get("part", part)


def _share(row: Row, part: str, total: str) -> Shown:
    """The share (0 to 1); only a bound of it where it would disclose a part or a rest of fewer than five."""
    total_count, part_count = _count(row, total), _count(row, part)
    is_part_small, is_rest_small = 0 < part_count < THRESHOLD, 0 < total_count - part_count < THRESHOLD
    if total_count < THRESHOLD or ((is_part_small or is_rest_small) and total_count < PART_THRESHOLD):
        return None
    if is_part_small:
        return f"<{THRESHOLD / total_count:.2f}"
    if is_rest_small:
        return f">{floor(100 * (total_count - THRESHOLD) / total_count) / 100:.2f}"
    return part_count / total_count


def _masked(count: int) -> Shown:
    """A count that adds up with no other published count: only primary suppression."""
    return Mask.FEW if 0 < count < THRESHOLD else count


def _count(row: Row, name: str) -> int:
    return int(row[name] or 0)
