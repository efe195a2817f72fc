"""Writes the notice of an event to one recipient: as text, as JSON, and the attributes that subscribers filter by.

It never says who reported.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import VILLAGE_OFFICE, Catalogue, Text
from chalicelib.domain.city.working_time import Calendar
from chalicelib.domain.events import (
    AssignmentOrdered,
    AssignmentReturned,
    DeadlineEscalated,
    DeadlineMissed,
    Event,
    LadderStep,
    TicketUnroutable,
)
from chalicelib.domain.notifications import notice_templates, sms_text
from chalicelib.domain.notifications.notice import Notice, notice_id
from chalicelib.domain.notifications.notice_templates import quote_block
from chalicelib.domain.notifications.opd_recipients import OpdRecipient
from chalicelib.domain.tickets.localized_report import LocalizedReport
from chalicelib.domain.tickets.ticket import Ticket
from chalicelib.domain.values import value


@value
class NoticeWriter:
    """Writes notices with one city's catalogue, calendar and `texts` (`notices.toml`).

    `site` is the public base URL.
    """

    catalogue: Catalogue
    texts: Mapping[str, Any]
    site: str
    calendar: Calendar

    def notice(self, to: OpdRecipient, event: Event, ticket: Ticket) -> Notice:
        """The notice to this recipient about this event; without the content if the report is confidential."""
        localized = LocalizedReport(ticket.report, self.catalogue)
        letter = self.texts[to.letter]
        values = self._common_values(to, event, ticket)
        if ticket.is_confidential:
            letter = letter["confidential"]
        else:
            values |= self._content_values(to, event, localized)
        return Notice(
            id=notice_id(ticket.id, event.sequence, to.name),
            audience=to.name,
            machine=machine_payload(to, event, ticket, localized, self.site) | {"late_by": self._late_by(event)},
            subject=notice_templates.subject(letter["subject"], values),
            letter=notice_templates.text(letter["text"], values),
            sms=sms_text.compose(letter["sms"], values),
            attributes=attributes(to, event, localized),
        )

    def _common_values(self, to: OpdRecipient, event: Event, ticket: Ticket) -> dict[str, str]:
        """The placeholders that may be filled for any report, confidential ones included."""
        city = self.catalogue.city
        data, other = event.data, event.data.other_ticket
        return {
            "ticket": ticket.id,
            "url": f"{self.site}/petugas/laporan/{ticket.id}",
            "city": city.name,
            "opd": self._opd(to.opd, "") if to.opd else "",
            "role": self._words(to.role) if to.role else "",
            "other": other,
            "other_url": f"{self.site}/petugas/laporan/{other}" if other else "",
            "about": self._opd(data.opd) if data.opd else self._words("coordinator"),
            "first": ", ".join(map(self._opd, data.after)) if isinstance(data, AssignmentOrdered) else "",
            "due": date_format.moment(to.due, city.zone),
            "due_short": date_format.short(to.due, city.zone),
            "received": date_format.moment(ticket.received_at, city.zone),
            "promise": self._words(f"promise_{data.what}") if isinstance(data, LadderStep) else "",
            "who": data.who["id"] if isinstance(data, DeadlineEscalated) and data.who else "",
            "late": self._late(self._late_by(event)),
        }

    def _late_by(self, event: Event) -> int | None:
        """Days of delay, in working time of whoever owes it; None unless the event is about a missed deadline."""
        data = event.data
        if not isinstance(data, DeadlineMissed | DeadlineEscalated):
            return None
        return self.calendar.for_week(self.catalogue.week_of(data.opd)).days_between(data.due, event.at)

    def _late(self, days: int | None) -> str:
        if days is None:
            return ""
        return self._words("late", days=str(days)) if days else self._words("late_less")

    def _content_values(self, to: OpdRecipient, event: Event, localized: LocalizedReport) -> dict[str, str]:
        report = localized.report
        return {
            "service": localized.service.id,
            "place": localized.place or self._words("unknown_place"),
            "landmark": quote_block(report.place.address),
            "coordinates": localized.coordinates,
            "description": quote_block(report.description),
            "answers": "\n".join(_answers(localized)),
            "why": to.why["id"],
            "others": "\n".join(self._others(to, event)),
            "guesses": "\n".join(self._guesses(event, report.place.area)),
            "refer": self._refer(event.data.refer if isinstance(event.data, TicketUnroutable) else None),
            "instead": self._instead(event),
            "urgent": self._words("urgent") if localized.is_urgent else "",
        }

    def _others(self, to: OpdRecipient, event: Event) -> Iterator[str]:
        for assigned in event.data.assignments:
            if assigned.opd != to.name:
                yield self._words("other", opd=self._opd(assigned.opd), role=self._words(assigned.role))

    def _guesses(self, event: Event, area: str | None) -> Iterator[str]:
        for guess in event.data.guesses if isinstance(event.data, TicketUnroutable) else ():
            service = self.catalogue.services.get(guess.service)
            yield self._words(
                "guess",
                service=service.name.id if service else guess.service,
                opd=self._opd(guess.opd, area),
                score=f"{round(guess.score * 100)} %",
            )

    def _instead(self, event: Event) -> str:
        """Name of the OPD that the returning OPD suggests instead."""
        instead = event.data.instead if isinstance(event.data, AssignmentReturned) else ""
        return self._opd(instead) if instead else ""

    def _refer(self, code: str | None) -> str:
        if not code:
            return ""
        opd = self.catalogue.opds.get(code)
        return self._words("refer", name=self._opd(code), contact=opd.contact.id if opd and opd.contact else "")

    def _opd(self, code: str, area: str | None = None) -> str:
        """An OPD's name; that of the village office by its area, or a general term while the area is unknown."""
        if code == VILLAGE_OFFICE:
            code = self.catalogue.village_office(area) or ""
        opd = self.catalogue.opds.get(code)
        return opd.name if opd else code or self._words("village_office")

    def _words(self, entry: str, **values: str) -> str:
        template: str = self.texts["words"][entry]
        return template.format_map(values).strip()


def _answers(localized: LocalizedReport) -> Iterator[str]:
    for answer in localized.answers:
        yield quote_block(f"{answer.label.id}: {' '.join(answer.words.id.split())}")


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
    return payload if ticket.is_confidential else payload | _content(to, event, localized)


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
