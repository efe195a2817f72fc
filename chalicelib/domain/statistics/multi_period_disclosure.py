"""Several months together as the public sees them, beside each of these months: what is told of the whole must not give
away, by taking the other months from it, what one month's table hides.
"""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.domain.statistics.disclosure_control import FEW, Mask
from chalicelib.domain.statistics.public_tables import Shown, ShownTable, published
from chalicelib.domain.statistics.tables import (
    BREAKDOWNS,
    DAYS,
    MONTHS,
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

Cell = tuple[str, int]
"""Row of a table, and which month."""
Bounds = dict[Cell, tuple[int, int]]
MANY = 10**9
"""What is withheld may be as much as that."""

Exact = Mapping[str, Table]
Published = Mapping[str, ShownTable]

_EVENTS = ("given", "done", "returns", "reopened", "missed")


def published_together(months: Sequence[Exact], whole: Exact) -> dict[str, ShownTable]:
    """`months`: the tables of each; `whole`: those of all together. What cannot be told at all is left out."""
    each = [published(tables) for tables in months]
    now = published(whole)
    shown: dict[str, ShownTable] = {REPORTS: {TOTAL: _reports(months, each, now[REPORTS][TOTAL])}}
    codes = zip(whole[MONTHS], each, strict=True)
    shown[MONTHS] = {code: {"received": told[REPORTS][TOTAL]["received"]} for code, told in codes}
    for name in BREAKDOWNS:
        if name not in (DAYS, MONTHS):
            shown[name] = _breakdown([tables[name] for tables in months], [told[name] for told in each])
    shown[TIMES] = {name: _time(_rows(months, TIMES, name), row) for name, row in whole[TIMES].items()}
    shown[TEAM] = {TOTAL: _columns(months, each, TEAM, ("several", "handed", "handovers"))}
    shown[STARS] = {TOTAL: _rated(months, whole[STARS][TOTAL], "ratings", "rating")}
    shown[SURVEY] = _survey(months, whole[SURVEY])
    shown[OPDS] = {code: _opd(months, each, code) | _now(row) for code, row in now[OPDS].items()}
    return shown


def together(counts: Sequence[int], shown: Sequence[Shown]) -> Shown:
    """The sum over months of which each is shown so; withheld where it would tell what a month hides."""
    if Mask.WITHHELD in shown:
        return Mask.WITHHELD
    if Mask.FEW not in shown:
        return sum(counts)
    cells = {("", place): count for place, count in enumerate(counts)}
    known = {cell: (1, FEW - 1) if shown[cell[1]] == Mask.FEW else (count, count) for cell, count in cells.items()}
    quarters = [_line("", each) for each in _quarters(counts) if together(counts[each], shown[each]) not in tuple(Mask)]
    return (
        Mask.WITHHELD
        if sum(counts) < FEW or _leaking(cells, known, [_rest("", counts, quarters), *quarters])
        else sum(counts)
    )


def _quarters(months: Sequence[object]) -> list[slice]:
    """Of a year, those that have begun: they are told, too, so that nothing may come of taking them from the year."""
    return [slice(first, min(first + 3, len(months))) for first in range(0, len(months), 3)] if len(months) > 3 else []


def _line(name: str, months: slice) -> list[Cell]:
    return [(name, place) for place in range(months.start, months.stop)]


def _rest(name: str, months: Sequence[object], quarters: Sequence[Sequence[Cell]]) -> list[Cell]:
    """What is left of a row of which the sum is told, after taking from it the quarters that are told."""
    taken = {cell for line in quarters for cell in line}
    return [cell for cell in _line(name, slice(0, len(months))) if cell not in taken]


def _reports(months: Sequence[Exact], each: Sequence[Published], now: Mapping[str, Shown]) -> dict[str, Shown]:
    exact, shown = _rows(months, REPORTS, TOTAL), [told[REPORTS][TOTAL] for told in each]
    return {name: _column(exact, shown, name) for name in ("received", "resolved")} | {
        "kept_share": _share(shown, "resolved"),
        **{name: now[name] for name in ("open", "desk", "between")},
    }


def _opd(months: Sequence[Exact], each: Sequence[Published], code: str) -> dict[str, Shown]:
    exact, shown = _rows(months, OPDS, code), [told[OPDS].get(code, {}) for told in each]
    return {name: _column(exact, shown, name) for name in _EVENTS} | {"kept_share": _share(shown, "done")}


def _now(row: Mapping[str, Shown]) -> dict[str, Shown]:
    return {name: row[name] for name in ("open", "late", "waiting")}


def _columns(months: Sequence[Exact], each: Sequence[Published], table: str, names: Iterable[str]) -> dict[str, Shown]:
    exact, shown = _rows(months, table, TOTAL), [told[table][TOTAL] for told in each]
    return {name: _column(exact, shown, name) for name in names}


def _rated(months: Sequence[Exact], row: Row, count: str, *means: str, table: str = STARS) -> dict[str, Shown]:
    counts = [int(each[count] or 0) for each in _rows(months, table, TOTAL)]
    return _counted(counts, count) | {name: row[name] if _are_enough(counts) else None for name in means}


def _survey(months: Sequence[Exact], table: Table) -> ShownTable:
    total = _rated(months, table[TOTAL], "answers", "index", table=SURVEY)
    elements: ShownTable = {} if total["index"] is None else {name: dict(row) for name, row in table.items()}
    return elements | {TOTAL: total}


def _counted(counts: Sequence[int], name: str) -> dict[str, Shown]:
    return {name: together(counts, [Mask.FEW if 0 < each < FEW else each for each in counts])}


def _are_enough(counts: Sequence[int]) -> bool:
    """For a mean or a median: all together, and those of the months and quarters that tell none."""
    parts = [counts[each] for each in _quarters(counts)] or [counts]
    untold = sum(count for part in parts if part == counts or not _are_enough(part) for count in part if count < FEW)
    return sum(counts) >= FEW and (not untold or untold >= FEW)


def _rows(months: Sequence[Exact], table: str, row: str) -> list[Row]:
    return [tables[table].get(row, {}) for tables in months]


def _column(exact: Sequence[Row], shown: Sequence[Mapping[str, Shown]], name: str) -> Shown:
    return together([int(row.get(name) or 0) for row in exact], [row.get(name, 0) for row in shown])


def _share(shown: Sequence[Mapping[str, Shown]], total: str) -> Shown:
    """Only of months that each tell how many were in time, and of how many."""
    kept, whole = ([row.get(name, 0) for row in shown] for name in ("kept", total))
    counts = [[count for count in told if isinstance(count, int)] for told in (kept, whole)]
    if len(counts[0]) < len(kept) or len(counts[1]) < len(whole) or not sum(counts[1]):
        return None
    return sum(counts[0]) / sum(counts[1])


def _time(months: Sequence[Row], row: Row) -> dict[str, Shown]:
    counts = [int(month["count"] or 0) for month in months]
    is_told = _are_enough(counts)
    return _counted(counts, "count") | {name: row[name] if is_told else None for name in ("median", "p90")}


def _breakdown(exact: Sequence[Table], shown: Sequence[ShownTable]) -> ShownTable:
    """The rows' sums; those that would give something away are withheld, two at least, and those that are small: that
    they are "<5" would tell of their months, too.
    """
    names = sorted({name for table in exact for name in table})
    counts = {(name, place): _received(table, name) for place, table in enumerate(exact) for name in names}
    known = {cell: _known(count, shown[cell[1]], cell[0]) for cell, count in counts.items()}
    sums = {name: sum(_received(table, name) for table in exact) for name in names}
    told = {name for name in names if sums[name] >= FEW}
    quarters = _quarters_told(exact, shown)
    while told:
        rows = [_rest(name, exact, quarters) for name in told]
        leaking = _leaking(counts, known, [*_months(counts), *quarters, *rows]) or _missing(names, told)
        if not leaking:
            break
        told -= (leaking & told) or {min(told, key=lambda name: sums[name])}
    return {name: {"received": sums[name] if name in told else Mask.WITHHELD} for name in names}


def _received(table: Table, name: str) -> int:
    return int(table.get(name, {}).get("received") or 0)


def _missing(names: Sequence[str], told: set[str]) -> set[str]:
    """The only row that is not told would be what is missing from the total."""
    return set(names) - told if len(told) == len(names) - 1 else set()


def _known(count: int, table: ShownTable, name: str) -> tuple[int, int]:
    """Between what a reader of a month's table knows its count to be."""
    if not table:
        return 0, MANY
    told = table.get(name, {}).get("received", 0)
    if told == Mask.FEW:
        return 1, FEW - 1
    return (FEW, MANY) if told == Mask.WITHHELD else (count, count)


def _leaking(counts: Mapping[Cell, int], known: Bounds, lines: Sequence[Sequence[Cell]]) -> set[str]:
    """Rows of which somebody who adds up, knowing the sum of each line, finds a small count that is hidden."""
    bounds = dict(known)
    totals = [sum(counts[cell] for cell in line) for line in lines]
    while sum(_narrowed(bounds, *line) for line in zip(lines, totals, strict=True)):
        pass
    small = {cell for cell in counts if 0 < counts[cell] < FEW and known[cell][0] != known[cell][1]}
    return {cell[0] for cell in small if bounds[cell][0] == bounds[cell][1]}


def _months(cells: Iterable[Cell]) -> list[list[Cell]]:
    lines: dict[int, list[Cell]] = {}
    for name, place in cells:
        lines.setdefault(place, []).append((name, place))
    return list(lines.values())


def _quarters_told(exact: Sequence[Table], shown: Sequence[ShownTable]) -> list[list[Cell]]:
    """The rows that each quarter's own table tells."""
    return [
        _line(name, each)
        for each in _quarters(exact)
        for name, row in _breakdown(exact[each], shown[each]).items()
        if isinstance(row["received"], int)
    ]


def _narrowed(bounds: Bounds, line: Sequence[Cell], total: int) -> bool:
    """Look once at cells that add up to this; whether that said anything new."""
    least, most = (sum(bounds[cell][side] for cell in line) for side in (0, 1))
    is_new = False
    for cell in line:
        low, high = bounds[cell]
        bounds[cell] = max(low, total - (most - high)), min(high, total - (least - low))
        is_new = is_new or bounds[cell] != (low, high)
    return is_new
