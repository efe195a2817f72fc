"""Merging in the console: what may be the same, a look at both, and the question whether to do it."""

from typing import Any

from chalice.app import Response

from chalicelib import wiring, words
from chalicelib.domain import dates, events
from chalicelib.domain.errors import ForbiddenStep, Invalid, Outdated
from chalicelib.domain.nearness import Likely
from chalicelib.domain.parts import OVER, active_parts
from chalicelib.domain.reading import Reading
from chalicelib.domain.ticket import Assignment, Case
from chalicelib.domain.told import Told
from chalicelib.http import errors
from chalicelib.http.console_door import Staff
from chalicelib.http.forms import Fields, is_repeated, version_of, words_of
from chalicelib.http.history import changes, opd_name, refusal

LEAVES = frozenset({events.TicketMerged.type})
"""The event that a merge leaves: by it a form that was sent twice is known."""


def show(staff: Staff, number: str) -> Response:
    """One query and those for neighbours, or with `ke` one query each for the two tickets. NotAllowed."""
    asked = staff.visit.query.get("ke", "").strip()
    try:
        case, other = wiring.merging().look(number, staff.actor, asked)
    except Invalid as wrong:
        return _page(staff, wiring.merging().look(number, staff.actor)[0], status=422, asked=asked, wrong=wrong)
    return _page(staff, case, other, asked=asked)


def act(staff: Staff, number: str, fields: Fields) -> Response:
    """Merge what the page showed."""
    into = fields.get("ke", "")
    try:
        told = Told(words_of(fields), into=into, version=version_of(fields), correlation=staff.call.correlation)
        wiring.merging().merge(number, staff.actor, told)
    except Outdated as outdated:
        return _outdated(staff, number, fields, outdated)
    except (Invalid, ForbiddenStep) as refused:
        return _refused(staff, number, fields, refused)
    return staff.go(f"/petugas/laporan/{number}", kabar="merge")


def _outdated(staff: Staff, number: str, fields: Fields, outdated: Outdated) -> Response:
    case, other = wiring.merging().look(number, staff.actor, fields.get("ke", ""))
    if is_repeated(case, fields, LEAVES, staff.actor.person):
        return staff.go(f"/petugas/laporan/{number}", kabar="merge")
    told = changes(outdated.since, wiring.city().catalogue, staff.visit.language)
    news = " ".join(each["text"] for each in told)
    message = f"{staff.visit.say('console.changed_lead')} {news}"
    return _page(staff, case, other, status=409, typed=fields.get("text", ""), error=message)


def _refused(staff: Staff, number: str, fields: Fields, refused: Invalid | ForbiddenStep) -> Response:
    """Both again with what was typed; without the other where there is none of that number."""
    merging, into = wiring.merging(), fields.get("ke", "")
    wrong = refused if isinstance(refused, Invalid) else _missing(refused)
    has_other = wrong is None or all(problem.field != "to" for problem in wrong.problems)
    case, other = merging.look(number, staff.actor, into if has_other else "")
    status = errors.explain(wrong or refused, staff.visit.language).status
    error = (
        "" if isinstance(refused, Invalid) or wrong else refusal(refused, wiring.city().catalogue, staff.visit.language)
    )
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
    found = () if other else wiring.merging().likely(case, staff.actor)
    values = {"asked": "", "typed": "", "error": "", **given}
    return staff.page(
        "gabung.html", status=status, one=_side(staff, case), other=_side(staff, other) if other else None,
        version=case.ticket.sequence, likely=[_line(staff, each) for each in found], wrong=told, **values,
    )  # fmt: skip


_FIELDS = {"to": "ke"}
"""Field of the flow to field of the page."""


def _side(staff: Staff, case: Case) -> dict[str, Any]:
    """One of the two, as much as one must see to tell whether they are the same."""
    catalogue, language, ticket = wiring.city().catalogue, staff.visit.language, case.ticket
    reading, place = Reading(ticket.report, catalogue), ticket.report.place
    return {
        "id": ticket.id,
        "status": str(ticket.status),
        "status_name": words.say(language, f"status.{ticket.status}"),
        "description": ticket.report.description,
        "service": reading.service[language],
        "place": reading.place,
        "address": place.address,
        "coordinates": reading.coordinates,
        "received": dates.moment(ticket.received_at, catalogue.city.zone, language),
        "parts": [_part(staff, part) for part in active_parts(ticket)],
    }


def _part(staff: Staff, part: Assignment) -> str:
    catalogue, language = wiring.city().catalogue, staff.visit.language
    due = staff.visit.say("merge.due", day=dates.short(part.due, catalogue.city.zone, language))
    told = [opd_name(part.opd, catalogue), words.say(language, f"assignment.{part.status}").lower()]
    return ", ".join(told if part.status in OVER else [*told, due])


def _line(staff: Staff, likely: Likely) -> dict[str, str]:
    say, zone = staff.visit.say, wiring.city().catalogue.city.zone
    where = say("merge.village") if likely.metres is None else say("merge.metres", metres=likely.metres)
    return {"id": likely.id, "where": where, "received": dates.short(likely.received_at, zone, staff.visit.language)}
