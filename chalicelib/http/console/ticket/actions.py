"""A ticket's page in the console: show it, and take the actions that its forms ask for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.access.permissions import may_overall, standings
from chalicelib.domain.actions.available import Options
from chalicelib.domain.actions.registry import FORMS, STAFF
from chalicelib.domain.actions.repeats import was_taken
from chalicelib.domain.errors import ForbiddenStep, Invalid, NotAllowed, Outdated, Problem
from chalicelib.domain.tickets.assignments import lead_of
from chalicelib.domain.tickets.ticket import Case
from chalicelib.domain.transitions.step_input import StepInput, passages_of
from chalicelib.http import errors, photo_upload
from chalicelib.http.console.lists import publication_checks
from chalicelib.http.console.lists.proof_review import LIST
from chalicelib.http.console.staff_view import HOME, Staff
from chalicelib.http.console.ticket.context import TicketPage, ready_answers
from chalicelib.http.console.ticket.page import case_view, changes
from chalicelib.http.core import cookies
from chalicelib.http.core.form_body import Files, version_of, words_of
from chalicelib.http.errors import NotFound
from chalicelib.http.views.history import refusal
from chalicelib.http.views.photo_views import staff_photo_views
from chalicelib.http.views.report_view import as_public
from chalicelib.pages.action_forms import SubmittedForm, Template, unfilled

BACK: Mapping[str, str] = {"desk": "/petugas/meja", "proof": LIST, "publication": publication_checks.LIST}
"""Value of the field `back` to the list that an action leads back to."""


def show(staff: Staff, number: str) -> Response:
    """The ticket's page, by one query; by another one of the delivery ledger for those who look after notices."""
    return _page(staff, wiring.staff_actions().read(number, staff.actor))


def act(staff: Staff, number: str, fields: dict[str, str], files: Files) -> Response:
    """Take the action that a form of the ticket's page asks for.

    Raises:
        NotFound: no form of the page has this action.
    """
    step, opd = fields.get("step", ""), fields.get("part", "")
    if step not in FORMS:
        raise NotFound
    flaws = _keep(staff, number, fields, files)
    typed = SubmittedForm(step, opd, fields)
    if "fill" in fields:
        return _page(staff, wiring.staff_actions().read(number, staff.actor), _filled(staff, typed))
    if flaws:
        return _refused(staff, number, typed, Invalid(tuple(flaws)))
    try:
        return _taken(staff, number, typed)
    except Outdated as outdated:
        return _outdated(staff, number, typed, outdated)
    except (Invalid, ForbiddenStep, NotAllowed) as refused:
        return _refused(staff, number, typed, refused)


def _keep(staff: Staff, number: str, fields: dict[str, str], files: Files) -> list[Problem]:
    """Store the photo that came with the form, if the person may see the ticket; the problems with it are returned."""
    if files:
        wiring.staff_actions().read(number, staff.actor)
    secret = cookies.csrf_token(staff.call)  # nobody else can know which id the photo gets
    form = "/".join([number, *(fields.get(name, "") for name in ("step", "part", "version"))])
    return photo_upload.keep(fields, files, f"{secret}/{form}")


def _taken(staff: Staff, number: str, typed: SubmittedForm) -> Response:
    step_input = _step_input(staff, typed)
    if STAFF[typed.step].discloses:
        return _identity(staff, number, replace(step_input, version=None))
    return _go_on(staff, wiring.staff_actions().take(typed.step, number, staff.actor, step_input, typed.opd), typed)


def _go_on(staff: Staff, case: Case, typed: SubmittedForm) -> Response:
    """Back to the ticket or the list where the action was taken; to the inbox if the ticket is out of sight now."""
    if back := BACK.get(typed.values.get("back", "")):
        return staff.go(back, kabar=typed.step)
    path = f"/petugas/laporan/{case.ticket.id}" if standings(staff.actor, case.ticket) else HOME
    return staff.go(path, kabar=typed.step)


def _step_input(staff: Staff, typed: SubmittedForm) -> StepInput:
    """The form as input of the action.

    Raises:
        Invalid: the text is unreadable, or a blank of a ready sentence is still unfilled.
    """
    fields = typed.values
    text = words_of(fields)
    if blank := unfilled(text, _templates(staff)):
        raise Invalid((Problem("text", "blank", {"blank": blank}),))
    return StepInput(
        text=text, opd=fields.get("opd", ""),
        role=STAFF[typed.step].role or "",
        to=fields.get("to", ""), reference=words_of(fields, "reference"),
        after=tuple(name.removeprefix("after_") for name in fields if name.startswith("after_")),
        passages=passages_of(fields.get("passages", "").splitlines()), abuse="abuse" in fields,
        purpose=fields.get("purpose", ""),
        until=fields.get("until", ""), photos=photo_upload.carried(fields), version=version_of(fields),
        correlation=staff.call.correlation,
    )  # fmt: skip


