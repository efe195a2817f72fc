"""A ticket as staff see it: everything but who reported, with what this person may do to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from chalicelib import words
from chalicelib.domain import dates
from chalicelib.domain import event as events
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.event import Event
from chalicelib.domain.options import Options
from chalicelib.domain.parts import GONE, active_parts, is_open, waits_for
from chalicelib.domain.permissions import Actor, Relation, permitted
from chalicelib.domain.reading import Reading
from chalicelib.domain.status import TicketStatus
from chalicelib.domain.ticket import Assignment, Case, Circle, Role, Ticket
from chalicelib.http.console_guess import Guess, guess_of
from chalicelib.http.console_proof import judged, steps
from chalicelib.http.history import opd_name, opd_names, sentence, spoken
from chalicelib.http.photo_view import Shown, View, brought, compared, each_once, told_by
from chalicelib.http.promise_view import calendar_of
from chalicelib.pages.acts import Act, Template, Typed, templates_for
from chalicelib.pages.remaining import Remaining, remaining


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
    after: str
    person: str
    why: str
    said: tuple["Happening", ...]
    answer: Remaining | None
    own: bool
    is_gone: bool
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history. `circle` says who can read its text."""

    at: str
    text: str
    by: str
    note: str
    circle: str
    photos: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at what, when, in which language, and the form that came back, if one did."""

    case: Case
    actor: Actor
    options: Options
    catalogue: Catalogue
    templates: Sequence[Template]
    now: datetime
    language: str
    typed: Typed | None = None
    shown: Shown = field(default_factory=dict)

    def say(self, key: str, **params: object) -> str:
        return words.say(self.language, f"console.{key}", **params)


def case_view(look: Look) -> dict[str, Any]:
    """What the template shows."""
    ticket, reading = look.case.ticket, Reading(look.case.ticket.report, look.catalogue)
    return {
        "ticket": ticket,
        "reading": reading,
        "version": ticket.sequence,
        "status_name": words.say(look.language, f"status.{ticket.status}"),
        "status_text": words.say(look.language, f"status.{ticket.status}_means"),
        "received": dates.moment(ticket.received_at, look.catalogue.city.zone, look.language),
        "parts": [_part(look, part) for part in _ordered(ticket)],
        "desk": _desk(look),
        "guesses": _guesses(look) if "give_lead" in look.options.ticket else [],
        "acts": [_act(look, step) for step in _steps(look.options)],
        "room_act": _act(look, "room") if "room" in look.options.ticket else None,
        "identity_act": _act(look, "identity") if "identity" in look.options.ticket else None,
        "history": [_happening(look, e) for e in reversed(look.case.events) if e.type != events.ROOM],
        "room": [_happening(look, e) for e in look.case.events if e.type == events.ROOM],
        "reads": [_happening(look, e) for e in look.case.events if e.type == events.IDENTITY_READ],
        "choices": _choices(look),
        "may_merge": "merge" in look.options.ticket,
        "offered_name": opd_name(ticket.offered, look.catalogue),
        **_photos(look),
        **_comeback(look),
    }


def _photos(look: Look) -> dict[str, Any]:
    """Those of the report, how it was beside how it is, and what the reader can do about any of them."""
    told, every = told_by(look.case, look.shown), each_once(look.shown)
    found = judged(look.case, look.actor, every, lambda step, photo: _act(look, step, photo), look.language)
    return {
        "report_photos": told["photos"],
        "compared": compared(told),
        "judged": found,
        "has_doubts": any(each.photo["doubtful"] for each in found),
    }


def _comeback(look: Look) -> dict[str, Any]:
    """The form that came back, and whether the page still has it."""
    typed = look.typed
    if typed is None:
        return {"typed": None, "typed_is_offered": False, "typed_id": ""}
    on_photos = {photo.id: steps(photo, look.case, look.actor) for photo in look.case.photos}
    offered = (on_photos | dict(look.options.parts)).get(typed.opd, ()) if typed.opd else look.options.ticket
    return {"typed": typed, "typed_is_offered": typed.step in offered, "typed_id": Act(typed.step, typed.opd).id}


def changes(since: Iterable[Event], catalogue: Catalogue, language: str) -> list[str]:
    """What happened meanwhile, in sentences."""
    return [sentence(event, catalogue, language) for event in since]


def _ordered(ticket: Ticket) -> list[Assignment]:
    """The lead first, then who supports, then the parts that were returned or waived."""
    return sorted(ticket.assignments, key=lambda part: (part.status in GONE, part.role is not Role.LEAD))


def _part(look: Look, part: Assignment) -> Part:
    ticket, waits = look.case.ticket, waits_for(look.case.ticket, part)
    paused = bool(waits) or ticket.status is TicketStatus.INCOMPLETE
    calendar = calendar_of(part.opd)
    due, awaited = (part.due, part.answer_due) if is_open(ticket, part) else (None, None)
    return Part(
        opd=part.opd, name=opd_name(part.opd, look.catalogue), role=words.say(look.language, f"assignment.{part.role}"),
        is_lead=part.role is Role.LEAD, status=str(part.status),
        status_name=words.say(look.language, f"assignment.{'waiting' if waits else part.status}"),
        left=remaining(due, look.now, calendar, look.language, paused=paused) if due else None,
        waits_for=opd_names(list(waits), look.catalogue), after=opd_names(list(part.after), look.catalogue),
        person=part.person, why=spoken(part.why, look.language), said=_said(look, part.opd),
        answer=remaining(awaited, look.now, calendar, look.language, paused=paused) if awaited else None,
        own=part.opd in look.actor.opds, is_gone=part.status in GONE,
        acts=tuple(_act(look, step, part.opd) for step in _part_steps(look, part)),
    )  # fmt: skip


def _part_steps(look: Look, part: Assignment) -> list[str]:
    """What the reader can do to a part; there is no order of one part alone."""
    alone = len(active_parts(look.case.ticket)) == 1
    steps = () if part.status in GONE else look.options.parts.get(part.opd, ())
    return [step for step in steps if not (step == "order" and alone)]


def _said(look: Look, opd: str) -> tuple[Happening, ...]:
    """What the OPD told the citizen about its part, the latest first."""
    told = {n.sequence for n in look.case.notes if n.opd == opd and n.circle is Circle.PUBLIC}
    return tuple(_happening(look, e) for e in reversed(look.case.events) if e.sequence in told)


def _steps(found: Options) -> list[str]:
    """The steps on the ticket as a whole that have a form in its list."""
    order = ("unmerge", "verify", "resolve", "give_lead", "ask", "call_in", "refer", "archive")
    return [step for step in order if step in found.ticket]


def _act(look: Look, step: str, opd: str = "") -> Act:
    label = f"act_{_flavour(look, step, opd)}"
    typed = look.typed if look.typed and (look.typed.step, look.typed.opd) == (step, opd) else None
    others = [part.opd for part in active_parts(look.case.ticket) if part.opd != opd] if step == "order" else []
    service = look.case.ticket.report.service
    return Act(
        step, opd, look.say(label), look.say(f"{label}_hint"), templates_for(step, service, look.templates),
        tuple((code, opd_name(code, look.catalogue)) for code in others), typed,
        step == "finish" and look.catalogue.service_or_other(service).proof,
    )  # fmt: skip


def _flavour(look: Look, step: str, opd: str) -> str:
    """The lead is offered by who leads, taken by whom it is offered to, and moved by the coordinator."""
    if step == "verify" and look.case.ticket.merged_into:
        return "uphold"
    if step != "lead":
        return step
    found = permitted(look.actor, look.case.ticket, "lead", opd)
    relation = found.relation if found else Relation.COORDINATOR
    return {Relation.OWN: "lead_take", Relation.LEAD: "lead_offer"}.get(relation, "lead_move")


def _desk(look: Look) -> dict[str, Any] | None:
    """Why and until when it lies on the coordinator's desk."""
    desk = look.case.ticket.desk
    if desk is None:
        return None
    asked = look.case.last(events.UNROUTABLE)
    data = asked.data if asked and desk.reason == "unroutable" else {}
    refer = data.get("refer")
    instead = look.case.last(events.RETURNED)
    return {
        "reason": look.say(f"desk_{desk.reason}"),
        "why": spoken(data["why"], look.language) if "why" in data else "",
        "left": remaining(desk.due, look.now, calendar_of(""), look.language),
        "refer": opd_name(refer, look.catalogue) if refer else "",
        "instead": _instead(instead, look) if instead and desk.reason == "returned" else "",
    }


