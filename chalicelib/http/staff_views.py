"""What staff see of a ticket: all that its public page tells, and what stays among the OPDs. Never who reported."""

from chalicelib import words
from chalicelib.domain import events
from chalicelib.domain.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.options import Options
from chalicelib.domain.ticket import Assignment, Case, Circle, Note
from chalicelib.http.history import change, opd_name
from chalicelib.http.photo_view import brought, photo_views
from chalicelib.http.views import View, full_view, instant


def staff_view(case: Case, options: Options, catalogue: Catalogue, language: str) -> View:
    """The ticket as its OPDs see it; `options` are the steps that the reader could take now."""
    ticket = case.ticket
    circles = frozenset(Circle)
    view = full_view(case, catalogue, language, circles)
    shown = photo_views(case, circles, catalogue, language)
    parts = zip(view["assignments"], ticket.assignments, strict=True)
    return view | {
        "version": ticket.sequence,
        "options": list(options.ticket),
        "assignments": [shown | _part(part, case, options, catalogue, language) for shown, part in parts],
        "desk": _desk(case, catalogue, language),
        "lead_offered_to": ticket.offered or None,
        "hand_overs": ticket.hand_overs,
        "rating": ticket.rating or None,
        "duplicates": list(ticket.duplicates),
        "room": [_said(note, case, catalogue, language) for note in case.notes if _is_room(note, case)],
        "timeline": [
            _happened(event, case, catalogue, language) | {"photos": brought(event, shown)} for event in case.events
        ],
    }


def _part(part: Assignment, case: Case, options: Options, catalogue: Catalogue, language: str) -> View:
    return {
        "person": part.person or None,
        "after": list(part.after),
        "options": list(options.parts.get(part.opd, ())),
        "notes": [_said(note, case, catalogue, language) for note in case.notes if _is_of(note, part, case)],
    }


def _desk(case: Case, catalogue: Catalogue, language: str) -> View | None:
    """Why it lies on the coordinator's desk; what was guessed while no rule could decide."""
    desk, asked = case.ticket.desk, case.last_of(events.TicketUnroutable)
    if desk is None:
        return None
    guesses = asked.guesses if asked else ()
    return {
        "reason": desk.reason,
        **instant("due", desk.due, catalogue, language),
        "guesses": [
            {"service": g.service, "opd": g.opd, "score": g.score, "opd_name": opd_name(g.opd, catalogue)}
            for g in guesses
        ],
    }


def _is_room(note: Note, case: Case) -> bool:
    return _event(note, case).type == events.RoomWritten.type


def _is_of(note: Note, part: Assignment, case: Case) -> bool:
    """Whether the note is about the part; what an OPD asks, says in the room or reads is about the ticket."""
    return note.opd == part.opd and _event(note, case).type.startswith(("assignment.", "lead."))


def _said(note: Note, case: Case, catalogue: Catalogue, language: str) -> View:
    event = _event(note, case)
    return {
        "sequence": note.sequence,
        "type": event.type,
        **instant("at", note.at, catalogue, language),
        **_who(event, catalogue, language),
        "text": note.text,
        "circle": str(note.circle),
    }


def _happened(event: Event, case: Case, catalogue: Catalogue, language: str) -> View:
    note = next((each for each in case.notes if each.sequence == event.sequence), None)
    return {
        **change(event, catalogue, language),
        **_who(event, catalogue, language),
        "note": note.text if note else None,
        "circle": str(note.circle) if note else None,
    }


def _who(event: Event, catalogue: Catalogue, language: str) -> View:
    """`by` is the user name of a member of staff, None for the citizen and for Sedulur itself."""
    key = f"actor.{event.actor}"
    name = words.say(language, key) if words.known(key) else opd_name(event.actor, catalogue)
    return {"actor": event.actor, "actor_name": name, "by": event.data.by or None}


def _event(note: Note, case: Case) -> Event:
    """Events are counted from 1 without gaps."""
    return case.events[note.sequence - 1]
