"""What is shown of a ticket, as plain data in one language: the API sends it, the ticket's page prints it.

Instants are ISO 8601 in UTC; beside each stands a `…_text` in words and in the city's zone.
"""

import hmac
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any

from chalicelib import words
from chalicelib.domain import dates
from chalicelib.domain import event as events
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.event import Event
from chalicelib.domain.numbers import proof_of
from chalicelib.domain.options import of_reporter
from chalicelib.domain.parts import lead_of, waits_for
from chalicelib.domain.reading import Reading
from chalicelib.domain.settling import NOBODY_LEADS
from chalicelib.domain.status import AssignmentStatus
from chalicelib.domain.ticket import Assignment, Case, Circle, Ticket
from chalicelib.flow.ports import Entry
from chalicelib.http.history import opd_name, opd_names, sentence, spoken
from chalicelib.http.photo_view import Shown, brought, of_report, photo_views

View = dict[str, Any]


def ticket_view(case: Case, catalogue: Catalogue, language: str, secret: str = "") -> View:
    """What the holder of this secret (or nobody in particular) may see of a ticket.

    Of a confidential one without its secret: that it exists, and its status.
    """
    ticket = case.ticket
    if owns(ticket, secret):
        return full_view(case, catalogue, language, {Circle.PUBLIC, Circle.REPORTER}) | _for_reporter(ticket)
    return full_view(case, catalogue, language, {Circle.PUBLIC}) if ticket.is_public else _beginning(ticket, language)


def full_view(case: Case, catalogue: Catalogue, language: str, circles: AbstractSet[Circle]) -> View:
    """Everything that the public history tells, with what was said of it to these circles."""
    shown = photo_views(case, circles, catalogue, language)
    return _beginning(case.ticket, language) | _content(case, catalogue, language, circles, shown)


def owns(ticket: Ticket, secret: str) -> bool:
    """Whether this is the secret that was told to the reporter, in any spelling."""
    return bool(secret) and hmac.compare_digest(proof_of(secret), ticket.proof)


def entry_view(entry: Entry, catalogue: Catalogue, language: str) -> View:
    """One line of a list."""
    return {
        "id": entry.id,
        "status": entry.status,
        "status_name": words.say(language, f"status.{entry.status}"),
        **what_and_where(entry.service, entry.area, catalogue, language),
        **instant("received_at", entry.received_at, catalogue, language),
    }


def what_and_where(service: str, area: str | None, catalogue: Catalogue, language: str) -> View:
    """Of a line of any list: service and place, in codes and in words."""
    return {
        "service": service,
        "service_name": service_name(service, catalogue, language),
        "area": area,
        "place": catalogue.place_name(area),
    }


def service_name(code: str, catalogue: Catalogue, language: str) -> str:
    """The code itself if the city has dropped the service."""
    service = catalogue.services.get(code)
    return service.name[language] if service else code


def _beginning(ticket: Ticket, language: str) -> View:
    visibility = ticket.report.visibility
    return {
        "id": ticket.id,
        "visibility": str(visibility),
        "status": str(ticket.status),
        "status_name": words.say(language, f"status.{ticket.status}"),
        "status_text": words.say(language, f"status.{ticket.status}_means"),
    }


def _for_reporter(ticket: Ticket) -> View:
    """What the next step needs: the version that was seen, and which steps there are."""
    return {"version": ticket.sequence, "options": list(of_reporter(ticket))}


def _content(case: Case, catalogue: Catalogue, language: str, circles: AbstractSet[Circle], shown: Shown) -> View:
    report = case.ticket.report
    reading = Reading(report, catalogue)
    return {
        "service": report.service,
        "service_name": reading.service[language],
        "description": report.description,
        "location": _location(reading),
        "attributes": dict(report.attributes),
        "answers": [{"question": a.label[language], "answer": a.words[language]} for a in reading.answers],
        **instant("received_at", case.ticket.received_at, catalogue, language),
        "assignments": [_assignment(part, case, catalogue, language) for part in case.ticket.assignments],
        "coordinator": _coordinator(case, catalogue, language),
        "merged_into": case.ticket.merged_into or None,
        "reports": 1 + len(case.ticket.duplicates),
        "supporters": case.ticket.supporters,
        "photos": of_report(case, shown),
        "timeline": _timeline(case, catalogue, language, circles, shown),
    }


