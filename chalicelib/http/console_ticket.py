"""One ticket in the console: shown, and taken a step further."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain import events
from chalicelib.domain.errors import ForbiddenStep, Invalid, NotAllowed, Outdated, Problem
from chalicelib.domain.options import Options
from chalicelib.domain.parts import lead_of
from chalicelib.domain.permissions import may_overall, standings
from chalicelib.domain.steps import ON_PART, ON_TICKET
from chalicelib.domain.ticket import Case, Circle
from chalicelib.domain.told import Told
from chalicelib.http import cookies, errors, photo_api
from chalicelib.http.console_case import case_view, changes
from chalicelib.http.console_door import HOME, Staff
from chalicelib.http.console_look import Look
from chalicelib.http.console_proof import ACTIONS, LIST
from chalicelib.http.errors import NotFound
from chalicelib.http.forms import Files, is_repeated, version_of, words_of
from chalicelib.http.history import refusal
from chalicelib.http.photo_view import photo_views
from chalicelib.pages.acts import PHOTOS, SHAPES, Template, Typed, unfilled

LEAVES: Mapping[str, frozenset[str]] = {
    "accept": frozenset({events.AssignmentAccepted.type}),
    "start": frozenset({events.AssignmentStarted.type}),
    "answer": frozenset({events.AssignmentAnswered.type}),
    "finish": frozenset({events.AssignmentDone.type, events.AssignmentFinished.type}),
    "validate": frozenset({events.AssignmentDone.type}),
    "return": frozenset({events.AssignmentReturned.type}),
    "waive": frozenset({events.AssignmentWaived.type}),
    "lead": frozenset({events.LeadOffered.type, events.LeadMoved.type}),
    "order": frozenset({events.AssignmentOrdered.type}),
    "extend": frozenset({events.DeadlineExtended.type}),
    "call_in": frozenset({events.AssignmentAdded.type}),
    "give_lead": frozenset({events.TicketDispatched.type}),
    "verify": frozenset({events.TicketVerified.type, events.TicketUpheld.type}),
    "unmerge": frozenset({events.TicketUnmerged.type}),
    "resolve": frozenset({events.TicketVerified.type}),
    "ask": frozenset({events.TicketIncomplete.type}),
    "refer": frozenset({events.TicketReferred.type}),
    "archive": frozenset({events.TicketArchived.type}),
    "room": frozenset({events.RoomWritten.type}),
    "accept_proof": frozenset({events.ProofAccepted.type}),
    "reject_proof": frozenset({events.ProofRejected.type}),
    "hide_photo": frozenset({events.PhotoHidden.type}),
}
"""The event that a step leaves: by it a form that was sent twice is known."""


BACK: Mapping[str, str] = {"desk": "/petugas/meja", "proof": LIST}
"""Where a step that is taken from a list leads back to."""


def show(staff: Staff, number: str) -> Response:
    """The ticket's page: one query, and for who looks after notices one of the ledger."""
    return _page(staff, wiring.work().read(number, staff.actor))


def act(staff: Staff, number: str, fields: dict[str, str], files: Files) -> Response:
    """Take the step that a form of the ticket's page asks for."""
    step, opd = fields.get("step", ""), fields.get("part", "")
    if step not in SHAPES:
        raise NotFound
    flaws = _keep(staff, number, fields, files)
    typed = Typed(step, opd, fields)
    if "fill" in fields:
        return _page(staff, wiring.work().read(number, staff.actor), _filled(typed))
    if flaws:
        return _refused(staff, number, typed, Invalid(tuple(flaws)))
    try:
        return _taken(staff, number, typed)
    except Outdated as outdated:
        return _outdated(staff, number, typed, outdated)
    except (Invalid, ForbiddenStep, NotAllowed) as refused:
        return _refused(staff, number, typed, refused)


def _keep(staff: Staff, number: str, fields: dict[str, str], files: Files) -> list[Problem]:
    """Store the photo that came with the form, if the ticket is this person's business; what is wrong with it."""
    if files:
        wiring.work().read(number, staff.actor)
    secret = cookies.csrf_token(staff.call)  # nobody else can know which id the photo gets
    form = "/".join([number, *(fields.get(name, "") for name in ("step", "part", "version"))])
    return photo_api.keep(fields, files, f"{secret}/{form}")


def _taken(staff: Staff, number: str, typed: Typed) -> Response:
    told = _told(staff, typed)
    if typed.step == "identity":
        return _identity(staff, number, replace(told, version=None))
    if typed.step == "room" and _is_repeated(staff, typed, wiring.work().read(number, staff.actor)):
        return staff.go(f"/petugas/laporan/{number}", kabar="room")
    return _go_on(staff, _step(staff, number, typed, told), typed)


def _go_on(staff: Staff, case: Case, typed: Typed) -> Response:
    """The ticket again; the desk if the step was taken there, the inbox if the ticket is none of one's business now."""
    if back := BACK.get(typed.values.get("back", "")):
        return staff.go(back, kabar=typed.step)
    path = f"/petugas/laporan/{case.ticket.id}" if standings(staff.actor, case.ticket) else HOME
    return staff.go(path, kabar=typed.step)


