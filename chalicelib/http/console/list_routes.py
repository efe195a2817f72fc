"""The console's lists beside the inboxes: search, what did not arrive, who looked at whom."""

from chalice.app import Blueprint, Response

from chalicelib.domain.access.permissions import may_overall
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http.console.session.staff_view import Staff, staff_view
from chalicelib.http.errors import NotFound

lists = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with a page where it is wrong."""


@lists.route("/petugas/cari", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def search(staff: Staff) -> Response:
    """A number in any spelling leads to its page, a place to a list."""
    from chalicelib.http.console.lists import search as console_search

    return console_search.show(staff)


@lists.route("/petugas/cari", methods=["POST"], content_types=ANY_TYPE)
@staff_view(lists)
def search_by_phone(staff: Staff) -> Response:
    """In the body: addresses are logged, and kept by browsers."""
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
    """One notice is sent again, or dropped."""
    from chalicelib.http.console.lists import undelivered

    prefix = staff.catalogue.city.prefix
    return undelivered.decide(staff, parse_number(number, prefix), staff.checked_fields())


@lists.route("/petugas/pembacaan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(lists)
def show_reads(staff: Staff) -> Response:
    """Who read who reported, and who searched by phone."""
    from chalicelib.http.console.lists import access_log

    _only(staff, "reads")
    return access_log.show(staff)


@lists.route("/petugas/terima", methods=["POST"], content_types=ANY_TYPE)
@staff_view(lists)
def accept_many(staff: Staff) -> Response:
    """Each of the chosen parts is accepted by a step of its own."""
    from chalicelib.http.console.lists import accept_many as console_accepting

    return console_accepting.accept(staff, staff.checked_fields())


def _only(staff: Staff, action: str) -> None:
    """What is none of one's business is not there."""
    if not may_overall(staff.actor, action):
        raise NotFound
