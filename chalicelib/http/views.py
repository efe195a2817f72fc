"""What is shown of a ticket, as plain data in one language: the API sends it, the ticket's page prints it.

Instants are ISO 8601 in UTC; beside each stands a `…_text` in words and in the city's zone.
"""

import hmac
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib import words
from chalicelib.domain import dates
from chalicelib.domain import event as events
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.event import Event
from chalicelib.domain.numbers import proof_of
from chalicelib.domain.reading import Reading
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.ticket import Assignment, Case, Ticket
from chalicelib.flow.ports import Entry

View = dict[str, Any]


def ticket_view(case: Case, catalogue: Catalogue, language: str, secret: str = "") -> View:
    """What the holder of this secret (or nobody in particular) may see of a ticket.

    Of a confidential one without its secret: that it exists, and its status.
    """
    ticket = case.ticket
    if ticket.is_public or owns(ticket, secret):
        return _beginning(ticket, language) | _content(case, catalogue, language)
    return _beginning(ticket, language)


def owns(ticket: Ticket, secret: str) -> bool:
    """Whether this is the secret that was told to the reporter, in any spelling."""
    return bool(secret) and hmac.compare_digest(proof_of(secret), ticket.proof)


def entry_view(entry: Entry, catalogue: Catalogue, language: str) -> View:
    """One line of a list."""
    return {
        "id": entry.id,
        "status": entry.status,
        "status_name": words.say(language, f"status.{entry.status}"),
        "service": entry.service,
        "service_name": service_name(entry.service, catalogue, language),
        "area": entry.area,
        "place": catalogue.place_name(entry.area),
        **_instant("received_at", entry.received_at, catalogue, language),
    }


def opd_name(code: str, catalogue: Catalogue) -> str:
    opd = catalogue.opds.get(code)
    return opd.name if opd else code


def service_name(code: str, catalogue: Catalogue, language: str) -> str:
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


def _content(case: Case, catalogue: Catalogue, language: str) -> View:
    report = case.ticket.report
    reading = Reading(report, catalogue)
    return {
        "service": report.service,
        "service_name": reading.service[language],
        "description": report.description,
        "location": _location(reading),
        "attributes": dict(report.attributes),
        "answers": [{"question": a.label[language], "answer": a.words[language]} for a in reading.answers],
        **_instant("received_at", case.ticket.received_at, catalogue, language),
        "assignments": [_assignment(part, catalogue, language) for part in case.ticket.assignments],
        "coordinator": _coordinator(case, catalogue, language),
        "timeline": [_happened(event, catalogue, language) for event in case.events],
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


def _assignment(part: Assignment, catalogue: Catalogue, language: str) -> View:
    return {
        "opd": part.opd,
        "opd_name": opd_name(part.opd, catalogue),
        "role": str(part.role),
        "role_name": words.say(language, f"assignment.{part.role}"),
        "status": str(part.status),
        "status_name": words.say(language, f"assignment.{part.status}"),
        "status_text": words.say(language, f"assignment.{part.status}_means"),
        "required": part.required,
        "why": _spoken(part.why, language),
        **_instant("due", part.due, catalogue, language),
    }


def _coordinator(case: Case, catalogue: Catalogue, language: str) -> View | None:
    """Why and until when the coordinator decides, while the ticket waits for that."""
    asked = [event for event in case.events if event.type == events.UNROUTABLE]
    if not asked or case.ticket.status is not TicketStatus.RECEIVED:
        return None
    data = asked[-1].data
    due = datetime.fromisoformat(data["due"])
    refer = _institution(data.get("refer"), catalogue, language)
    return {"why": _spoken(data["why"], language), **_instant("due", due, catalogue, language), "refer": refer}


def _institution(code: str | None, catalogue: Catalogue, language: str) -> View | None:
    """The institution outside the regency that seems to be responsible, and how to reach it."""
    if not code:
        return None
    opd = catalogue.opds.get(code)
    contact = opd.contact[language] if opd and opd.contact else ""
    return {"opd": code, "opd_name": opd_name(code, catalogue), "contact": contact}


def _happened(event: Event, catalogue: Catalogue, language: str) -> View:
    tell = _SENTENCES.get(event.type, _plain)
    return {
        "type": event.type,
        **_instant("at", event.at, catalogue, language),
        "text": tell(event, catalogue, language),
    }


def _plain(event: Event, catalogue: Catalogue, language: str) -> str:  # noqa: ARG001 - one signature for all sentences
    """The sentence of an event without particulars; also of one that newer code wrote."""
    key = f"event.{event.type}"
    return words.say(language, key if words.known(key) else "event.other")


def _dispatched(event: Event, catalogue: Catalogue, language: str) -> str:
    parts = [
        f"{opd_name(part['opd'], catalogue)} ({words.say(language, 'assignment.' + part['role']).lower()})"
        for part in event.data["assignments"]
    ]
    return f"{words.say(language, 'event.ticket.dispatched')} {', '.join(parts)}."


def _unroutable(event: Event, catalogue: Catalogue, language: str) -> str:
    """Why the coordinator decides and until when; what was guessed is not for the public."""
    due = dates.moment(datetime.fromisoformat(event.data["due"]), catalogue.city.zone, language)
    return f"{_spoken(event.data['why'], language)} {words.say(language, 'event.ticket.unroutable', due=due)}"


_SENTENCES: Mapping[str, Callable[[Event, Catalogue, str], str]] = {
    events.DISPATCHED: _dispatched,
    events.UNROUTABLE: _unroutable,
}


def _instant(name: str, at: datetime, catalogue: Catalogue, language: str) -> View:
    text = dates.moment(at, catalogue.city.zone, language)
    return {name: at.isoformat(timespec="milliseconds"), f"{name}_text": text}


def _spoken(text: Mapping[str, str], language: str) -> str:
    return text.get(language) or text["id"]