def _instead(returned: Event, look: Look) -> str:
    """Whose it is in the words of who returned it."""
    code = returned.data.get("instead", "")
    return opd_name(code, look.catalogue) if code else ""


def _guesses(look: Look) -> list[Guess]:
    """The OPDs that the text points to, best first; who returned it, or has it already, is no guess."""
    desk, place = look.case.ticket.desk, look.case.ticket.report.place
    known = {part.opd for part in look.case.ticket.assignments}
    guesses = [guess_of(hint, place.area, look.catalogue, look.language) for hint in desk.hints] if desk else []
    return [guess for guess in guesses if guess.opd not in known]


def _happening(look: Look, event: Event) -> Happening:
    note = next((n for n in look.case.notes if n.sequence == event.sequence), None)
    return Happening(
        dates.short(event.at, look.catalogue.city.zone, look.language),
        sentence(event, look.catalogue, look.language), str(event.data.get("by", "")), note.text if note else "",
        look.say(f"circle_{note.circle}") if note and note.circle is not Circle.PUBLIC else "",
        tuple(brought(event, look.shown)),
    )  # fmt: skip


def _choices(look: Look) -> dict[str, list[tuple[str, str]]]:
    """OPDs that could get a part, OPDs that a returned part could belong to, and institutions outside."""
    busy = {part.opd for part in active_parts(look.case.ticket)}
    every = sorted(look.catalogue.opds.items(), key=lambda each: each[1].name)
    inside = [(code, opd.name) for code, opd in every if not opd.is_external]
    return {
        "opd": [choice for choice in inside if choice[0] not in busy],
        "instead": [choice for choice in inside if choice[0] not in look.actor.opds],
        "to": [(code, opd.name) for code, opd in every if opd.is_external],
    }
