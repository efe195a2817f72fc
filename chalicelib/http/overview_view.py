"""The overview as data."""

from chalicelib.flow.overview import Late, Load, Overview
from chalicelib.http.history import opd_name
from chalicelib.http.requests import Call
from chalicelib.http.views import View, instant, what_and_where


def overview_view(overview: Overview, call: Call) -> View:
    return {
        **instant("at", overview.at, call.catalogue, call.language),
        "reports": {name: getattr(overview.reports, name) for name in ("open", "desk", "between")},
        "opds": [_load(load, call) for load in overview.loads],
        "worst": [_late(late, call) for late in overview.worst],
    }


def _load(load: Load, call: Call) -> View:
    return {
        "opd": load.opd,
        "opd_name": opd_name(load.opd, call.catalogue),
        "open": load.open,
        "late": load.late,
        "due_soon": load.due_soon,
        "waiting": load.waiting,
    }


def _late(late: Late, call: Call) -> View:
    catalogue, line = call.catalogue, late.line
    return {
        "id": line.ticket,
        "opd": late.opd,
        "opd_name": opd_name(late.opd, catalogue),
        **what_and_where(line.service, line.area, catalogue, call.language),
        "person": line.person or None,
        **instant("due", line.due, catalogue, call.language),
        **call.links_of(line.ticket),
    }
