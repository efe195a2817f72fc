"""The steps of staff and reporter are loaded by who takes one: sending a report does not pay for them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ON_THE_WAY = (
    "chalicelib.flow.work",
    "chalicelib.flow.inbox",
    "chalicelib.flow.dialogue",
    "chalicelib.http.action_body",
    "chalicelib.domain.actions.registry",
    "chalicelib.http.inbox_view",
    "chalicelib.http.staff_views",
    "chalicelib.http.reporter_api",
    "chalicelib.http.shapes.fields",
    "chalicelib.http.shapes.schema",
    "chalicelib.http.console_case",
    "chalicelib.http.console_inbox",
    "chalicelib.http.console_ticket",
    "chalicelib.http.dialogue_page",
    "jinja2",
)

RULES = tuple(
    f"chalicelib.domain.{name}"
    for name in ("work", "leading", "extending", "desk", "dialogue", "merging", "proving", "actions.assignment_rules")
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
