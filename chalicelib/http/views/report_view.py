"""A report as data, in a line of a list and at the top of its ticket.

Instants are ISO 8601 in UTC; beside each stands a `…_text` in words and in the city's zone.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, overload

from chalicelib import texts
from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.publication.public_version import public_version
from chalicelib.domain.tickets.localized_report import LocalizedReport
from chalicelib.domain.tickets.publication import PublicationState
from chalicelib.domain.tickets.ticket import Case, Ticket
from chalicelib.flow.ports.tickets import Entry

if TYPE_CHECKING:
    from chalicelib.http.shapes import field_shapes
    from chalicelib.http.shapes import ticket_shapes as shapes
    from chalicelib.pages.page_visit import Pack


def entry_view(entry: Entry, catalogue: Catalogue, language: str) -> shapes.LineView:
    """One line of a list."""
    return {
        "id": entry.id,
        "status": entry.status,
        "status_name": texts.say(language, f"status.{entry.status}"),
        **what_and_where(entry.service, entry.area, catalogue, language),
        **instant("received_at", entry.received_at, catalogue, language),
    }


def what_and_where(service: str, area: str | None, catalogue: Catalogue, language: str) -> field_shapes.WhatAndWhere:
    """Service and place, in codes and in words."""
    return {
        "service": service,
        "service_name": service_name(service, catalogue, language),
        "area": area,
        "place": catalogue.place_name(area),
    }


def service_name(code: str, catalogue: Catalogue, language: str) -> str:
    """The service's name; its code if the city has dropped it."""
    service = catalogue.services.get(code)
    return service.name[language] if service else code


def ticket_head(ticket: Ticket, language: str) -> shapes.TicketHead:
    """Number and status: all that the public may know of a ticket whose content it may not read."""
    state = ticket.publication.state
    return {
        "id": ticket.id,
        "visibility": ticket.report.visibility,
        "status": ticket.status,
        "status_name": texts.say(language, f"status.{ticket.status}"),
        "status_text": texts.say(language, f"status.{ticket.status}_means"),
        "publication": state,
        "publication_text": ""
        if state is PublicationState.PUBLISHED
        else texts.say(language, f"publication.means_{state}"),
    }


def as_public(case: Case, city: Pack, language: str) -> Case:
    """The case with labels in the place of what the public does not read of it."""
    return public_version(case, city.publication_rules, lambda kind: texts.say(language, f"publication.covered_{kind}"))


def report_view(ticket: Ticket, catalogue: Catalogue, language: str) -> shapes.ReportContent:
    """What the citizen wrote, and when it came in."""
    report = ticket.report
    reading = LocalizedReport(report, catalogue)
    return {
        "service": report.service,
        "service_name": reading.service[language],
        "description": report.description,
        "location": _location(reading),
        "attributes": dict(report.attributes),
        "answers": [{"question": a.label[language], "answer": a.words[language]} for a in reading.answers],
        **instant("received_at", ticket.received_at, catalogue, language),
    }


@overload
def instant(name: Literal["at"], at: datetime, catalogue: Catalogue, language: str) -> field_shapes.At: ...
@overload
def instant(name: Literal["due"], at: datetime, catalogue: Catalogue, language: str) -> field_shapes.Due: ...
@overload
def instant(
    name: Literal["received_at"], at: datetime, catalogue: Catalogue, language: str
) -> field_shapes.ReceivedAt: ...
def instant(name: str, at: datetime, catalogue: Catalogue, language: str) -> Any:
    """An instant in ISO 8601 and, as `<name>_text`, in words in the city's zone."""
    text = date_format.moment(at, catalogue.city.zone, language)
    return {name: at.isoformat(timespec="milliseconds"), f"{name}_text": text}


def _location(reading: LocalizedReport) -> shapes.Location:
    place = reading.report.place
    return {
        "area": place.area,
        "place": reading.place,
        "lat": place.lat,
        "long": place.long,
        "address": place.address,
    }
