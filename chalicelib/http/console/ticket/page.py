"""The values of a ticket's console page: everything but who reported, with the forms of the allowed actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.access.identity_access import PURPOSES
from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.allowed import permitted
from chalicelib.domain.actions.available import photo_options
from chalicelib.domain.actions.registry import LISTED, STAFF
from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.assignments import INACTIVE, active_assignments, is_open, waits_for
from chalicelib.domain.tickets.localized_report import LocalizedReport
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import DISPUTED, RETURNED, UNROUTABLE, Assignment, Readers, Role, Ticket
from chalicelib.http.console.lists.proof_review import reviewable_photos
from chalicelib.http.console.ticket.context import HistoryLine, TicketPage, history_line
from chalicelib.http.console.ticket.publication import publication_view
from chalicelib.http.views.history import localized, opd_name, opd_names, sentence
from chalicelib.http.views.inbox_view import Guess, guess_of
from chalicelib.http.views.photo_views import before_and_after, distinct_photos, photo_values
from chalicelib.http.views.promise_view import calendar_of
from chalicelib.pages.action_forms import ActionForm, templates_for
from chalicelib.pages.time_left import Remaining, remaining

DESK_CAUSES: Mapping[str, tuple[str, ...]] = {
    UNROUTABLE: (events.TicketUnroutable.type,),
    RETURNED: (events.AssignmentReturned.type,),
    DISPUTED: (events.TicketDisputed.type, events.TicketContested.type),
}
"""Why a ticket lies on the desk, to the types of the events that put it there."""


@dataclass(frozen=True, slots=True)
class AssignmentCard:
    """One OPD's assignment on the page.

    `answer` is the time left for the first answer to the citizen, None once it is given; `own` is true for the reader's
    OPD; `forms` are those of the actions that the reader can take; `notes` are what the OPD wrote to the citizen.
    """

    opd: str
    name: str
    role: str
    is_lead: bool
    status: str
    status_name: str
    left: Remaining | None
    waits_for: str
    person: str
    why: str
    notes: tuple[HistoryLine, ...]
    answer: Remaining | None
    own: bool
    is_inactive: bool
    forms: tuple[ActionForm, ...]


def case_view(page: TicketPage) -> dict[str, Any]:
    """The values of the template `petugas/laporan.html`."""
    ticket, reading = page.case.ticket, LocalizedReport(page.case.ticket.report, page.catalogue)
    return {
        "ticket": ticket,
        "reading": reading,
        "version": ticket.sequence,
        "status_name": texts.say(page.language, f"status.{ticket.status}"),
        "received": date_format.moment(ticket.received_at, page.catalogue.city.zone, page.language),
        "assignments": [_assignment_card(page, assignment) for assignment in _ordered(ticket)],
        "publication": publication_view(page),
        "desk": _desk(page),
        "guesses": _guesses(page) if "give_lead" in page.options.ticket else [],
        "ticket_forms": forms_on_ticket(page),
        "room_form": possible_form(page, "room"),
        "identity_form": possible_form(page, "identity"),
        "history": [history_line(page, e) for e in reversed(page.case.events) if e.type != events.RoomWritten.type],
        "room": [history_line(page, e) for e in page.case.events if e.type == events.RoomWritten.type],
        "reads": [history_line(page, e) for e in page.case.events if e.type == events.IdentityRead.type],
        "choices": choices(page),
        "may_merge": "merge" in page.options.ticket,
        "lead_offered_name": opd_name(ticket.lead_offered_to, page.catalogue),
        **_photos(page),
        **returned_form(page),
    }


def changes(since: Iterable[Event], catalogue: Catalogue, language: str) -> list[str]:
    """A sentence for each event since the form was shown."""
    return [sentence(event, catalogue, language) for event in since]


def _photos(page: TicketPage) -> dict[str, Any]:
    """The report's photos, pictures before and after the work, and the photos that the reader can judge."""
    photos = photo_values(page.case, page.shown)
    reviewable = reviewable_photos(
        page, distinct_photos(page.shown), lambda step, photo: action_form(page, step, photo)
    )
    return {
        "report_photos": photos["photos"],
        "compared": before_and_after(photos),
        "reviewable": reviewable,
        "has_doubts": any(each.photo["doubtful"] for each in reviewable),
    }


def _ordered(ticket: Ticket) -> list[Assignment]:
    """The lead first, then the supporting OPDs, then the assignments that were returned or waived."""
    return sorted(ticket.assignments, key=lambda each: (each.status in INACTIVE, each.role is not Role.LEAD))


def _assignment_card(page: TicketPage, assignment: Assignment) -> AssignmentCard:
    ticket, waits = page.case.ticket, waits_for(page.case.ticket, assignment)
    paused = bool(waits) or ticket.status is TicketStatus.INCOMPLETE
    calendar = calendar_of(assignment.opd)
    due, awaited = (assignment.due, assignment.answer_due) if is_open(ticket, assignment) else (None, None)
    return AssignmentCard(
        opd=assignment.opd, name=opd_name(assignment.opd, page.catalogue),
        role=texts.say(page.language, f"assignment.{assignment.role}"),
        is_lead=assignment.role is Role.LEAD, status=str(assignment.status),
        status_name=texts.say(page.language, f"assignment.{'waiting' if waits else assignment.status}"),
        left=remaining(due, page.now, calendar, page.language, paused=paused) if due else None,
        waits_for=opd_names(list(waits), page.catalogue),
        person=assignment.person, why=localized(assignment.why, page.language),
        notes=_public_notes(page, assignment.opd),
        answer=remaining(awaited, page.now, calendar, page.language, paused=paused) if awaited else None,
        own=assignment.opd in page.actor.opds, is_inactive=assignment.status in INACTIVE,
        forms=forms_on_assignment(page, assignment),
    )  # fmt: skip


