"""Why a ticket lies on the coordinator's desk, and whose it might be."""

from typing import Any

from chalicelib.domain import event as events
from chalicelib.domain.event import Event
from chalicelib.http.console_guess import Guess, guess_of
from chalicelib.http.console_look import Look
from chalicelib.http.history import opd_name, spoken
from chalicelib.http.promise_view import calendar_of
from chalicelib.pages.remaining import remaining


def desk(look: Look) -> dict[str, Any] | None:
    """Why and until when it lies on the coordinator's desk."""
    lies = look.case.ticket.desk
    if lies is None:
        return None
    asked = look.case.last(events.UNROUTABLE)
    data = asked.data if asked and lies.reason == "unroutable" else {}
    refer = data.get("refer")
    instead = look.case.last(events.RETURNED)
    return {
        "reason": look.say(f"console.desk_{lies.reason}"),
        "why": spoken(data["why"], look.language) if "why" in data else "",
        "left": remaining(lies.due, look.now, calendar_of(""), look.language),
        "refer": opd_name(refer, look.catalogue) if refer else "",
        "instead": _instead(instead, look) if instead and lies.reason == "returned" else "",
    }


def _instead(returned: Event, look: Look) -> str:
    """Whose it is in the words of who returned it."""
    code = returned.data.get("instead", "")
    return opd_name(code, look.catalogue) if code else ""


def guesses(look: Look) -> list[Guess]:
    """The OPDs that the text points to, best first; who returned it, or has it already, is no guess."""
    ticket = look.case.ticket
    hints, area = ticket.desk.hints if ticket.desk else (), ticket.report.place.area
    known = {part.opd for part in ticket.assignments}
    found = [guess_of(hint, area, look.catalogue, look.language) for hint in hints]
    return [guess for guess in found if guess.opd not in known]
