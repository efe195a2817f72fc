"""For those who look at all OPDs: what needs them now, and what a month was like, as a page and as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.flow.desk.leader_dashboard import LeaderFigures
from chalicelib.flow.desk.overview import Late, Load
from chalicelib.http.console.lists.inbox import Line, line_of
from chalicelib.http.console.session.staff_view import Staff
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
    """The whole city as it is now, and below it the month and the area that were chosen."""
    seen = _seen(staff)
    return staff.page("pimpinan.html", live=_live(seen, staff), **values(staff.visit, seen.month, PAGE))


def show_report(staff: Staff) -> Response:
    """The month alone, to print."""
    told = wiring.statistics().month(*chosen(staff.visit), staff.actor)
    return staff.page("laporan-bulanan.html", now=wiring.now(), **values(staff.visit, told, staff.visit.path))


def as_json(staff: Staff) -> Response:
    """What the page shows: `now`, as `/v1/overview` has it, and the month, as `/v1/statistics` has it."""
    seen = _seen(staff)
    return json_answer(staff.call, {"now": overview_view(seen.overview, staff.call)} | view(seen.month))


def as_csv(staff: Staff) -> Response:
    """The same as lines; those of now have no month, and neither they nor those of `late` have an area."""
    seen = _seen(staff)
    return csv_answer(staff.call, seen.month, [*_now_lines(seen, staff), *lines(seen.month)], responses.PERSONAL)


def go_on(staff: Staff) -> Response:
    """From an address that was ours to the one that is, with the same month and area."""
    month, area = chosen(staff.visit)
    return staff.go(staff.visit.path.replace(f"{PAGE}/angka", PAGE), bulan=month, wilayah=area)


def _seen(staff: Staff) -> LeaderFigures:
    return wiring.leader_dashboard().look(staff.actor, *chosen(staff.visit))


def _live(seen: LeaderFigures, staff: Staff) -> Mapping[str, Any]:
    """`parts` counts those of all OPDs together; a report has as many as OPDs have work in it."""
    catalogue, overview = staff.catalogue, seen.overview
    names = {load.opd: opd_name(load.opd, catalogue) for load in overview.loads}
    busy = [load for load in overview.loads if load.open]
    return {
        "at": overview.at,
        "reports": overview.reports,
        "parts": {name: sum(_row(load)[name] for load in busy) for name in ("open", "late", "soon", "waiting")},
        "opds": stacked_bars([(load.opd, names[load.opd], _row(load)) for load in busy]),
        "idle": sorted(names[load.opd] for load in overview.loads if not load.open),
        "worst": [_late(late, staff) for late in overview.worst],
    }


def _row(load: Load) -> dict[str, int]:
    return {"open": load.open, "late": load.late, "soon": load.due_soon, "waiting": load.waiting}


def _late(late: Late, staff: Staff) -> LateLine:
    return LateLine(opd_name(late.opd, staff.catalogue), line_of(late.line, wiring.now(), staff, late.opd))


def _now_lines(seen: LeaderFigures, staff: Staff) -> Lines:
    told = overview_view(seen.overview, staff.call)
    yield from table_lines(["", "", "now_reports"], {"all": told["reports"]})
    opds = {load.opd: _row(load) for load in seen.overview.loads}
    yield from table_lines(["", "", "now_opds"], opds)
    late = {f"{each['id']}/{each['opd']}": {"due": each["due"], "area": each["area"]} for each in told["worst"]}
    yield from table_lines(["", "", "now_late"], late)
