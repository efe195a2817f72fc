"""The overview as data."""

from chalicelib import wiring
from chalicelib.flow.overview import Late, Load, Overview
from chalicelib.http.history import opd_name
from chalicelib.http.report_view import View, instant, what_and_where
from chalicelib.http.requests import Call


def overview_view(overview: Overview, call: Call) -> View:
    return {
        **instant("at", overview.at, wiring.city().catalogue, call.language),
        "reports": {name: getattr(overview.reports, name) for name in ("open", "desk", "between")},
        "opds": [_load(load) for load in overview.loads],
        "worst": [_late(late, call) for late in overview.worst],
    }


def _load(load: Load) -> View:
    return {
        "opd": load.opd,
        "opd_name": opd_name(load.opd, wiring.city().catalogue),
        "open": load.open,
        "late": load.late,
        "due_soon": load.due_soon,
        "waiting": load.waiting,
    }


def _late(late: Late, call: Call) -> View:
    catalogue, line = wiring.city().catalogue, late.line
    return {
        "id": line.ticket,
        "opd": late.opd,
        "opd_name": opd_name(late.opd, catalogue),
        **what_and_where(line.service, line.area, catalogue, call.language),
        "person": line.person or None,
        **instant("due", line.due, catalogue, call.language),
        **call.links_of(line.ticket),
    }
