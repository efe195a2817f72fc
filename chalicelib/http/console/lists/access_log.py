"""For auditors: who opened whose identity, and who searched by phone."""

from dataclasses import dataclass

from chalice.app import Response

from chalicelib import texts, wiring
from chalicelib.domain.city import date_format
from chalicelib.flow.ports.desk import AccessEntry
from chalicelib.http.console.session.staff_view import Staff
from chalicelib.http.views.history import opd_name


@dataclass(frozen=True, slots=True)
class Read:
    """`number` is empty for a search by phone."""

    at: str
    person: str
    actor: str
    reason: str
    number: str


def show(staff: Staff) -> Response:
    """The latest first, by one query a page."""
    cursor = staff.visit.query.get("cursor") or None
    page = wiring.search().log_page(staff.actor, cursor)
    reads = [_read(look, staff) for look in page.lines]
    return staff.page("pembacaan.html", reads=reads, cursor=page.cursor, is_paged=bool(cursor))


def _read(look: AccessEntry, staff: Staff) -> Read:
    catalogue, language, key = staff.catalogue, staff.visit.language, f"actor.{look.actor}"
    actor = texts.say(language, key) if texts.known(key) else opd_name(look.actor, catalogue)
    return Read(date_format.short(look.at, catalogue.city.zone, language), look.person, actor, look.reason, look.ticket)