def _public_notes(page: TicketPage, opd: str) -> tuple[HistoryLine, ...]:
    """What the OPD told the citizen about its assignment, the latest first."""
    sequences = {n.sequence for n in page.case.notes if n.opd == opd and n.readers is Readers.PUBLIC}
    return tuple(history_line(page, e) for e in reversed(page.case.events) if e.sequence in sequences)


def _desk(page: TicketPage) -> dict[str, Any] | None:
    """Why and until when the ticket lies on the coordinator's desk, with the event that put it there."""
    desk = page.case.ticket.desk
    if desk is None:
        return None
    cause = next((e for e in reversed(page.case.events) if e.type in DESK_CAUSES.get(desk.reason, ())), None)
    unroutable = cause.data if cause and isinstance(cause.data, events.TicketUnroutable) else None
    returned = cause.data if cause and isinstance(cause.data, events.AssignmentReturned) else None
    return {
        "reason": page.say(f"console.desk_{desk.reason}"),
        "why": localized(unroutable.why, page.language) if unroutable else "",
        "left": remaining(desk.due, page.now, calendar_of(""), page.language),
        "refer": opd_name(unroutable.refer, page.catalogue) if unroutable and unroutable.refer else "",
        "instead": opd_name(returned.instead, page.catalogue) if returned and returned.instead else "",
        "cause": history_line(page, cause) if cause else None,
    }


def _guesses(page: TicketPage) -> list[Guess]:
    """The OPDs that the text points to, best first, without those that have or had an assignment."""
    ticket = page.case.ticket
    hints, area = ticket.desk.hints if ticket.desk else (), ticket.report.place.area
    assigned = {assignment.opd for assignment in ticket.assignments}
    guesses = [guess_of(hint, area, page.catalogue, page.language) for hint in hints]
    return [guess for guess in guesses if guess.opd not in assigned]


def forms_on_ticket(page: TicketPage) -> list[ActionForm]:
    """The actions that the reader can take on the ticket as a whole."""
    return [action_form(page, step) for step in LISTED if step in page.options.ticket]


def forms_on_assignment(page: TicketPage, assignment: Assignment) -> tuple[ActionForm, ...]:
    """The actions that the reader can take on an assignment; `order` is left out where there is only one."""
    is_only_one = len(active_assignments(page.case.ticket)) == 1
    steps = () if assignment.status in INACTIVE else page.options.assignments.get(assignment.opd, ())
    return tuple(action_form(page, step, assignment.opd) for step in steps if not (step == "order" and is_only_one))


def possible_form(page: TicketPage, step: str) -> ActionForm | None:
    """The form of an action that has its own place on the page; None if the reader cannot take it."""
    return action_form(page, step) if step in page.options.ticket else None


def action_form(page: TicketPage, step: str, opd: str = "") -> ActionForm:
    """The form of one action; `opd` is the OPD whose assignment it is about, or the id of the photo."""
    action, label = STAFF[step], f"step.act_{_label(page, step, opd)}"
    typed = page.typed if page.typed and (page.typed.step, page.typed.opd) == (step, opd) else None
    others = [each.opd for each in active_assignments(page.case.ticket) if each.opd != opd] if step == "order" else []
    service = page.case.ticket.report.service
    return ActionForm(
        step, opd, page.say(label), page.say(f"{label}_hint"), templates_for(step, service, page.templates),
        tuple((code, opd_name(code, page.catalogue)) for code in others), typed,
        action.needs_proof and page.catalogue.service_or_other(service).proof,
    )  # fmt: skip


def _label(page: TicketPage, step: str, opd: str) -> str:
    """Key of the form's label. The leading OPD offers the lead, another one takes it, the coordinator moves it."""
    if step == "verify" and page.case.ticket.merged_into:
        return "uphold"
    if step == "publish" and page.case.ticket.is_public:
        return "leave_published"
    if step != "lead":
        return step
    permission = permitted(page.actor, page.case.ticket, "lead", opd)
    relation = permission.relation if permission else Relation.COORDINATOR
    return {Relation.OWN: "lead_take", Relation.LEAD: "lead_offer"}.get(relation, "lead_move")


def choices(page: TicketPage) -> dict[str, list[tuple[str, str]]]:
    """By form field, codes and names: OPDs without an assignment, OPDs that a returned assignment could go to instead,
    institutions outside the regency, and purposes for which a contact is opened.
    """
    busy = {assignment.opd for assignment in active_assignments(page.case.ticket)}
    every = sorted(page.catalogue.opds.items(), key=lambda each: each[1].name)
    inside = [(code, opd.name) for code, opd in every if not opd.is_external]
    return {
        "opd": [choice for choice in inside if choice[0] not in busy],
        "instead": [choice for choice in inside if choice[0] not in page.actor.opds],
        "to": [(code, opd.name) for code, opd in every if opd.is_external],
        "purpose": [(code, page.say(f"step.purpose_{code}")) for code in PURPOSES],
    }


def returned_form(page: TicketPage) -> dict[str, Any]:
    """The form that came back, and whether the page still offers it."""
    typed = page.typed
    if typed is None:
        return {"typed": None, "typed_is_offered": False, "typed_id": ""}
    on_photos = {photo.id: photo_options(page.case, photo, page.actor) for photo in page.case.photos}
    options = (on_photos | dict(page.options.assignments)).get(typed.opd, ()) if typed.opd else page.options.ticket
    return {"typed": typed, "typed_is_offered": typed.step in options, "typed_id": ActionForm(typed.step, typed.opd).id}
