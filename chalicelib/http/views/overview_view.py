"""The overview of all OPDs as data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.flow.desk.overview import Late, Load, Overview
from chalicelib.http.core.requests import Call
from chalicelib.http.views.history import opd_name
from chalicelib.http.views.report_view import instant, what_and_where

if TYPE_CHECKING:
    from chalicelib.http.shapes import desk_shapes as shapes


def overview_view(overview: Overview, call: Call) -> shapes.Overview:
    reports = overview.reports
    return {
        **instant("at", overview.at, call.catalogue, call.language),
        "reports": {"open": reports.open, "desk": reports.desk, "between": reports.between},
        "opds": [_load(load, call) for load in overview.loads],
        "worst": [_late(late, call) for late in overview.worst],
    }


def _load(load: Load, call: Call) -> shapes.OpdLoad:
    return {
        "opd": load.opd,
        "opd_name": opd_name(load.opd, call.catalogue),
        "open": load.open,
        "late": load.late,
        "due_soon": load.due_soon,
        "waiting": load.waiting,
    }


def _late(late: Late, call: Call) -> shapes.LateAssignment:
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
