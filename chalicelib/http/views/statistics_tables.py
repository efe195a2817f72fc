"""The figures of a month, quarter or year as JSON and CSV: everything that the pages show."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib import wiring
from chalicelib.flow.statistics.reports import Statistics
from chalicelib.http.core import bearer, responses
from chalicelib.http.core.requests import Call
from chalicelib.http.core.responses import json_answer

if TYPE_CHECKING:
    from chalicelib.http.shapes import statistics_shapes as shapes

CSV = "text/csv; charset=utf-8"

Lines = Iterator[list[object]]


def as_json(call: Call) -> Response:
    """The figures as JSON, exact if the call has the token of somebody who may see that."""
    statistics = _statistics(call)
    return json_answer(call, view(statistics), cache_control=_cache_control(statistics))


def as_csv(call: Call) -> Response:
    """The figures as CSV, a line for each: month, area, table, row, column, value."""
    statistics = _statistics(call)
    return csv_answer(call, statistics, lines(statistics), _cache_control(statistics))


def view(statistics: Statistics) -> shapes.Statistics:
    """The figures as the API has them; `tables` is None where there are too few reports."""
    return {
        "month": statistics.month.code,
        "area": statistics.area or None,
        "exact": statistics.is_exact,
        "running": statistics.is_running,
        "as_of": statistics.as_of.isoformat(timespec="milliseconds") if statistics.as_of else None,
        "tables": statistics.tables,
    }


def csv_answer(call: Call, statistics: Statistics, figures: Iterable[list[object]], cache_control: str) -> Response:
    """`figures` are lines of month, area, table, row, column, value."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(["month", "area", "table", "row", "column", "value"])
    writer.writerows(figures)
    name = f"sedulur-{statistics.month.code}{'-' + statistics.area if statistics.area else ''}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return json_answer(call, written.getvalue(), kind=CSV, cache_control=cache_control, headers=headers)


def lines(statistics: Statistics) -> Lines:
    for table, rows in (statistics.tables or {}).items():
        yield from table_lines([statistics.month.code, statistics.area, table], rows)


def table_lines(start: list[object], rows: Mapping[str, Mapping[str, object]]) -> Lines:
    """`start`: month, area and table of all of them."""
    for row, columns in rows.items():
        for column, value in columns.items():
            yield [*start, row, column, "" if value is None else value]


def _statistics(call: Call) -> Statistics:
    query = dict(call.request.query_params or {})
    actor = bearer.actor(call) if call.header("authorization") else None
    return wiring.statistics().month(query.get("month", ""), query.get("area", ""), actor)


def _cache_control(statistics: Statistics) -> str:
    return responses.PERSONAL if statistics.is_exact else responses.CATALOGUE
