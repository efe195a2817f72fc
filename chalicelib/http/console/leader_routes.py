"""The leaders' dashboard in the console, and its downloads."""

from chalice.app import Blueprint, Response

from chalicelib.domain.access.permissions import may_overall
from chalicelib.http.console.session.staff_view import Staff, staff_view
from chalicelib.http.errors import NotFound

leader_pages = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with a page where it is wrong."""


@leader_pages.route("/petugas/pimpinan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(leader_pages)
def show_leaders(staff: Staff) -> Response:
    """What needs a leader now, and a month's exact figures."""
    from chalicelib.http.console.lists import leaders

    return leaders.show(_leader(staff))


@leader_pages.route("/petugas/pimpinan.csv", methods=["GET"], content_types=ANY_TYPE)
@staff_view(leader_pages)
def download_leaders_csv(staff: Staff) -> Response:
    """The dashboard's data as lines of CSV."""
    from chalicelib.http.console.lists import leaders

    return leaders.as_csv(_leader(staff))


@leader_pages.route("/petugas/pimpinan.json", methods=["GET"], content_types=ANY_TYPE)
@staff_view(leader_pages)
def download_leaders_json(staff: Staff) -> Response:
    """The dashboard's data as JSON."""
    from chalicelib.http.console.lists import leaders

    return leaders.as_json(_leader(staff))


@leader_pages.route("/petugas/pimpinan/laporan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(leader_pages)
def show_monthly_report(staff: Staff) -> Response:
    """The monthly report, to print for the coordination meeting."""
    from chalicelib.http.console.lists import leaders

    return leaders.show_report(_leader(staff))


@leader_pages.route("/petugas/pimpinan/angka", methods=["GET"], content_types=ANY_TYPE)
@leader_pages.route("/petugas/pimpinan/angka.csv", methods=["GET"], content_types=ANY_TYPE)
@leader_pages.route("/petugas/pimpinan/angka.json", methods=["GET"], content_types=ANY_TYPE)
@staff_view(leader_pages)
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