def _step(staff: Staff, number: str, typed: Typed, told: Told) -> Case:
    work = wiring.work()
    if typed.step in ON_PART:
        return work.on_part(number, typed.opd, typed.step, staff.actor, told)
    if typed.step in ACTIONS:
        return work.on_photo(number, typed.opd, ACTIONS[typed.step], staff.actor, told)
    if typed.step == "unmerge":
        return wiring.merging().unmerge(number, staff.actor, told)
    if typed.step in ON_TICKET:
        return work.on_ticket(number, typed.step, staff.actor, told)
    return (work.room if typed.step == "room" else work.assign)(number, staff.actor, told)


def _told(staff: Staff, typed: Typed) -> Told:
    """What the form says; a sentence of the city pack must be complete. Invalid."""
    given = typed.values
    text = words_of(given)
    if blank := unfilled(text, _templates()):
        raise Invalid((Problem("text", "blank", {"blank": blank}),))
    return Told(
        text=text, opd=given.get("opd", ""),
        role={"give_lead": "lead", "call_in": "support"}.get(typed.step, ""),
        to=given.get("to", ""), reference=words_of(given, "reference"),
        after=tuple(name.removeprefix("after_") for name in given if name.startswith("after_")),
        until=given.get("until", ""), photos=photo_api.carried(given), version=version_of(given),
        correlation=staff.call.correlation,
    )  # fmt: skip


def _identity(staff: Staff, number: str, told: Told) -> Response:
    """Who reported, on a page of its own that nothing keeps."""
    contact = wiring.work().identity(number, staff.actor, told)
    return staff.page("pelapor.html", number=number, contact=contact, reason=told.text)


def _outdated(staff: Staff, number: str, typed: Typed, outdated: Outdated) -> Response:
    """Somebody was quicker: what changed, with everything that was typed. The same form sent twice is no change."""
    case = wiring.work().read(number, staff.actor)
    if _is_repeated(staff, typed, case):
        return _go_on(staff, case, typed)
    since = changes(outdated.since, wiring.city().catalogue, staff.visit.language)
    return _page(staff, case, typed, status=409, changed=since)


def _is_repeated(staff: Staff, typed: Typed, case: Case) -> bool:
    """Whether this person has taken this very step since the page was shown."""
    return is_repeated(case, typed.values, LEAVES[typed.step], staff.actor.person)


def _refused(staff: Staff, number: str, typed: Typed, refused: Invalid | ForbiddenStep | NotAllowed) -> Response:
    """The page again with the reason, and what was typed still in the form."""
    language, case = staff.visit.language, wiring.work().read(number, staff.actor)
    if _leads_already(case, typed):
        return _go_on(staff, case, typed)
    status = errors.explain(refused, language).status
    if isinstance(refused, Invalid):
        told = {_field(typed, p): errors.message(p, language) for p in refused.problems}
        typed = replace(typed, errors=told)
    elif isinstance(refused, ForbiddenStep):
        typed = replace(typed, message=refusal(refused, wiring.city().catalogue, language))
    else:
        typed = replace(typed, message=staff.visit.say("console.not_allowed"))
    return _page(staff, case, typed, status=status)


def _leads_already(case: Case, typed: Typed) -> bool:
    """Whether all that was asked for is so: a tap at the desk, which shows no version, came twice."""
    lead = lead_of(case.ticket)
    return typed.step == "give_lead" and lead is not None and lead.opd == typed.values.get("opd")


def _field(typed: Typed, problem: Problem) -> str:
    """The form's field; a returned part says whose it is instead in `opd` too."""
    return "instead" if typed.step == "return" and problem.field == "opd" else problem.field


def _filled(typed: Typed) -> Typed:
    """With the chosen sentence of the city pack put into the text."""
    chosen = next((each for each in _templates() if each.code == typed.values.get("template")), None)
    text = "\n".join(part for part in (typed.values.get("text", "").strip(), chosen.text if chosen else "") if part)
    return replace(typed, values={**typed.values, "text": text})


def _page(
    staff: Staff, case: Case, typed: Typed | None = None, *, status: int = 200, changed: list[str] | None = None
) -> Response:
    catalogue, language = wiring.city().catalogue, staff.visit.language
    options = wiring.work().options(case, staff.actor)
    shown = photo_views(case, frozenset(Circle), catalogue, language)
    look = Look(case, staff.actor, options, catalogue, _templates(), wiring.now(), language, typed, shown)
    return staff.page(
        "laporan.html", status=status, shows=bool(shown), sends=_sends(options), **case_view(look),
        changed=changed or [], lost=_undelivered(staff, case),
    )  # fmt: skip


def _sends(options: Options) -> bool:
    """Whether one of the steps comes with photos."""
    return any(PHOTOS in SHAPES[step].fields for steps in options.parts.values() for step in steps if step in SHAPES)


def _undelivered(staff: Staff, case: Case) -> list[Any]:
    """Only who looks after notices pays for reading the ledger."""
    if not may_overall(staff.actor, "undelivered"):
        return []
    from chalicelib.http import console_undelivered

    return console_undelivered.of_case(wiring.ledger().of(case.ticket.id), case, staff.visit.language)


def _templates() -> tuple[Template, ...]:
    from chalicelib.http.console_templates import templates

    return templates(wiring.city())
