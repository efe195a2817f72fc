"""Undelivered notices in the console: the list of all tickets, and the coordinator's decision on one notice."""

from collections.abc import Iterable
from dataclasses import dataclass

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.city import date_format
from chalicelib.domain.errors import Invalid
from chalicelib.domain.notifications import resend
from chalicelib.domain.tickets.ticket import Case
from chalicelib.flow.ports.delivery import Delivery
from chalicelib.http.console.staff_view import Staff
from chalicelib.http.core.form_body import Fields
from chalicelib.http.errors import NotFound
from chalicelib.http.views.history import audience_name
from chalicelib.http.views.undelivered_view import DROP, SEND, name_of, reason_text

LIST = "/petugas/tak-sampai"


@dataclass(frozen=True, slots=True)
class Line:
    """One undelivered notice. `under_way`: somebody has had it sent again, and it has not failed since."""

    number: str
    notice: str
    to: str
    reason: str
    tries: int
    at: str
    under_way: bool = False


def show(staff: Staff) -> Response:
    """One page of undelivered notices by one query, the longest waiting first."""
    cursor = staff.visit.query.get("cursor") or None
    page = wiring.notice_resend().page(staff.actor, cursor)
    lines = [_line(each, staff) for each in page.lines]
    return staff.page("tak-sampai.html", lines=lines, cursor=page.cursor, is_paged=bool(cursor))


def decide(staff: Staff, number: str, fields: Fields) -> Response:
    """Send a notice again or drop it, and go back to the page of the form.

    Raises:
        NotFound: the action or the notice is unknown.
    """
    steps = {SEND: wiring.notice_resend().resend, DROP: wiring.notice_resend().drop}
    action = fields.get("action", "")
    if action not in steps:
        raise NotFound
    try:
        steps[action](number, fields.get("notice", ""), staff.actor, staff.call.correlation)
    except Invalid as unknown:
        raise NotFound from unknown
    path = LIST if fields.get("back") == "list" else f"/petugas/laporan/{number}"
    return staff.go(path, kabar=f"notice_{action}")


def of_case(deliveries: Iterable[Delivery], case: Case, staff: Staff) -> list[Line]:
    """The undelivered notices of one ticket that nobody has dropped."""
    return [_line(each, staff, case) for each in deliveries if each.state == "failed" and not _is_dropped(each, case)]


def _is_dropped(line: Delivery, case: Case) -> bool:
    sequence, _, audience = name_of(line).partition("/")
    return resend.is_dropped(case, int(sequence), audience, line.at)


def _line(line: Delivery, staff: Staff, case: Case | None = None) -> Line:
    catalogue, language, notice = staff.catalogue, staff.visit.language, name_of(line)
    sequence, _, audience = notice.partition("/")
    return Line(
        line.ticket, notice, audience_name(line.audience, catalogue, language), reason_text(line.reason, language),
        line.tries, date_format.short(line.at, catalogue.city.zone, language),
        case is not None and resend.is_under_way(case, int(sequence), audience, line.at),
    )  # fmt: skip
