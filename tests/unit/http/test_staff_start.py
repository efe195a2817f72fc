"""The steps of staff and reporter are loaded by who takes one: sending a report does not pay for them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
ON_THE_WAY = (
    "chalicelib.flow.tickets.staff_actions",
    "chalicelib.flow.desk.inbox",
    "chalicelib.flow.tickets.reporter_actions",
    "chalicelib.http.core.action_body",
    "chalicelib.domain.actions.registry",
    "chalicelib.http.views.inbox_view",
    "chalicelib.http.views.staff_ticket_view",
    "chalicelib.http.shapes.field_shapes",
    "chalicelib.http.shapes.field_shapes",
    "chalicelib.http.console.ticket.page",
    "chalicelib.http.console.lists.inbox",
    "chalicelib.http.console.ticket.actions",
    "chalicelib.http.citizen.reporter_actions",
    "jinja2",
)

RULES = (
    "chalicelib.domain.transitions.by_opd",
    "chalicelib.domain.transitions.extension",
    "chalicelib.domain.transitions.by_coordinator",
    "chalicelib.domain.transitions.by_reporter",
    "chalicelib.domain.duplicates.merge",
    "chalicelib.domain.photos.proof_review",
    "chalicelib.domain.actions.assignment_rules",
)


def loaded(imports, names=ON_THE_WAY):
    asked = f"import {imports}, sys; print([m for m in {names} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_starting_loads_no_step():
    assert loaded("app") == "[]"


def test_there_are_such_modules():
    assert loaded(", ".join(ON_THE_WAY)) == str(list(ON_THE_WAY)), "or the names above are out of date"


def test_who_only_asks_what_is_possible_loads_no_rule():
    assert loaded("chalicelib.domain.actions.available", RULES) == "[]"
    assert loaded(", ".join(RULES), RULES) == str(list(RULES)), "or the names above are out of date"