def _location(reading: Reading) -> View:
    place = reading.report.place
    return {
        "area": place.area,
        "place": reading.place,
        "lat": place.lat,
        "long": place.long,
        "address": place.address,
    }


def _assignment(part: Assignment, case: Case, catalogue: Catalogue, language: str) -> View:
    waits = list(waits_for(case.ticket, part))
    return {
        "opd": part.opd,
        "opd_name": opd_name(part.opd, catalogue),
        "role": str(part.role),
        "role_name": words.say(language, f"assignment.{part.role}"),
        "status": str(part.status),
        **_standing(part, case, waits, catalogue, language),
        "waits_for": waits,
        "required": part.required,
        "why": spoken(part.why, language),
        **instant("due", part.due, catalogue, language),
    }


def _standing(part: Assignment, case: Case, waits: list[str], catalogue: Catalogue, language: str) -> View:
    """How it stands, in words; an assignment that waits for others is said to wait."""
    status = "waiting" if waits else str(part.status)
    detail = _response(part.opd, case) if status == AssignmentStatus.ASSIGNED else ""
    meaning = words.say(language, f"assignment.{status}{detail}_means", opd=opd_names(waits, catalogue))
    return {"status_name": words.say(language, f"assignment.{status}"), "status_text": meaning}


def _response(opd: str, case: Case) -> str:
    """What the citizen has heard from an OPD that has not accepted its assignment: nothing, a question, an answer."""
    from chalicelib.domain.courses import courses, is_asking

    if is_asking(case.events, opd):
        return "_asking"
    course = courses(case.events).get(opd)
    return "_answered" if course and course.answered else ""


def _coordinator(case: Case, catalogue: Catalogue, language: str) -> View | None:
    """Why and until when the coordinator decides, while nobody else leads."""
    desk, asked = case.ticket.desk, case.last(events.UNROUTABLE)
    if desk is None or lead_of(case.ticket):
        return None
    data = asked.data if asked else {}
    why = spoken(data.get("why", NOBODY_LEADS), language)
    refer = _institution(data.get("refer"), catalogue, language)
    return {"why": why, **instant("due", desk.due, catalogue, language), "refer": refer}


def _institution(code: str | None, catalogue: Catalogue, language: str) -> View | None:
    """The institution outside the regency that seems to be responsible, and how to reach it."""
    if not code:
        return None
    opd = catalogue.opds.get(code)
    contact = opd.contact[language] if opd and opd.contact else ""
    return {"opd": code, "opd_name": opd_name(code, catalogue), "contact": contact}


def _timeline(
    case: Case, catalogue: Catalogue, language: str, circles: AbstractSet[Circle], shown: Shown
) -> list[View]:
    """What happened, with what was said of it to these circles; nothing of what stays among the OPDs."""
    said = {note.sequence: note.text for note in case.notes if note.circle in circles}
    return [
        _happened(event, catalogue, language) | {"note": said.get(event.sequence), "photos": brought(event, shown)}
        for event in case.events
        if event.is_public
    ]


def _happened(event: Event, catalogue: Catalogue, language: str) -> View:
    return {
        "type": event.type,
        **instant("at", event.at, catalogue, language),
        "text": sentence(event, catalogue, language),
    }


def instant(name: str, at: datetime, catalogue: Catalogue, language: str) -> View:
    """An instant for machines and in words."""
    text = dates.moment(at, catalogue.city.zone, language)
    return {name: at.isoformat(timespec="milliseconds"), f"{name}_text": text}
