"""The access log, for auditors: who opened a reporter's identity, searched by phone, or read a confidential report."""

from dataclasses import dataclass

from chalice.app import Response

from chalicelib import texts, wiring
from chalicelib.domain.city import date_format
from chalicelib.flow.ports.desk import AccessEntry
from chalicelib.http.console.staff_view import Staff
from chalicelib.http.views.history import opd_name


@dataclass(frozen=True, slots=True)
class Read:
    """One line of the access log. `number` is the ticket, empty for a search by phone; `kind` is an `AccessKind`."""

    at: str
    person: str
    actor: str
    reason: str
    number: str
    kind: str


def show(staff: Staff) -> Response:
    """One page of the access log by one query, the latest first."""
    cursor = staff.visit.query.get("cursor") or None
    page = wiring.search().log_page(staff.actor, cursor)
    reads = [_read(entry, staff) for entry in page.lines]
    return staff.page("pembacaan.html", reads=reads, cursor=page.cursor, is_paged=bool(cursor))


def _read(entry: AccessEntry, staff: Staff) -> Read:
    catalogue, language, key = staff.catalogue, staff.visit.language, f"actor.{entry.actor}"
    actor = texts.say(language, key) if texts.known(key) else opd_name(entry.actor, catalogue)
    purpose = f"step.purpose_{entry.reason}"
    reason = texts.say(language, purpose) if texts.known(purpose) else entry.reason
    at = date_format.short(entry.at, catalogue.city.zone, language)
    return Read(at, entry.person, actor, reason, entry.ticket, str(entry.kind))
