"""The leaders' dashboard: the overview of all OPDs now, and the figures of a month; as a page and as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.flow.desk.leader_dashboard import LeaderFigures
from chalicelib.flow.desk.overview import Late, Load
from chalicelib.http.console.lists.inbox import Line, line_of
from chalicelib.http.console.staff_view import Staff
from chalicelib.http.core import responses
from chalicelib.http.core.responses import json_answer
from chalicelib.http.views.history import opd_name
from chalicelib.http.views.overview_view import overview_view
from chalicelib.http.views.statistics_charts import chosen, values
from chalicelib.http.views.statistics_tables import Lines, csv_answer, lines, table_lines, view
from chalicelib.pages.charts import stacked_bars

PAGE = "/petugas/pimpinan"


@dataclass(frozen=True, slots=True)
class LateLine:
    opd: str
    line: Line


def show(staff: Staff) -> Response:
    """The overview of the whole city, and below it the figures of the chosen month and area."""
    figures = _figures(staff)
    return staff.page(
        "pimpinan.html", live=_overview_values(figures, staff), **values(staff.visit, figures.month, PAGE)
    )


def show_report(staff: Staff) -> Response:
    """The monthly report, to print."""
    month = wiring.statistics().month(*chosen(staff.visit), staff.actor)
    return staff.page("laporan-bulanan.html", now=wiring.now(), **values(staff.visit, month, staff.visit.path))


def as_json(staff: Staff) -> Response:
    """The page's data: `now` as in `/v1/overview`, and the month as in `/v1/statistics`."""
    figures = _figures(staff)
    return json_answer(staff.call, {"now": overview_view(figures.overview, staff.call)} | view(figures.month))


def as_csv(staff: Staff) -> Response:
    """The page's data as CSV. The lines of the overview have neither month nor area."""
    figures = _figures(staff)
    return csv_answer(
        staff.call, figures.month, [*_now_lines(figures, staff), *lines(figures.month)], responses.PERSONAL
    )


def go_on(staff: Staff) -> Response:
    """Redirect from an old address to the present one, with the same month and area."""
    month, area = chosen(staff.visit)
    return staff.go(staff.visit.path.replace(f"{PAGE}/angka", PAGE), bulan=month, wilayah=area)


def _figures(staff: Staff) -> LeaderFigures:
    return wiring.leader_dashboard().read(staff.actor, *chosen(staff.visit))


def _overview_values(figures: LeaderFigures, staff: Staff) -> Mapping[str, Any]:
    """The overview for the template. `assignments` counts those of all OPDs, several for one ticket if need be."""
    catalogue, overview = staff.catalogue, figures.overview
    names = {load.opd: opd_name(load.opd, catalogue) for load in overview.loads}
    busy = [load for load in overview.loads if load.open]
    return {
        "at": overview.at,
        "reports": overview.reports,
        "assignments": {
            name: sum(_load_values(load)[name] for load in busy) for name in ("open", "late", "soon", "waiting")
        },
        "opds": stacked_bars([(load.opd, names[load.opd], _load_values(load)) for load in busy]),
        "idle": sorted(names[load.opd] for load in overview.loads if not load.open),
        "worst": [_late(late, staff) for late in overview.worst],
    }


def _load_values(load: Load) -> dict[str, int]:
    return {"open": load.open, "late": load.late, "soon": load.due_soon, "waiting": load.waiting}


def _late(late: Late, staff: Staff) -> LateLine:
    return LateLine(opd_name(late.opd, staff.catalogue), line_of(late.line, wiring.now(), staff, late.opd))


def _now_lines(figures: LeaderFigures, staff: Staff) -> Lines:
    overview = overview_view(figures.overview, staff.call)
    yield from table_lines(["", "", "now_reports"], {"all": overview["reports"]})
    opds = {load.opd: _load_values(load) for load in figures.overview.loads}
    yield from table_lines(["", "", "now_opds"], opds)
    late = {f"{each['id']}/{each['opd']}": {"due": each["due"], "area": each["area"]} for each in overview["worst"]}
    yield from table_lines(["", "", "now_late"], late)
