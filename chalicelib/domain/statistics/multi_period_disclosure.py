"""Disclosure control of a quarter's or year's tables, which are published beside the tables of each of its months.

Nobody may be able to recover a count that a month's table suppresses by subtracting the other months from the period's
sum. docs/glossary.md, "disclosure control", has the terms.
"""

from collections.abc import Iterable, Mapping, Sequence

from chalicelib.domain.statistics.disclosure_control import THRESHOLD, UNBOUNDED, Cell, Mask, disclosed_rows
from chalicelib.domain.statistics.public_tables import Shown, ShownTable, publish_tables
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

MonthTables = Mapping[str, Table]
"""One month's exact tables by name."""
PublicMonthTables = Mapping[str, ShownTable]
"""One month's tables by name as they are published."""

_EVENT_COLUMNS = ("given", "done", "returns", "reopened", "missed")
_STOCK_COLUMNS = ("open", "late", "waiting")


def publish_multi_period(months: Sequence[MonthTables], whole: MonthTables) -> dict[str, ShownTable]:
    """The public tables of a period of several months.

    Args:
        months: the exact tables of each month that has begun, in order.
        whole: the exact tables of the whole period.

    Returns:
        The tables by name; tables, rows and columns that cannot be published at all are left out.
    """
    public_months = [publish_tables(tables) for tables in months]
    current = publish_tables(whole)
    public: dict[str, ShownTable] = {REPORTS: {TOTAL: _reports(months, public_months, current[REPORTS][TOTAL])}}
    public[MONTHS] = {
        code: {"received": tables[REPORTS][TOTAL]["received"]}
        for code, tables in zip(whole[MONTHS], public_months, strict=True)
    }
    for name in BREAKDOWNS:
        if name not in (DAYS, MONTHS):
            public[name] = _breakdown([tables[name] for tables in months], [tables[name] for tables in public_months])
    public[TIMES] = {name: _time(_rows(months, TIMES, name), row) for name, row in whole[TIMES].items()}
    public[TEAM] = {TOTAL: _columns(months, public_months, TEAM, ("several", "handed", "handovers"))}
    public[STARS] = {TOTAL: _means(months, whole[STARS][TOTAL], "ratings", "rating")}
    public[SURVEY] = _survey(months, whole[SURVEY])
    public[OPDS] = {code: _opd(months, public_months, code) | _stock(row) for code, row in current[OPDS].items()}
    return public


def publish_sum(counts: Sequence[int], shown: Sequence[Shown]) -> Shown:
    """The sum of a count over all months, or `Mask.WITHHELD` where it would disclose a month's suppressed count.

    Args:
        counts: the exact count of each month.
        shown: what is published of each month.
    """
    if Mask.WITHHELD in shown:
        return Mask.WITHHELD
    if Mask.FEW not in shown:
        return sum(counts)
    cells = {("", month): count for month, count in enumerate(counts)}
    known = {
        cell: (1, THRESHOLD - 1) if shown[cell[1]] == Mask.FEW else (count, count) for cell, count in cells.items()
    }
    quarters = [
        _row_cells("", months)
        for months in _quarters(counts)
        if publish_sum(counts[months], shown[months]) not in tuple(Mask)
    ]
    return (
        Mask.WITHHELD
        if sum(counts) < THRESHOLD or disclosed_rows(cells, known, [_remainder("", counts, quarters), *quarters])
        else sum(counts)
    )


def _quarters(months: Sequence[object]) -> list[slice]:
    """The quarters of a year that have begun; none for a shorter period.

    Their sums are published as well, so that subtracting them from the year's must not disclose anything either.
    """
    return [slice(first, min(first + 3, len(months))) for first in range(0, len(months), 3)] if len(months) > 3 else []


def _row_cells(name: str, months: slice) -> list[Cell]:
    return [(name, month) for month in range(months.start, months.stop)]


