"""Search in the console: by number, by place, and for the coordinator by phone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.access.permissions import may_overall
from chalicelib.domain.city import date_format
from chalicelib.domain.errors import Invalid, MistypedNumber, NotAllowed
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.flow.ports.desk import Found
from chalicelib.flow.ports.tickets import Entry
from chalicelib.http import errors
from chalicelib.http.console.lists.inbox import boxes_of
from chalicelib.http.console.session.staff_view import Staff
from chalicelib.http.core.form_body import Fields, words_of
from chalicelib.http.errors import NotFound
from chalicelib.http.views.report_view import service_name
from chalicelib.pages.service_picker import districts

SEARCH = "/petugas/cari"
FORM_NAMES = {"reason": "text"}
"""What the form calls a field: words that are lost with a session are shown again if they are called `text`."""


@dataclass(frozen=True, slots=True)
class Line:
    """One ticket that was found. `status` is empty where only its arrival is known."""

    number: str
    service: str
    place: str
    received: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """`lines` is None before anything was asked."""

    lines: list[Line] | None = None
    cursor: str | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was asked, and what is wrong with it, by field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def show(staff: Staff) -> Response:
    """The forms; a number leads to its ticket, a place to its list by one query."""
    query = staff.visit.query
    if "nomor" in query:
        return _by_number(staff, query["nomor"])
    if "wilayah" in query:
        return _by_place(staff)
    return page(staff)


def by_phone(staff: Staff, fields: Fields) -> Response:
    """The tickets of a phone. The page is kept nowhere, and the form comes back without the number."""
    try:
        found = wiring.search().by_phone(staff.actor, fields.get("phone", ""), words_of(fields))
    except Invalid as invalid:
        told = {FORM_NAMES.get(p.field, p.field): errors.message(p, staff.visit.language) for p in invalid.problems}
        return page(staff, typed=Typed(fields, told), status=422)
    title = staff.visit.say("desk.found_phone", count=len(found))
    return page(staff, results=Results([_line(each, staff) for each in found], title=title))


def page(
    staff: Staff, *, results: Results | None = None, typed: Typed | None = None, status: int = 200, **values: Any
) -> Response:
    """All the forms that the person may use, and what was found."""
    catalogue, boxes = staff.catalogue, boxes_of(staff)
    told = {"title": "", "number": "", "error": ""} | values
    return staff.page(
        "cari.html", status=status, districts=districts(catalogue), boxes=boxes, results=results or Results(),
        typed=typed or Typed(), sees_all=may_overall(staff.actor, "search_all"),
        phones=may_overall(staff.actor, "search_phone"), **told,
    )  # fmt: skip


def _by_number(staff: Staff, typed: str) -> Response:
    try:
        number = parse_number(typed, staff.catalogue.city.prefix)
    except MistypedNumber as mistyped:
        told = errors.explain(mistyped, staff.visit.language)
        error = told.detail if typed.strip() else staff.visit.say("site.number_missing")
        return page(staff, status=422, title=told.title, number=typed, error=error)
    return staff.go(f"/petugas/laporan/{number}")


def _by_place(staff: Staff) -> Response:
    query, catalogue = staff.visit.query, staff.catalogue
    opd, area = query.get("opd", ""), query.get("wilayah", "")
    if opd and opd not in boxes_of(staff):
        raise NotFound
    try:
        found = wiring.search().at_place(
            staff.actor, area, opd=opd, confidential=bool(query.get("rahasia")), cursor=query.get("cursor") or None
        )
    except NotAllowed as nobody:  # of no OPD, and with no role
        raise NotFound from nobody
    except Invalid as invalid:
        told = {"wilayah": errors.message(invalid.problems[0], staff.visit.language)}
        return page(staff, typed=Typed(errors=told), status=422)
    lines = [_entry(entry, staff) for entry in found.entries]
    is_apart = bool(query.get("rahasia")) and not opd
    title = staff.visit.say(f"desk.found_{'confidential' if is_apart else 'place'}", place=catalogue.place_name(area))
    return page(staff, results=Results(lines, found.cursor, title))


def _entry(entry: Entry, staff: Staff) -> Line:
    return _line(entry, staff, staff.visit.say(f"status.{entry.status}"))


def _line(each: Entry | Found, staff: Staff, status: str = "") -> Line:
    catalogue, language = staff.catalogue, staff.visit.language
    received = date_format.short(each.received_at, catalogue.city.zone, language)
    return Line(
        each.id, service_name(each.service, catalogue, language), catalogue.place_name(each.area), received, status
    )
