"""A month's figures as data: everything that the pages show."""

import csv
from collections.abc import Iterator
from io import StringIO

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.permissions import Actor
from chalicelib.flow.figures import Statistics
from chalicelib.http import answers, bearer
from chalicelib.http.answers import json_answer
from chalicelib.http.requests import Call
from chalicelib.http.views import View

CSV = "text/csv; charset=utf-8"


def as_json(call: Call, actor: Actor | None = None) -> Response:
    """`actor`: of a session; else of the token in the call, if there is one."""
    told = _asked(call, actor)
    return json_answer(call, view(told), cache_control=_kept(told))


def as_csv(call: Call, actor: Actor | None = None) -> Response:
    """A line for each figure: table, row, column, value."""
    told = _asked(call, actor)
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(["month", "area", "table", "row", "column", "value"])
    writer.writerows(_lines(told))
    name = f"sedulur-{told.month.code}{'-' + told.area if told.area else ''}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return json_answer(call, written.getvalue(), kind=CSV, cache_control=_kept(told), headers=headers)


def view(told: Statistics) -> View:
    """As the API tells it; `tables` is None where there are too few reports."""
    return {
        "month": told.month.code,
        "area": told.area or None,
        "exact": told.is_exact,
        "running": told.is_running,
        "tables": told.tables,
    }


def _asked(call: Call, actor: Actor | None) -> Statistics:
    query = dict(call.request.query_params or {})
    if actor is None and call.header("authorization"):
        actor = bearer.actor(call)
    return wiring.figures().month(query.get("month", ""), query.get("area", ""), actor)


def _lines(told: Statistics) -> Iterator[list[object]]:
    for table, rows in (told.tables or {}).items():
        for row, columns in rows.items():
            for column, value in columns.items():
                yield [told.month.code, told.area, table, row, column, "" if value is None else value]


def _kept(told: Statistics) -> str:
    return answers.PERSONAL if told.is_exact else answers.CATALOGUE
