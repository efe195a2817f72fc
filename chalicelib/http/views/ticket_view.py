"""A ticket as plain data in one language, for the API and for the ticket's page.

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
from chalicelib.domain.tickets.ticket import Assignment, Case, Readers, Ticket
from chalicelib.domain.tickets.ticket_number import secret_hash_of
from chalicelib.domain.transitions.derived_state import NOBODY_LEADS
from chalicelib.http.core.requests import Call
from chalicelib.http.views.history import localized, opd_name, opd_names, sentence
from chalicelib.http.views.photo_views import Shown, of_report, photo_views, photos_of_event
from chalicelib.http.views.report_view import as_public, instant, report_view, ticket_head

if TYPE_CHECKING:
    from chalicelib.http.shapes import ticket_shapes as shapes
    from chalicelib.http.shapes.ticket_shapes import Photo
    from chalicelib.http.views.promise_view import Promises
    from chalicelib.pages.page_visit import Pack


def ticket_view(
    case: Case, city: Pack, now: datetime, language: str, secret: str = ""
) -> shapes.TicketView | shapes.TicketHead:
    """What the holder of this secret, or with an empty one the public, may see of a ticket.

    Without the secret, a ticket whose content is not public shows only that it exists, and its status; of others,
    personal data and redacted passages are covered.
    """
    ticket = case.ticket
    if ticket.is_public or owns(ticket, secret):
        return _visible(case, city, now, language, secret)
    return ticket_head(ticket, language)


def linked_view(
    case: Case, city: Pack, now: datetime, call: Call, secret: str = "", *, original: Case | None = None
) -> shapes.Ticket | shapes.ConfidentialTicket:
    """The same as the API answers it; of a duplicate, with its `original` as the public sees it."""
    ticket, links = case.ticket, call.links_of(case.ticket.id)
    if not (ticket.is_public or owns(ticket, secret)):
        return {**ticket_head(ticket, call.language), **links}
    view: shapes.Ticket = {**_visible(case, city, now, call.language, secret), **links}
    if original:
        view["follows"] = linked_view(original, city, now, call)
    return view


def full_view(
    case: Case, city: Pack, now: datetime, language: str, reader_groups: AbstractSet[Readers]
) -> shapes.FullView:
    """The ticket with its whole public history, and the notes and photos that these readers may see."""
    from chalicelib.http.views.promise_view import Promises

    catalogue, promises = city.catalogue, Promises(case, city, now, language)
    shown = photo_views(case, reader_groups, catalogue, language)
    return {
        **ticket_head(case.ticket, language),
        **ticket_content(case, catalogue, promises, language),
        "assignments": [
            assignment_view(assignment, case, catalogue, promises, language) for assignment in case.ticket.assignments
        ],
        "photos": of_report(case, shown),
        "timeline": _timeline(case, catalogue, language, reader_groups, shown),
    }


def _visible(case: Case, city: Pack, now: datetime, language: str, secret: str) -> shapes.TicketView:
    own = owns(case.ticket, secret)
    case = case if own else as_public(case, city, language)
    reader_groups = {Readers.PUBLIC, Readers.REPORTER} if own else {Readers.PUBLIC}
    extras: shapes.TicketExtras = _next_step(case.ticket) if own else {}
    return {**full_view(case, city, now, language, reader_groups), **extras}


def owns(ticket: Ticket, secret: str) -> bool:
    """Whether this is the secret that the reporter was given, in any spelling."""
    return bool(secret) and hmac.compare_digest(secret_hash_of(secret), ticket.secret_hash)


def _next_step(ticket: Ticket) -> shapes.TicketExtras:
    """What the reporter needs to act: the version of the ticket, and the actions that are possible now."""
    from chalicelib.domain.actions.available import reporter_options

    return {"version": ticket.sequence, "options": list(reporter_options(ticket))}


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
    assignment: Assignment, case: Case, catalogue: Catalogue, promises: Promises, language: str
) -> shapes.Assignment:
    """An OPD's assignment, with its promises."""
    waits = list(waits_for(case.ticket, assignment))
    return {
        "opd": assignment.opd,
        "opd_name": opd_name(assignment.opd, catalogue),
        "role": assignment.role,
        "role_name": texts.say(language, f"assignment.{assignment.role}"),
        "status": assignment.status,
        **_standing(assignment, case, waits, catalogue, language),
        "waits_for": waits,
        "required": assignment.required,
        "why": localized(assignment.why, language),
        **instant("due", assignment.due, catalogue, language),
        **promises.of_assignment(assignment),
    }


def _standing(
    assignment: Assignment, case: Case, waits: list[str], catalogue: Catalogue, language: str
) -> shapes.Standing:
    """The status in words; an assignment that comes after those in `waits` counts as waiting."""
    status = "waiting" if waits else str(assignment.status)
    detail = _response(assignment.opd, case) if status == AssignmentStatus.ASSIGNED else ""
    meaning = texts.say(language, f"assignment.{status}{detail}_means", opd=opd_names(waits, catalogue))
    return {"status_name": texts.say(language, f"assignment.{status}"), "status_text": meaning}


def _response(opd: str, case: Case) -> str:
    """Suffix of the text's key: whether an OPD that has not accepted its assignment has asked or answered."""
    from chalicelib.domain.statistics.assignment_history import assignment_histories, is_asking

    if is_asking(case.events, opd):
        return "_asking"
    history = assignment_histories(case.events).get(opd)
    return "_answered" if history and history.answered else ""


def _coordinator(case: Case, catalogue: Catalogue, language: str) -> shapes.Waiting | None:
    """Why and until when the coordinator decides, while nobody else leads."""
    desk, unroutable = case.ticket.desk, case.last_of(events.TicketUnroutable)
    if desk is None or lead_of(case.ticket):
        return None
    why = localized(unroutable.why if unroutable else NOBODY_LEADS, language)
    refer = _institution(unroutable.refer if unroutable else None, catalogue, language)
    return {"why": why, **instant("due", desk.due, catalogue, language), "refer": refer}


def _institution(code: str | None, catalogue: Catalogue, language: str) -> shapes.Institution | None:
    """The institution outside the regency that seems to be responsible, and how to reach it."""
    if not code:
        return None
    opd = catalogue.opds.get(code)
    contact = opd.contact[language] if opd and opd.contact else ""
    return {"opd": code, "opd_name": opd_name(code, catalogue), "contact": contact}


def _timeline(
    case: Case, catalogue: Catalogue, language: str, reader_groups: AbstractSet[Readers], shown: Shown[Photo]
) -> list[shapes.TimelineEntry]:
    """The events that these readers may see, each with its note and photos."""
    notes = {note.sequence: note.text for note in case.notes if note.readers in reader_groups}
    return [
        {
            "type": event.type,
            **instant("at", event.at, catalogue, language),
            "text": sentence(event, catalogue, language),
            "note": notes.get(event.sequence),
            "photos": photos_of_event(event, shown),
        }
        for event in case.events
        if event.is_public or (event.data.is_for_reporter and Readers.REPORTER in reader_groups)
    ]