def _remainder(name: str, months: Sequence[object], quarters: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The cells of a row with a published sum that are in no quarter with a published sum."""
    in_quarters = {cell for cells in quarters for cell in cells}
    return [cell for cell in _row_cells(name, slice(0, len(months))) if cell not in in_quarters]


def _reports(
    months: Sequence[MonthTables], public_months: Sequence[PublicMonthTables], current: Mapping[str, Shown]
) -> dict[str, Shown]:
    exact, public = _rows(months, REPORTS, TOTAL), [tables[REPORTS][TOTAL] for tables in public_months]
    return {name: _column(exact, public, name) for name in ("received", "resolved")} | {
        "kept_share": _share(public, "resolved"),
        **{name: current[name] for name in ("open", "desk", "between")},
    }


def _opd(months: Sequence[MonthTables], public_months: Sequence[PublicMonthTables], code: str) -> dict[str, Shown]:
    exact, public = _rows(months, OPDS, code), [tables[OPDS].get(code, {}) for tables in public_months]
    return {name: _column(exact, public, name) for name in _EVENT_COLUMNS} | {"kept_share": _share(public, "done")}


def _stock(row: Mapping[str, Shown]) -> dict[str, Shown]:
    return {name: row[name] for name in _STOCK_COLUMNS}


def _columns(
    months: Sequence[MonthTables], public_months: Sequence[PublicMonthTables], table: str, names: Iterable[str]
) -> dict[str, Shown]:
    exact, public = _rows(months, table, TOTAL), [tables[table][TOTAL] for tables in public_months]
    return {name: _column(exact, public, name) for name in names}


def _means(months: Sequence[MonthTables], row: Row, count: str, *means: str, table: str = STARS) -> dict[str, Shown]:
    """A count of answers, and the means over them where there are enough."""
    counts = [int(exact[count] or 0) for exact in _rows(months, table, TOTAL)]
    return _count_alone(counts, count) | {name: row[name] if _are_enough(counts) else None for name in means}


def _survey(months: Sequence[MonthTables], table: Table) -> ShownTable:
    total = _means(months, table[TOTAL], "answers", "index", table=SURVEY)
    elements: ShownTable = {} if total["index"] is None else {name: dict(row) for name, row in table.items()}
    return elements | {TOTAL: total}


def _count_alone(counts: Sequence[int], name: str) -> dict[str, Shown]:
    return {name: publish_sum(counts, [Mask.FEW if 0 < count < THRESHOLD else count for count in counts])}


def _are_enough(counts: Sequence[int]) -> bool:
    """Whether a mean or median of these months may be published.

    The period must reach the threshold, and so must, taken together, the months and quarters that publish none.
    """
    quarters = [counts[months] for months in _quarters(counts)] or [counts]
    suppressed = sum(
        count
        for quarter in quarters
        if quarter == counts or not _are_enough(quarter)
        for count in quarter
        if count < THRESHOLD
    )
    return sum(counts) >= THRESHOLD and (not suppressed or suppressed >= THRESHOLD)


def _rows(months: Sequence[MonthTables], table: str, row: str) -> list[Row]:
    return [tables[table].get(row, {}) for tables in months]


def _column(exact: Sequence[Row], public: Sequence[Mapping[str, Shown]], name: str) -> Shown:
    return publish_sum([int(row.get(name) or 0) for row in exact], [row.get(name, 0) for row in public])


def _share(public: Sequence[Mapping[str, Shown]], total: str) -> Shown:
    """The share in time; None unless every month publishes both the total and how many of it were in time."""
    kept, totals = ([row.get(name, 0) for row in public] for name in ("kept", total))
    published_kept, published_totals = (
        [count for count in counts if isinstance(count, int)] for counts in (kept, totals)
    )
    if len(published_kept) < len(kept) or len(published_totals) < len(totals) or not sum(published_totals):
        return None
    return sum(published_kept) / sum(published_totals)


def _time(months: Sequence[Row], row: Row) -> dict[str, Shown]:
    counts = [int(month["count"] or 0) for month in months]
    is_published = _are_enough(counts)
    return _count_alone(counts, "count") | {name: row[name] if is_published else None for name in ("median", "p90")}


def _breakdown(exact: Sequence[Table], public: Sequence[ShownTable]) -> ShownTable:
    """The sum of each row over all months.

    A sum that would disclose a month's count is suppressed, with a second one beside it (complementary suppression).
    A sum below the threshold is withheld rather than shown as "<5", which would narrow down its months.
    """
    names = sorted({name for table in exact for name in table})
    counts = {(name, month): _received(table, name) for month, table in enumerate(exact) for name in names}
    known = {cell: _published_interval(count, public[cell[1]], cell[0]) for cell, count in counts.items()}
    sums = {name: sum(_received(table, name) for table in exact) for name in names}
    published_rows = {name for name in names if sums[name] >= THRESHOLD}
    quarters = _published_quarters(exact, public)
    while published_rows:
        remainders = [_remainder(name, exact, quarters) for name in published_rows]
        disclosed = disclosed_rows(
            counts, known, [*_month_columns(counts), *quarters, *remainders]
        ) or _only_suppressed(names, published_rows)
        if not disclosed:
            break
        published_rows -= (disclosed & published_rows) or {min(published_rows, key=lambda name: sums[name])}
    return {name: {"received": sums[name] if name in published_rows else Mask.WITHHELD} for name in names}


def _received(table: Table, name: str) -> int:
    return int(table.get(name, {}).get("received") or 0)


def _only_suppressed(names: Sequence[str], published_rows: set[str]) -> set[str]:
    """The one row that is suppressed, if it is only one: the others subtracted from the total would disclose it."""
    return set(names) - published_rows if len(published_rows) == len(names) - 1 else set()


def _published_interval(count: int, table: ShownTable, name: str) -> tuple[int, int]:
    """The interval in which a month's published table leaves this row's count."""
    if not table:
        return 0, UNBOUNDED
    received = table.get(name, {}).get("received", 0)
    if received == Mask.FEW:
        return 1, THRESHOLD - 1
    return (THRESHOLD, UNBOUNDED) if received == Mask.WITHHELD else (count, count)


def _month_columns(cells: Iterable[Cell]) -> list[list[Cell]]:
    columns: dict[int, list[Cell]] = {}
    for name, month in cells:
        columns.setdefault(month, []).append((name, month))
    return list(columns.values())


def _published_quarters(exact: Sequence[Table], public: Sequence[ShownTable]) -> list[list[Cell]]:
    """The cells of each row whose sum a quarter's own table publishes."""
    return [
        _row_cells(name, months)
        for months in _quarters(exact)
        for name, row in _breakdown(exact[months], public[months]).items()
        if isinstance(row["received"], int)
    ]
