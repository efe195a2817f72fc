"""The JSON form of a notice, and the attributes that subscribers filter by. It never says who reported."""

from typing import Any

from chalicelib.domain.city.catalogue import Text
from chalicelib.domain.events import Event, LadderStep, TicketUnroutable
from chalicelib.domain.notifications.notice import notice_id
from chalicelib.domain.notifications.opd_recipients import OpdRecipient
from chalicelib.domain.tickets.localized_report import LocalizedReport
from chalicelib.domain.tickets.ticket import Ticket


def machine_payload(
    to: OpdRecipient, event: Event, ticket: Ticket, localized: LocalizedReport, site: str
) -> dict[str, Any]:
    """The notice as JSON; of a confidential report without the content.

    `url` is the public page, `console` the page on which staff act.
    """
    report = ticket.report
    payload = {
        "type": event.type,
        "version": event.version,
        "notice": notice_id(ticket.id, event.sequence, to.name),
        "ticket": ticket.id,
        "sequence": event.sequence,
        "at": event.at.isoformat(),
        "opd": to.opd,
        "role": to.role,
        "due": to.due.isoformat(),
        "priority": _priority(event, localized),
        "deadline": _deadline(event),
        "visibility": str(report.visibility),
        "service": report.service,
        "service_name": _by_language(localized.service),
        "area": report.place.area,
        "area_name": localized.place or None,
        "url": f"{site}/laporan/{ticket.id}",
        "console": f"{site}/petugas/laporan/{ticket.id}",
        "correlation": event.correlation,
    }
    return payload | _content(to, event, localized) if ticket.is_public else payload


def attributes(to: OpdRecipient, event: Event, localized: LocalizedReport) -> dict[str, str]:
    """SNS message attributes; those without a value are left out, since SNS allows no empty one."""
    values = {
        "event": event.type,
        "opd": to.opd,
        "role": to.role,
        "service": localized.report.service,
        "area": localized.report.place.area,
        "priority": _priority(event, localized),
        "level": str(event.data.level) if isinstance(event.data, LadderStep) else "",
        "correlation": event.correlation,
    }
    return {name: value for name, value in values.items() if value}


def _deadline(event: Event) -> dict[str, Any] | None:
    """The deadline that the event is about; None for other events. Its time is the payload's `due`."""
    data = event.data
    return {"what": data.what, "opd": data.opd, "level": data.level} if isinstance(data, LadderStep) else None


def _content(to: OpdRecipient, event: Event, localized: LocalizedReport) -> dict[str, Any]:
    place = localized.report.place
    unroutable = event.data if isinstance(event.data, TicketUnroutable) else None
    return {
        "description": localized.report.description,
        "location": {"lat": place.lat, "long": place.long, "address": place.address},
        "answers": [
            {
                "question": answer.question,
                "label": _by_language(answer.label),
                "answer": answer.code,
                "words": _by_language(answer.words),
            }
            for answer in localized.answers
        ],
        "why": dict(to.why),
        "assignments": [{"opd": each.opd, "role": each.role} for each in event.data.assignments],
        "guesses": [{"service": g.service, "opd": g.opd, "score": g.score} for g in unroutable.guesses]
        if unroutable
        else [],
        "refer": unroutable.refer if unroutable else None,
    }


def _priority(event: Event, localized: LocalizedReport) -> str:
    """`urgent` for danger to life, or if the escalation level is above 1; else `normal`."""
    is_high = isinstance(event.data, LadderStep) and event.data.level > 1
    return "urgent" if localized.is_urgent or is_high else "normal"


def _by_language(text: Text) -> dict[str, str]:
    return {"id": text.id, "en": text.en}
