"""The forms that a person is offered on a ticket's page, and the one that came back."""

from typing import Any

from chalicelib.domain.access.permissions import Relation
from chalicelib.domain.actions.allowed import permitted
from chalicelib.domain.actions.available import of_photo
from chalicelib.domain.actions.registry import LISTED, STAFF
from chalicelib.domain.tickets.assignments import GONE, active_assignments
from chalicelib.domain.tickets.ticket import Assignment
from chalicelib.http.console.ticket.context import TicketPage
from chalicelib.http.views.history import opd_name
from chalicelib.pages.action_forms import ActionForm, templates_for


def on_ticket(look: TicketPage) -> list[ActionForm]:
    """What can be done to the ticket as a whole."""
    return [act(look, step) for step in LISTED if step in look.options.ticket]


def on_part(look: TicketPage, part: Assignment) -> tuple[ActionForm, ...]:
    """What the reader can do to a part; there is no order of one part alone."""
    alone = len(active_assignments(look.case.ticket)) == 1
    steps = () if part.status in GONE else look.options.parts.get(part.opd, ())
    return tuple(act(look, step, part.opd) for step in steps if not (step == "order" and alone))


def beside(look: TicketPage, step: str) -> ActionForm | None:
    """A step that has a place of its own on the page, if the reader can take it."""
    return act(look, step) if step in look.options.ticket else None


def act(look: TicketPage, step: str, opd: str = "") -> ActionForm:
    """One form; `opd`: the part that it is about, or the photo."""
    action, label = STAFF[step], f"step.act_{_label(look, step, opd)}"
    typed = look.typed if look.typed and (look.typed.step, look.typed.opd) == (step, opd) else None
    others = [part.opd for part in active_assignments(look.case.ticket) if part.opd != opd] if step == "order" else []
    service = look.case.ticket.report.service
    return ActionForm(
        step, opd, look.say(label), look.say(f"{label}_hint"), templates_for(step, service, look.templates),
        tuple((code, opd_name(code, look.catalogue)) for code in others), typed,
        action.needs_proof and look.catalogue.service_or_other(service).proof,
    )  # fmt: skip


def _label(look: TicketPage, step: str, opd: str) -> str:
    """The lead is offered by who leads, taken by whom it is offered to, and moved by the coordinator."""
    if step == "verify" and look.case.ticket.merged_into:
        return "uphold"
    if step != "lead":
        return step
    found = permitted(look.actor, look.case.ticket, "lead", opd)
    relation = found.relation if found else Relation.COORDINATOR
    return {Relation.OWN: "lead_take", Relation.LEAD: "lead_offer"}.get(relation, "lead_move")


def choices(look: TicketPage) -> dict[str, list[tuple[str, str]]]:
    """OPDs that could get a part, OPDs that a returned part could belong to, and institutions outside."""
    busy = {part.opd for part in active_assignments(look.case.ticket)}
    every = sorted(look.catalogue.opds.items(), key=lambda each: each[1].name)
    inside = [(code, opd.name) for code, opd in every if not opd.is_external]
    return {
        "opd": [choice for choice in inside if choice[0] not in busy],
        "instead": [choice for choice in inside if choice[0] not in look.actor.opds],
        "to": [(code, opd.name) for code, opd in every if opd.is_external],
    }


def comeback(look: TicketPage) -> dict[str, Any]:
    """The form that came back, and whether the page still has it."""
    typed = look.typed
    if typed is None:
        return {"typed": None, "typed_is_offered": False, "typed_id": ""}
    on_photos = {photo.id: of_photo(look.case, photo, look.actor) for photo in look.case.photos}
    offered = (on_photos | dict(look.options.parts)).get(typed.opd, ()) if typed.opd else look.options.ticket
    return {"typed": typed, "typed_is_offered": typed.step in offered, "typed_id": ActionForm(typed.step, typed.opd).id}
