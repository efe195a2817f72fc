"""Routes of the console's other lists: leaders' dashboard, search, undelivered notices, access log."""

from chalice.app import Blueprint, Response

from chalicelib.domain.access.permissions import may_overall
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http.console.staff_view import Staff, staff_view
from chalicelib.http.errors import NotFound

lists = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with a page where it is wrong."""


@lists.route("/petugas/cari", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def search(staff: Staff) -> Response:
    """The search page; a number in any spelling redirects to its ticket, a place shows a list."""
    from chalicelib.http.console.lists import search as console_search

    return console_search.show(staff)


@lists.route("/petugas/cari", methods=["POST"], content_types=ANY_TYPE)
@staff_view(lists)
def search_by_phone(staff: Staff) -> Response:
    """Search by phone number; by POST, since addresses are logged, and kept by browsers."""
    from chalicelib.http.console.lists import search as console_search

    _only(staff, "search_phone")
    return console_search.by_phone(staff, staff.checked_fields())


@lists.route("/petugas/tak-sampai", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def show_undelivered(staff: Staff) -> Response:
    """Notices and messages that did not arrive."""
    from chalicelib.http.console.lists import undelivered

    _only(staff, "undelivered")
    return undelivered.show(staff)


@lists.route("/petugas/laporan/{number}/pemberitahuan", methods=["POST"], content_types=ANY_TYPE)
@staff_view(lists)
def decide_on_notice(staff: Staff, number: str) -> Response:
    """Send one notice again, or drop it."""
    from chalicelib.http.console.lists import undelivered

    prefix = staff.catalogue.city.prefix
    return undelivered.decide(staff, parse_number(number, prefix), staff.checked_fields())


@lists.route("/petugas/pembacaan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def show_reads(staff: Staff) -> Response:
    """The access log: opened identities and searches by phone."""
    from chalicelib.http.console.lists import access_log

    _only(staff, "reads")
    return access_log.show(staff)


@lists.route("/petugas/terima", methods=["POST"], content_types=ANY_TYPE)
@staff_view(lists)
def accept_many(staff: Staff) -> Response:
    """Accept each of the chosen assignments by an action of its own."""
    from chalicelib.http.console.lists import inbox

    return inbox.accept(staff, staff.checked_fields())


def _only(staff: Staff, action: str) -> None:
    """Check the right to this action over all tickets.

    Raises:
        NotFound: the person has no right to this action, and need not know that it exists.
    """
    if not may_overall(staff.actor, action):
        raise NotFound


@lists.route("/petugas/pimpinan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def show_leaders(staff: Staff) -> Response:
    """What needs a leader now, and a month's exact figures."""
    from chalicelib.http.console.lists import leaders

    return leaders.show(_leader(staff))


@lists.route("/petugas/pimpinan.csv", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def download_leaders_csv(staff: Staff) -> Response:
    """The dashboard's data as lines of CSV."""
    from chalicelib.http.console.lists import leaders

    return leaders.as_csv(_leader(staff))


@lists.route("/petugas/pimpinan.json", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def download_leaders_json(staff: Staff) -> Response:
    """The dashboard's data as JSON."""
    from chalicelib.http.console.lists import leaders

    return leaders.as_json(_leader(staff))


@lists.route("/petugas/pimpinan/laporan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def show_monthly_report(staff: Staff) -> Response:
    """The monthly report, to print for the coordination meeting."""
    from chalicelib.http.console.lists import leaders

    return leaders.show_report(_leader(staff))


@lists.route("/petugas/pimpinan/angka", methods=["GET"], content_types=ANY_TYPE)
@lists.route("/petugas/pimpinan/angka.csv", methods=["GET"], content_types=ANY_TYPE)
@lists.route("/petugas/pimpinan/angka.json", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def go_to_leaders(staff: Staff) -> Response:
    """Redirect from the addresses that the figures had before they shared a page with the overview."""
    from chalicelib.http.console.lists import leaders

    return leaders.go_on(_leader(staff))


def _leader(staff: Staff) -> Staff:
    """The visit itself.

    Raises:
        NotFound: the person has no right to the overview, and need not know that it exists.
    """
    if not may_overall(staff.actor, "overview"):
        raise NotFound
    return staff
