"""What is shown of a ticket, as plain data in one language: the API sends it, the ticket's page prints it.

Instants are ISO 8601 in UTC; beside each stands a `…_text` in words and in the city's zone.
"""

from __future__ import annotations

import hmac
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.tickets.assignments import lead_of, waits_for
from chalicelib.domain.tickets.status import AssignmentStatus
from chalicelib.domain.tickets.ticket import Assignment, Case, Circle, Ticket
from chalicelib.domain.tickets.ticket_number import proof_of
from chalicelib.domain.transitions.derived_state import NOBODY_LEADS
from chalicelib.http.core.requests import Call
from chalicelib.http.views.history import opd_name, opd_names, sentence, spoken
from chalicelib.http.views.photo_views import Shown, brought, of_report, photo_views
from chalicelib.http.views.report_view import instant, report_view, ticket_head

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes
    from chalicelib.http.shapes.photo_shapes import Photo
    from chalicelib.http.views.promise_view import Promises
    from chalicelib.pages.page_visit import Pack


def ticket_view(
    case: Case, city: Pack, now: datetime, language: str, secret: str = ""
) -> shapes.TicketView | shapes.TicketHead:
    """What the holder of this secret (or nobody in particular) may see of a ticket.

    Of a confidential one without its secret: that it exists, and its status.
    """
    ticket = case.ticket
    if ticket.is_public or owns(ticket, secret):
        return _visible(case, city, now, language, secret)
    return ticket_head(ticket, language)


def linked_view(
    case: Case, city: Pack, now: datetime, call: Call, secret: str = "", *, kept: Case | None = None
) -> shapes.Ticket | shapes.ConfidentialTicket:
    """The same as the API answers it; of a duplicate, with the `kept` ticket that it follows, as the public sees it."""
    ticket, links = case.ticket, call.links_of(case.ticket.id)
    if not (ticket.is_public or owns(ticket, secret)):
        return {**ticket_head(ticket, call.language), **links}
    view: shapes.Ticket = {**_visible(case, city, now, call.language, secret), **links}
    if kept:
        view["follows"] = linked_view(kept, city, now, call)
    return view


def full_view(case: Case, city: Pack, now: datetime, language: str, circles: AbstractSet[Circle]) -> shapes.FullView:
    """Everything that the public history tells, with what was said of it to these circles."""
    from chalicelib.http.views.promise_view import Promises

    catalogue, promises = city.catalogue, Promises(case, city, now, language)
    shown = photo_views(case, circles, catalogue, language)
    return {
        **ticket_head(case.ticket, language),
        **ticket_content(case, catalogue, promises, language),
        "assignments": [assignment_view(part, case, catalogue, promises, language) for part in case.ticket.assignments],
        "photos": of_report(case, shown),
        "timeline": _timeline(case, catalogue, language, circles, shown),
    }


def _visible(case: Case, city: Pack, now: datetime, language: str, secret: str) -> shapes.TicketView:
    own = owns(case.ticket, secret)
    circles = {Circle.PUBLIC, Circle.REPORTER} if own else {Circle.PUBLIC}
    extras: shapes.TicketExtras = _next_step(case.ticket) if own else {}
    return {**full_view(case, city, now, language, circles), **extras}


def owns(ticket: Ticket, secret: str) -> bool:
    """Whether this is the secret that was told to the reporter, in any spelling."""
    return bool(secret) and hmac.compare_digest(proof_of(secret), ticket.proof)


def _next_step(ticket: Ticket) -> shapes.TicketExtras:
    """What the reporter's next step needs: the version that was seen, and which steps there are."""
    from chalicelib.domain.actions.available import of_reporter

    return {"version": ticket.sequence, "options": list(of_reporter(ticket))}


def ticket_content(case: Case, catalogue: Catalogue, promises: Promises, language: str) -> shapes.TicketContent:
    """What the public and staff read alike."""
    return {
        **report_view(case.ticket, catalogue, language),
        "promise": promises.of_ticket(),
        "coordinator": _coordinator(case, catalogue, language),
        "merged_into": case.ticket.merged_into or None,
        "reports": 1 + len(case.ticket.duplicates),
        "supporters": case.ticket.supporters,
    }


def assignment_view(
    part: Assignment, case: Case, catalogue: Catalogue, promises: Promises, language: str
) -> shapes.Assignment:
    """An OPD's assignment, with what was promised of it."""
    waits = list(waits_for(case.ticket, part))
    return {
        "opd": part.opd,
        "opd_name": opd_name(part.opd, catalogue),
        "role": part.role,
        "role_name": texts.say(language, f"assignment.{part.role}"),
        "status": part.status,
        **_standing(part, case, waits, catalogue, language),
        "waits_for": waits,
        "required": part.required,
        "why": spoken(part.why, language),
        **instant("due", part.due, catalogue, language),
        **promises.of_part(part),
    }


def _standing(part: Assignment, case: Case, waits: list[str], catalogue: Catalogue, language: str) -> shapes.Standing:
    """How it stands, in words; an assignment that waits for others is said to wait."""
    status = "waiting" if waits else str(part.status)
    detail = _response(part.opd, case) if status == AssignmentStatus.ASSIGNED else ""
    meaning = texts.say(language, f"assignment.{status}{detail}_means", opd=opd_names(waits, catalogue))
    return {"status_name": texts.say(language, f"assignment.{status}"), "status_text": meaning}


def _response(opd: str, case: Case) -> str:
    """What the citizen has heard from an OPD that has not accepted its assignment: nothing, a question, an answer."""
    from chalicelib.domain.statistics.assignment_history import assignment_histories, is_asking

    if is_asking(case.events, opd):
        return "_asking"
    course = assignment_histories(case.events).get(opd)
    return "_answered" if course and course.answered else ""


def _coordinator(case: Case, catalogue: Catalogue, language: str) -> shapes.Waiting | None:
    """Why and until when the coordinator decides, while nobody else leads."""
    desk, asked = case.ticket.desk, case.last_of(events.TicketUnroutable)
    if desk is None or lead_of(case.ticket):
        return None
    why = spoken(asked.why if asked else NOBODY_LEADS, language)
    refer = _institution(asked.refer if asked else None, catalogue, language)
    return {"why": why, **instant("due", desk.due, catalogue, language), "refer": refer}


def _institution(code: str | None, catalogue: Catalogue, language: str) -> shapes.Institution | None:
    """The institution outside the regency that seems to be responsible, and how to reach it."""
    if not code:
        return None
    opd = catalogue.opds.get(code)
    contact = opd.contact[language] if opd and opd.contact else ""
    return {"opd": code, "opd_name": opd_name(code, catalogue), "contact": contact}


def _timeline(
    case: Case, catalogue: Catalogue, language: str, circles: AbstractSet[Circle], shown: Shown[Photo]
) -> list[shapes.TimelineEntry]:
    """What happened, with what was said of it to these circles; nothing of what stays among the OPDs."""
    said = {note.sequence: note.text for note in case.notes if note.circle in circles}
    return [
        {
            "type": event.type,
            **instant("at", event.at, catalogue, language),
            "text": sentence(event, catalogue, language),
            "note": said.get(event.sequence),
            "photos": brought(event, shown),
        }
        for event in case.events
        if event.is_public
    ]
