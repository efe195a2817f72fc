"""Search in the console: by number, by place, and for the coordinator by phone number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.access.permissions import may_overall
from chalicelib.domain.city import date_format
from chalicelib.domain.errors import Invalid, MistypedNumber, NotAllowed
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.flow.ports.desk import FoundTicket
from chalicelib.flow.ports.tickets import Entry
from chalicelib.http import errors
from chalicelib.http.console.lists.inbox import boxes_of
from chalicelib.http.console.staff_view import Staff
from chalicelib.http.core.form_body import Fields, words_of
from chalicelib.http.errors import NotFound
from chalicelib.http.views.report_view import service_name
from chalicelib.pages.service_picker import districts

SEARCH = "/petugas/cari"
FORM_NAMES = {"reason": "text"}
"""Field of the use case to field of the form; a lost session's page shows what was typed in `text`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One result, `received` in the city's zone. `status` is empty in a search by phone."""

    number: str
    service: str
    place: str
    received: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found. `lines` is None before the first search."""

    lines: list[Line] | None = None
    cursor: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form, and what is wrong with it, by field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def show(staff: Staff) -> Response:
    """The search forms; a number redirects to its ticket, a place shows its tickets by one query."""
    query = staff.visit.query
    if "nomor" in query:
        return _by_number(staff, query["nomor"])
    if "wilayah" in query:
        return _by_place(staff)
    return page(staff)


def by_phone(staff: Staff, fields: Fields) -> Response:
    """The tickets of a phone number. No cache keeps the page, and the form comes back without the number."""
    try:
        tickets = wiring.search().by_phone(staff.actor, fields.get("phone", ""), words_of(fields))
    except Invalid as invalid:
        messages = {FORM_NAMES.get(p.field, p.field): errors.message(p, staff.visit.language) for p in invalid.problems}
        return page(staff, typed=Typed(fields, messages), status=422)
    title = staff.visit.say("desk.found_phone", count=len(tickets))
    return page(staff, results=Results([_line(each, staff) for each in tickets], title=title))


def page(
    staff: Staff, *, results: Results | None = None, typed: Typed | None = None, status: int = 200, **values: Any
) -> Response:
    """All search forms that the person may use, and the results."""
    catalogue, boxes = staff.catalogue, boxes_of(staff)
    page_values = {"title": "", "number": "", "error": ""} | values
    return staff.page(
        "cari.html", status=status, districts=districts(catalogue), boxes=boxes, results=results or Results(),
        typed=typed or Typed(), sees_all=may_overall(staff.actor, "search_all"),
        phones=may_overall(staff.actor, "search_phone"), **page_values,
    )  # fmt: skip


def _by_number(staff: Staff, typed: str) -> Response:
    try:
        number = parse_number(typed, staff.catalogue.city.prefix)
    except MistypedNumber as mistyped:
        explanation = errors.explain(mistyped, staff.visit.language)
        error = explanation.detail if typed.strip() else staff.visit.say("site.number_missing")
        return page(staff, status=422, title=explanation.title, number=typed, error=error)
    return staff.go(f"/petugas/laporan/{number}")


def _by_place(staff: Staff) -> Response:
    query, catalogue = staff.visit.query, staff.catalogue
    opd, area = query.get("opd", ""), query.get("wilayah", "")
    if opd and opd not in boxes_of(staff):
        raise NotFound
    try:
        result = wiring.search().at_place(
            staff.actor, area, opd=opd, confidential=bool(query.get("rahasia")), cursor=query.get("cursor") or None
        )
    except NotAllowed as error:  # of no OPD, and with no role
        raise NotFound from error
    except Invalid as invalid:
        messages = {"wilayah": errors.message(invalid.problems[0], staff.visit.language)}
        return page(staff, typed=Typed(errors=messages), status=422)
    lines = [_entry(entry, staff) for entry in result.entries]
    is_apart = bool(query.get("rahasia")) and not opd
    title = staff.visit.say(f"desk.found_{'confidential' if is_apart else 'place'}", place=catalogue.place_name(area))
    return page(staff, results=Results(lines, result.cursor, title))


def _entry(entry: Entry, staff: Staff) -> Line:
    return _line(entry, staff, staff.visit.say(f"status.{entry.status}"))


def _line(ticket: Entry | FoundTicket, staff: Staff, status: str = "") -> Line:
    catalogue, language = staff.catalogue, staff.visit.language
    received = date_format.short(ticket.received_at, catalogue.city.zone, language)
    return Line(
        ticket.id,
        service_name(ticket.service, catalogue, language),
        catalogue.place_name(ticket.area),
        received,
        status,
    )
