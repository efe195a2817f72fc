"""Merging in the console: what may be the same, a look at both, and the question whether to do it."""

from typing import Any

from chalice.app import Response

from chalicelib import texts, wiring
from chalicelib.domain.actions.registry import STAFF
from chalicelib.domain.actions.repeats import was_taken
from chalicelib.domain.city import date_format
from chalicelib.domain.duplicates.nearby import Likely
from chalicelib.domain.errors import ForbiddenStep, Invalid, Outdated
from chalicelib.domain.tickets.assignments import OVER, active_assignments
from chalicelib.domain.tickets.localized_report import LocalizedReport
from chalicelib.domain.tickets.ticket import Assignment, Case
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http import errors
from chalicelib.http.console.session.staff_view import Staff
from chalicelib.http.core.form_body import Fields, version_of, words_of
from chalicelib.http.views.history import changes, opd_name, refusal


def show(staff: Staff, number: str) -> Response:
    """One query and those for neighbours, or with `ke` one query each for the two tickets. NotAllowed."""
    asked = staff.visit.query.get("ke", "").strip()
    try:
        case, other = wiring.duplicates().look(number, staff.actor, asked)
    except Invalid as wrong:
        return _page(staff, wiring.duplicates().look(number, staff.actor)[0], status=422, asked=asked, wrong=wrong)
    return _page(staff, case, other, asked=asked)


def act(staff: Staff, number: str, fields: Fields) -> Response:
    """Merge what the page showed."""
    try:
        wiring.staff_actions().take("merge", number, staff.actor, _step_input(staff, fields))
    except Outdated as outdated:
        return _outdated(staff, number, fields, outdated)
    except (Invalid, ForbiddenStep) as refused:
        return _refused(staff, number, fields, refused)
    return staff.go(f"/petugas/laporan/{number}", kabar="merge")


def _step_input(staff: Staff, fields: Fields) -> StepInput:
    into, version = fields.get("ke", ""), version_of(fields)
    return StepInput(words_of(fields), into=into, version=version, correlation=staff.call.correlation)


def _outdated(staff: Staff, number: str, fields: Fields, outdated: Outdated) -> Response:
    case, other = wiring.duplicates().look(number, staff.actor, fields.get("ke", ""))
    if was_taken(case, STAFF["merge"], staff.actor.person, _step_input(staff, fields)):
        return staff.go(f"/petugas/laporan/{number}", kabar="merge")
    told = changes(outdated.since, staff.catalogue, staff.visit.language)
    news = " ".join(each["text"] for each in told)
    message = f"{staff.visit.say('console.changed_lead')} {news}"
    return _page(staff, case, other, status=409, typed=fields.get("text", ""), error=message)


def _refused(staff: Staff, number: str, fields: Fields, refused: Invalid | ForbiddenStep) -> Response:
    """Both again with what was typed; without the other where there is none of that number."""
    merging, into = wiring.duplicates(), fields.get("ke", "")
    wrong = refused if isinstance(refused, Invalid) else _missing(refused)
    has_other = wrong is None or all(problem.field != "to" for problem in wrong.problems)
    case, other = merging.look(number, staff.actor, into if has_other else "")
    status = errors.explain(wrong or refused, staff.visit.language).status
    error = "" if isinstance(refused, Invalid) or wrong else refusal(refused, staff.catalogue, staff.visit.language)
    return _page(staff, case, other, status=status, asked=into, typed=fields.get("text", ""), wrong=wrong, error=error)


def _missing(refused: ForbiddenStep) -> Invalid | None:
    from chalicelib.domain.errors import Problem

    return Invalid((Problem("text", "missing"),)) if refused.rule == "text_needed" else None


def _page(
    staff: Staff,
    case: Case,
    other: Case | None = None,
    *,
    status: int = 200,
    wrong: Invalid | None = None,
    **given: Any,
) -> Response:
    language = staff.visit.language
    told = {_FIELDS.get(p.field, p.field): errors.message(p, language) for p in wrong.problems} if wrong else {}
    found = () if other else wiring.duplicates().likely(case, staff.actor)
    values = {"asked": "", "typed": "", "error": "", **given}
    return staff.page(
        "gabung.html", status=status, one=_side(staff, case), other=_side(staff, other) if other else None,
        version=case.ticket.sequence, likely=[_line(staff, each) for each in found], wrong=told, **values,
    )  # fmt: skip


_FIELDS = {"to": "ke"}
"""Field of the flow to field of the page."""


def _side(staff: Staff, case: Case) -> dict[str, Any]:
    """One of the two, as much as one must see to tell whether they are the same."""
    catalogue, language, ticket = staff.catalogue, staff.visit.language, case.ticket
    reading, place = LocalizedReport(ticket.report, catalogue), ticket.report.place
    return {
        "id": ticket.id,
        "status": str(ticket.status),
        "status_name": texts.say(language, f"status.{ticket.status}"),
        "description": ticket.report.description,
        "service": reading.service[language],
        "place": reading.place,
        "address": place.address,
        "coordinates": reading.coordinates,
        "received": date_format.moment(ticket.received_at, catalogue.city.zone, language),
        "parts": [_part(staff, part) for part in active_assignments(ticket)],
    }


def _part(staff: Staff, part: Assignment) -> str:
    catalogue, language = staff.catalogue, staff.visit.language
    due = staff.visit.say("merge.due", day=date_format.short(part.due, catalogue.city.zone, language))
    told = [opd_name(part.opd, catalogue), texts.say(language, f"assignment.{part.status}").lower()]
    return ", ".join(told if part.status in OVER else [*told, due])


def _line(staff: Staff, likely: Likely) -> dict[str, str]:
    say, zone = staff.visit.say, staff.catalogue.city.zone
    where = say("merge.village") if likely.metres is None else say("merge.metres", metres=likely.metres)
    return {
        "id": likely.id,
        "where": where,
        "received": date_format.short(likely.received_at, zone, staff.visit.language),
    }
