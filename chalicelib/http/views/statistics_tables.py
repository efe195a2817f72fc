"""A month's figures as data: everything that the pages show."""

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
    """Exact for who may see that, by the token in the call, if there is one."""
    told = _asked(call)
    return json_answer(call, view(told), cache_control=_kept(told))


def as_csv(call: Call) -> Response:
    """A line for each figure: table, row, column, value."""
    told = _asked(call)
    return csv_answer(call, told, lines(told), _kept(told))


def view(told: Statistics) -> shapes.Statistics:
    """As the API tells it; `tables` is None where there are too few reports."""
    return {
        "month": told.month.code,
        "area": told.area or None,
        "exact": told.is_exact,
        "running": told.is_running,
        "tables": told.tables,
    }


def csv_answer(call: Call, told: Statistics, figures: Iterable[list[object]], kept: str) -> Response:
    """`figures` are lines of month, area, table, row, column, value."""
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(["month", "area", "table", "row", "column", "value"])
    writer.writerows(figures)
    name = f"sedulur-{told.month.code}{'-' + told.area if told.area else ''}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return json_answer(call, written.getvalue(), kind=CSV, cache_control=kept, headers=headers)


def lines(told: Statistics) -> Lines:
    for table, rows in (told.tables or {}).items():
        yield from table_lines([told.month.code, told.area, table], rows)


def table_lines(start: list[object], rows: Mapping[str, Mapping[str, object]]) -> Lines:
    """`start`: month, area and table of all of them."""
    for row, columns in rows.items():
        for column, value in columns.items():
            yield [*start, row, column, "" if value is None else value]


def _asked(call: Call) -> Statistics:
    query = dict(call.request.query_params or {})
    actor = bearer.actor(call) if call.header("authorization") else None
    return wiring.statistics().month(query.get("month", ""), query.get("area", ""), actor)


def _kept(told: Statistics) -> str:
    return responses.PERSONAL if told.is_exact else responses.CATALOGUE
