"""Merging in the console: likely duplicates, both tickets side by side, and the form that merges them."""

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
from chalicelib.http.console.staff_view import Staff
from chalicelib.http.core.form_body import Fields, version_of, words_of
from chalicelib.http.views.history import changes, opd_name, refusal


def show(staff: Staff, number: str) -> Response:
    """The likely duplicates of a ticket, or with `ke` both tickets side by side.

    One query and those for the neighbours, or one query for each of the two tickets.

    Raises:
        NotAllowed: the person may not merge this ticket.
    """
    other_number = staff.visit.query.get("ke", "").strip()
    try:
        case, other = wiring.duplicates().preview(number, staff.actor, other_number)
    except Invalid as wrong:
        return _page(
            staff,
            wiring.duplicates().preview(number, staff.actor)[0],
            status=422,
            typed_number=other_number,
            wrong=wrong,
        )
    return _page(staff, case, other, typed_number=other_number)


def act(staff: Staff, number: str, fields: Fields) -> Response:
    """Merge the two tickets that the page showed."""
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
    case, other = wiring.duplicates().preview(number, staff.actor, fields.get("ke", ""))
    if was_taken(case, STAFF["merge"], staff.actor.person, _step_input(staff, fields)):
        return staff.go(f"/petugas/laporan/{number}", kabar="merge")
    events_since = changes(outdated.since, staff.catalogue, staff.visit.language)
    news = " ".join(each["text"] for each in events_since)
    message = f"{staff.visit.say('console.changed_lead')} {news}"
    return _page(staff, case, other, status=409, typed=fields.get("text", ""), error=message)


def _refused(staff: Staff, number: str, fields: Fields, refused: Invalid | ForbiddenStep) -> Response:
    """The page again with what was typed; without the other ticket where its number is wrong."""
    merging, into = wiring.duplicates(), fields.get("ke", "")
    wrong = refused if isinstance(refused, Invalid) else _missing(refused)
    has_other = wrong is None or all(problem.field != "to" for problem in wrong.problems)
    case, other = merging.preview(number, staff.actor, into if has_other else "")
    status = errors.explain(wrong or refused, staff.visit.language).status
    error = "" if isinstance(refused, Invalid) or wrong else refusal(refused, staff.catalogue, staff.visit.language)
    return _page(
        staff, case, other, status=status, typed_number=into, typed=fields.get("text", ""), wrong=wrong, error=error
    )


def _missing(forbidden: ForbiddenStep) -> Invalid | None:
    from chalicelib.domain.errors import Problem

    return Invalid((Problem("text", "missing"),)) if forbidden.rule == "text_needed" else None


def _page(
    staff: Staff,
    case: Case,
    other: Case | None = None,
    *,
    status: int = 200,
    wrong: Invalid | None = None,
    **page_values: Any,
) -> Response:
    language = staff.visit.language
    messages = (
        {_FORM_FIELDS.get(p.field, p.field): errors.message(p, language) for p in wrong.problems} if wrong else {}
    )
    candidates = () if other else wiring.duplicates().likely(case, staff.actor)
    values = {"typed_number": "", "typed": "", "error": "", **page_values}
    return staff.page(
        "gabung.html", status=status, one=_ticket_values(staff, case),
        other=_ticket_values(staff, other) if other else None,
        version=case.ticket.sequence, likely=[_candidate(staff, each) for each in candidates], wrong=messages, **values,
    )  # fmt: skip


_FORM_FIELDS = {"to": "ke"}
"""Field of the use case to field of the form."""


def _ticket_values(staff: Staff, case: Case) -> dict[str, Any]:
    """One of the two tickets, with what is needed to judge whether both are about the same."""
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
        "assignments": [_assignment_text(staff, assignment) for assignment in active_assignments(ticket)],
    }


def _assignment_text(staff: Staff, assignment: Assignment) -> str:
    catalogue, language = staff.catalogue, staff.visit.language
    due = staff.visit.say("merge.due", day=date_format.short(assignment.due, catalogue.city.zone, language))
    words = [opd_name(assignment.opd, catalogue), texts.say(language, f"assignment.{assignment.status}").lower()]
    return ", ".join(words if assignment.status in OVER else [*words, due])


def _candidate(staff: Staff, likely: Likely) -> dict[str, str]:
    say, zone = staff.visit.say, staff.catalogue.city.zone
    where = say("merge.village") if likely.metres is None else say("merge.metres", metres=likely.metres)
    return {
        "id": likely.id,
        "where": where,
        "received": date_format.short(likely.received_at, zone, staff.visit.language),
    }
