"""The machine's form of a notice: JSON and the attributes that subscribers filter by. Never who reported."""

from typing import Any

from chalicelib.domain.city.catalogue import Text
from chalicelib.domain.events import Event, LadderStep, TicketUnroutable
from chalicelib.domain.notifications.notice import notice_id
from chalicelib.domain.notifications.opd_recipients import OpdRecipient
from chalicelib.domain.tickets.localized_report import LocalizedReport
from chalicelib.domain.tickets.ticket import Ticket


def machine_payload(
    to: OpdRecipient, event: Event, ticket: Ticket, reading: LocalizedReport, site: str
) -> dict[str, Any]:
    """What a program needs to act; of a confidential report no content, only what it is filed under.

    `url` is the public page, `console` where staff work on it.
    """
    report = ticket.report
    told = {
        "type": event.type,
        "version": event.version,
        "notice": notice_id(ticket.id, event.sequence, to.name),
        "ticket": ticket.id,
        "sequence": event.sequence,
        "at": event.at.isoformat(),
        "opd": to.opd,
        "role": to.role,
        "due": to.due.isoformat(),
        "priority": _priority(event, reading),
        "deadline": _deadline(event),
        "visibility": str(report.visibility),
        "service": report.service,
        "service_name": _by_language(reading.service),
        "area": report.place.area,
        "area_name": reading.place or None,
        "url": f"{site}/laporan/{ticket.id}",
        "console": f"{site}/petugas/laporan/{ticket.id}",
        "correlation": event.correlation,
    }
    return told | _content(to, event, reading) if ticket.is_public else told


def attributes(to: OpdRecipient, event: Event, reading: LocalizedReport) -> dict[str, str]:
    """SNS message attributes; SNS allows no empty one, so what has no value is left out."""
    wanted = {
        "event": event.type,
        "opd": to.opd,
        "role": to.role,
        "service": reading.report.service,
        "area": reading.report.place.area,
        "priority": _priority(event, reading),
        "level": str(event.data.level) if isinstance(event.data, LadderStep) else "",
        "correlation": event.correlation,
    }
    return {name: value for name, value in wanted.items() if value}


def _deadline(event: Event) -> dict[str, Any] | None:
    """Of an event about a deadline; when it was due stands in `due`."""
    data = event.data
    return {"what": data.what, "opd": data.opd, "level": data.level} if isinstance(data, LadderStep) else None


def _content(to: OpdRecipient, event: Event, reading: LocalizedReport) -> dict[str, Any]:
    place = reading.report.place
    asked = event.data if isinstance(event.data, TicketUnroutable) else None
    return {
        "description": reading.report.description,
        "location": {"lat": place.lat, "long": place.long, "address": place.address},
        "answers": [
            {
                "question": answer.question,
                "label": _by_language(answer.label),
                "answer": answer.code,
                "words": _by_language(answer.words),
            }
            for answer in reading.answers
        ],
        "why": dict(to.why),
        "assignments": [{"opd": each.opd, "role": each.role} for each in event.data.assignments],
        "guesses": [{"service": g.service, "opd": g.opd, "score": g.score} for g in asked.guesses] if asked else [],
        "refer": asked.refer if asked else None,
    }


def _priority(event: Event, reading: LocalizedReport) -> str:
    """Danger to life, or so late that it goes beyond the officer."""
    is_high = isinstance(event.data, LadderStep) and event.data.level > 1
    return "urgent" if reading.is_urgent or is_high else "normal"


def _by_language(text: Text) -> dict[str, str]:
    return {"id": text.id, "en": text.en}