def _identity(staff: Staff, number: str, step_input: StepInput) -> Response:
    """The reporter's contact, on a page of its own that no cache keeps."""
    contact = wiring.staff_actions().identity(number, staff.actor, step_input)
    reason = step_input.text or staff.visit.say(f"step.purpose_{step_input.purpose}")
    return staff.page("pelapor.html", number=number, contact=contact, reason=reason)


def _outdated(staff: Staff, number: str, typed: SubmittedForm, outdated: Outdated) -> Response:
    """The page with what changed meanwhile and everything that was typed; a form sent twice counts as taken once."""
    case = wiring.staff_actions().read(number, staff.actor)
    if _was_taken(staff, typed, case):
        return _go_on(staff, case, typed)
    since = changes(outdated.since, staff.catalogue, staff.visit.language)
    return _page(staff, case, typed, status=409, changed=since)


def _was_taken(staff: Staff, typed: SubmittedForm, case: Case) -> bool:
    """Whether this person has taken this very action since the page was shown."""
    action, step_input = STAFF[typed.step], _step_input(staff, typed)
    return was_taken(case, action, staff.actor.person, step_input, action.subject(typed.opd, step_input.opd))


def _refused(
    staff: Staff, number: str, typed: SubmittedForm, refused: Invalid | ForbiddenStep | NotAllowed
) -> Response:
    """The page again with the reason for the refusal, and what was typed still in the form."""
    language, case = staff.visit.language, wiring.staff_actions().read(number, staff.actor)
    if _leads_already(case, typed):
        return _go_on(staff, case, typed)
    status = errors.explain(refused, language).status
    if isinstance(refused, Invalid):
        messages = {_field(typed, p): errors.message(p, language) for p in refused.problems}
        typed = replace(typed, errors=messages)
    elif isinstance(refused, ForbiddenStep):
        typed = replace(typed, message=refusal(refused, staff.catalogue, language))
    else:
        typed = replace(typed, message=staff.visit.say("console.not_allowed"))
    return _page(staff, case, typed, status=status)


def _leads_already(case: Case, typed: SubmittedForm) -> bool:
    """Whether the chosen OPD leads already: the desk's button shows no version, so a second tap is only seen here."""
    lead = lead_of(case.ticket)
    return typed.step == "give_lead" and lead is not None and lead.opd == typed.values.get("opd")


def _field(typed: SubmittedForm, problem: Problem) -> str:
    """The form's field of a problem: the form of `return` calls the domain's `opd` `instead`."""
    return "instead" if typed.step == "return" and problem.field == "opd" else problem.field


def _filled(staff: Staff, typed: SubmittedForm) -> SubmittedForm:
    """The form with the chosen ready sentence added to its text."""
    chosen = next((each for each in _templates(staff) if each.code == typed.values.get("template")), None)
    text = "\n".join(each for each in (typed.values.get("text", "").strip(), chosen.text if chosen else "") if each)
    return replace(typed, values={**typed.values, "text": text})


def _page(
    staff: Staff, case: Case, typed: SubmittedForm | None = None, *, status: int = 200, changed: list[str] | None = None
) -> Response:
    """The ticket's page. That somebody reads a confidential ticket is logged first."""
    wiring.confidential_reading().log(case.ticket, staff.actor)
    catalogue, language = staff.catalogue, staff.visit.language
    options = wiring.staff_actions().options(case, staff.actor)
    shown = staff_photo_views(case, catalogue, language)
    public, templates = as_public(case, staff.visit.city, language), _templates(staff)
    page = TicketPage(case, public, staff.actor, options, catalogue, templates, wiring.now(), language, typed, shown)
    return staff.page(
        "laporan.html", status=status, shows=bool(shown), sends=_sends(options), **case_view(page),
        changed=changed or [], lost=_undelivered(staff, case),
    )  # fmt: skip


def _sends(options: Options) -> bool:
    """Whether one of the actions on assignments takes photos."""
    return any(STAFF[name].takes_photos for names in options.assignments.values() for name in names)


def _undelivered(staff: Staff, case: Case) -> list[Any]:
    """The ticket's notices that did not arrive; the ledger is read only for those who look after notices."""
    if not may_overall(staff.actor, "undelivered"):
        return []
    from chalicelib.http.console.lists import undelivered

    return undelivered.of_case(wiring.notice_resend().of_ticket(case.ticket.id, staff.actor), case, staff)


def _templates(staff: Staff) -> tuple[Template, ...]:
    return ready_answers(staff.visit.city)
