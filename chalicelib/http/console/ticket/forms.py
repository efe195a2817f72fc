"""The forms that a ticket's page offers to its reader, and the form that came back."""

from typing import Any

from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.allowed import permitted
from chalicelib.domain.actions.available import photo_options
from chalicelib.domain.actions.registry import LISTED, STAFF
from chalicelib.domain.tickets.assignments import GONE, active_assignments
from chalicelib.domain.tickets.ticket import Assignment
from chalicelib.http.console.ticket.context import TicketPage
from chalicelib.http.views.history import opd_name
from chalicelib.pages.action_forms import ActionForm, templates_for


def forms_on_ticket(page: TicketPage) -> list[ActionForm]:
    """The actions that the reader can take on the ticket as a whole."""
    return [action_form(page, step) for step in LISTED if step in page.options.ticket]


def forms_on_assignment(page: TicketPage, assignment: Assignment) -> tuple[ActionForm, ...]:
    """The actions that the reader can take on an assignment; `order` is left out where there is only one."""
    is_only_one = len(active_assignments(page.case.ticket)) == 1
    steps = () if assignment.status in GONE else page.options.parts.get(assignment.opd, ())
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
    if step != "lead":
        return step
    permission = permitted(page.actor, page.case.ticket, "lead", opd)
    relation = permission.relation if permission else Relation.COORDINATOR
    return {Relation.OWN: "lead_take", Relation.LEAD: "lead_offer"}.get(relation, "lead_move")


def choices(page: TicketPage) -> dict[str, list[tuple[str, str]]]:
    """By form field, codes and names: OPDs without an assignment, OPDs that a returned assignment could go to instead,
    and institutions outside the regency.
    """
    busy = {assignment.opd for assignment in active_assignments(page.case.ticket)}
    every = sorted(page.catalogue.opds.items(), key=lambda each: each[1].name)
    inside = [(code, opd.name) for code, opd in every if not opd.is_external]
    return {
        "opd": [choice for choice in inside if choice[0] not in busy],
        "instead": [choice for choice in inside if choice[0] not in page.actor.opds],
        "to": [(code, opd.name) for code, opd in every if opd.is_external],
    }


def returned_form(page: TicketPage) -> dict[str, Any]:
    """The form that came back, and whether the page still offers it."""
    typed = page.typed
    if typed is None:
        return {"typed": None, "typed_is_offered": False, "typed_id": ""}
    on_photos = {photo.id: photo_options(page.case, photo, page.actor) for photo in page.case.photos}
    offered = (on_photos | dict(page.options.parts)).get(typed.opd, ()) if typed.opd else page.options.ticket
    return {"typed": typed, "typed_is_offered": typed.step in offered, "typed_id": ActionForm(typed.step, typed.opd).id}
