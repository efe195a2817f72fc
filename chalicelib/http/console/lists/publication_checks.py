"""Reports whose content the coordinator must check: those that rules have held, and those that readers have flagged."""

from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.tickets.inbox import CHECK, InboxLine
from chalicelib.http.console.staff_view import Staff
from chalicelib.http.views.history import reasons_for_check
from chalicelib.http.views.report_view import service_name
from chalicelib.pages.time_left import Remaining, remaining

LIST = "/petugas/tampilan"


@dataclass(frozen=True, slots=True)
class Line:
    """One report of the list; `why` it must be checked, in words, and the time that is left for it."""

    number: str
    service: str
    place: str
    why: str
    left: Remaining


def show(staff: Staff) -> Response:
    """The reports that wait for a check, the soonest due first: one query a page."""
    page = wiring.inbox().page(staff.actor, "all", staff.visit.query.get("cursor") or None, box=CHECK)
    return staff.page("tampilan.html", lines=[_line(line, staff) for line in page.lines], cursor=page.cursor)


def _line(line: InboxLine, staff: Staff) -> Line:
    catalogue, language = staff.catalogue, staff.visit.language
    return Line(
        line.ticket,
        service_name(line.service, catalogue, language),
        catalogue.place_name(line.area),
        reasons_for_check(line.reason.split(","), language),
        remaining(line.due, wiring.now(), staff.visit.city.calendar, language),
    )
