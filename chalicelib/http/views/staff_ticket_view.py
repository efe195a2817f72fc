"""A ticket as staff see it: all that its public page shows, and what stays among the OPDs. Never who reported."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib import texts
from chalicelib.domain import events
from chalicelib.domain.actions.available import Options
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.events import Event
from chalicelib.domain.tickets.ticket import Assignment, Case, Note
from chalicelib.http.core.requests import Call
from chalicelib.http.views.history import change, opd_name
from chalicelib.http.views.photo_views import of_report, photos_of_event, staff_photo_views
from chalicelib.http.views.promise_view import Promises
from chalicelib.http.views.report_view import instant, ticket_head
from chalicelib.http.views.ticket_view import assignment_view, ticket_content

if TYPE_CHECKING:
    from chalicelib.http.shapes import staff_shapes as shapes
    from chalicelib.pages.page_visit import Pack


def staff_ticket_view(case: Case, options: Options, city: Pack, now: datetime, call: Call) -> shapes.StaffTicket:
    """The ticket as its OPDs see it; `options` are the actions that the reader could take now."""
    ticket, catalogue, language = case.ticket, city.catalogue, call.language
    promises = Promises(case, city, now, language)
    shown = staff_photo_views(case, catalogue, language)
    return {
        **ticket_head(ticket, language),
        **ticket_content(case, catalogue, promises, language),
        **call.links_of(ticket.id),
        "version": ticket.sequence,
        "options": list(options.ticket),
        "assignments": [
            {
                **assignment_view(assignment, case, catalogue, promises, language),
                **_work(assignment, case, options, catalogue, language),
            }
            for assignment in ticket.assignments
        ],
        "desk": _desk(case, catalogue, language),
        "lead_offered_to": ticket.lead_offered_to or None,
        "hand_overs": ticket.hand_overs,
        "rating": ticket.rating or None,
        "duplicates": list(ticket.duplicates),
        "room": [_note(note, case, catalogue, language) for note in case.notes if _is_room(note, case)],
        "photos": of_report(case, shown),
        "timeline": [
            {**_event_view(event, case, catalogue, language), "photos": photos_of_event(event, shown)}
            for event in case.events
        ],
    }


def _work(
    assignment: Assignment, case: Case, options: Options, catalogue: Catalogue, language: str
) -> shapes.AssignmentWork:
    return {
        "person": assignment.person or None,
        "after": list(assignment.after),
        "options": list(options.assignments.get(assignment.opd, ())),
        "notes": [_note(note, case, catalogue, language) for note in case.notes if _is_of(note, assignment, case)],
    }


def _desk(case: Case, catalogue: Catalogue, language: str) -> shapes.DeskEntry | None:
    """Why the ticket lies on the coordinator's desk; the classifier's guesses where no rule could decide."""
    desk, unroutable = case.ticket.desk, case.last_of(events.TicketUnroutable)
    if desk is None:
        return None
    guesses = unroutable.guesses if unroutable else ()
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


def _is_of(note: Note, assignment: Assignment, case: Case) -> bool:
    """Whether the note is about the assignment; questions, room and opened identities belong to the ticket."""
    return note.opd == assignment.opd and _event(note, case).type.startswith(("assignment.", "lead."))


def _note(note: Note, case: Case, catalogue: Catalogue, language: str) -> shapes.Note:
    event = _event(note, case)
    return {
        "sequence": note.sequence,
        "type": event.type,
        **instant("at", note.at, catalogue, language),
        **_who(event, catalogue, language),
        "text": note.text,
        "circle": note.readers,
    }


def _event_view(event: Event, case: Case, catalogue: Catalogue, language: str) -> shapes.StaffEvent:
    note = next((each for each in case.notes if each.sequence == event.sequence), None)
    return {
        **change(event, catalogue, language),
        **_who(event, catalogue, language),
        "note": note.text if note else None,
        "circle": note.readers if note else None,
    }


def _who(event: Event, catalogue: Catalogue, language: str) -> shapes.Who:
    """`by` is the user name of a member of staff, None for the citizen and for Sedulur itself."""
    key = f"actor.{event.actor}"
    name = texts.say(language, key) if texts.known(key) else opd_name(event.actor, catalogue)
    return {"actor": event.actor, "actor_name": name, "by": event.data.by or None}


def _event(note: Note, case: Case) -> Event:
    """The event that the note came with; sequences count from 1 without gaps."""
    return case.events[note.sequence - 1]
