"""A ticket as staff see it: everything but who reported, with what this person may do to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.city import date_format
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.assignments import GONE, is_open, waits_for
from chalicelib.domain.tickets.localized_report import LocalizedReport
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Assignment, Circle, Role, Ticket
from chalicelib.http.console.lists.proof_review import judged
from chalicelib.http.console.ticket.context import Happening, TicketPage, happening
from chalicelib.http.console.ticket.desk_reason import desk, guesses
from chalicelib.http.console.ticket.forms import act, beside, choices, comeback, on_part, on_ticket
from chalicelib.http.views.history import opd_name, opd_names, sentence, spoken
from chalicelib.http.views.photo_views import compared, each_once, photos_of_event
from chalicelib.http.views.promise_view import calendar_of
from chalicelib.pages.action_forms import ActionForm
from chalicelib.pages.time_left import Remaining, remaining


@dataclass(frozen=True, slots=True)
class Part:
    """One OPD's part. `answer`: by when the citizen hears from it, until then. `own`: of the reader's OPD. `acts`: what
    the reader can do to it.
    """

    opd: str
    name: str
    role: str
    is_lead: bool
    status: str
    status_name: str
    left: Remaining | None
    waits_for: str
    person: str
    why: str
    said: tuple[Happening, ...]
    answer: Remaining | None
    own: bool
    is_gone: bool
    acts: tuple[ActionForm, ...]


def case_view(look: TicketPage) -> dict[str, Any]:
    """What the template shows."""
    ticket, reading = look.case.ticket, LocalizedReport(look.case.ticket.report, look.catalogue)
    return {
        "ticket": ticket,
        "reading": reading,
        "version": ticket.sequence,
        "status_name": texts.say(look.language, f"status.{ticket.status}"),
        "received": date_format.moment(ticket.received_at, look.catalogue.city.zone, look.language),
        "parts": [_part(look, part) for part in _ordered(ticket)],
        "desk": desk(look),
        "guesses": guesses(look) if "give_lead" in look.options.ticket else [],
        "acts": on_ticket(look),
        "room_act": beside(look, "room"),
        "identity_act": beside(look, "identity"),
        "history": [happening(look, e) for e in reversed(look.case.events) if e.type != events.RoomWritten.type],
        "room": [happening(look, e) for e in look.case.events if e.type == events.RoomWritten.type],
        "reads": [happening(look, e) for e in look.case.events if e.type == events.IdentityRead.type],
        "choices": choices(look),
        "may_merge": "merge" in look.options.ticket,
        "offered_name": opd_name(ticket.offered, look.catalogue),
        **_photos(look),
        **comeback(look),
    }


def changes(since: Iterable[Event], catalogue: Catalogue, language: str) -> list[str]:
    """What happened meanwhile, in sentences."""
    return [sentence(event, catalogue, language) for event in since]


def _photos(look: TicketPage) -> dict[str, Any]:
    """Those of the report, how it was beside how it is, and what the reader can do about any of them."""
    told, every = photos_of_event(look.case, look.shown), each_once(look.shown)
    found = judged(look, every, lambda step, photo: act(look, step, photo))
    return {
        "report_photos": told["photos"],
        "compared": compared(told),
        "judged": found,
        "has_doubts": any(each.photo["doubtful"] for each in found),
    }


def _ordered(ticket: Ticket) -> list[Assignment]:
    """The lead first, then who supports, then the parts that were returned or waived."""
    return sorted(ticket.assignments, key=lambda part: (part.status in GONE, part.role is not Role.LEAD))


def _part(look: TicketPage, part: Assignment) -> Part:
    ticket, waits = look.case.ticket, waits_for(look.case.ticket, part)
    paused = bool(waits) or ticket.status is TicketStatus.INCOMPLETE
    calendar = calendar_of(part.opd)
    due, awaited = (part.due, part.answer_due) if is_open(ticket, part) else (None, None)
    return Part(
        opd=part.opd, name=opd_name(part.opd, look.catalogue), role=texts.say(look.language, f"assignment.{part.role}"),
        is_lead=part.role is Role.LEAD, status=str(part.status),
        status_name=texts.say(look.language, f"assignment.{'waiting' if waits else part.status}"),
        left=remaining(due, look.now, calendar, look.language, paused=paused) if due else None,
        waits_for=opd_names(list(waits), look.catalogue),
        person=part.person, why=spoken(part.why, look.language), said=_said(look, part.opd),
        answer=remaining(awaited, look.now, calendar, look.language, paused=paused) if awaited else None,
        own=part.opd in look.actor.opds, is_gone=part.status in GONE, acts=on_part(look, part),
    )  # fmt: skip


def _said(look: TicketPage, opd: str) -> tuple[Happening, ...]:
    """What the OPD told the citizen about its part, the latest first."""
    told = {n.sequence for n in look.case.notes if n.opd == opd and n.circle is Circle.PUBLIC}
    return tuple(happening(look, e) for e in reversed(look.case.events) if e.sequence in told)
