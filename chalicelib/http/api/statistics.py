"""The city's figures: data, the public page, the leaders' page, and the survey after the end of a report."""

from chalice.app import Blueprint, Response

from chalicelib.domain.access.permissions import may_overall
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http.console.session.staff_view import Staff, staff_view
from chalicelib.http.core.requests import Call
from chalicelib.http.errors import NotFound
from chalicelib.http.errors import api_view as api_door
from chalicelib.http.html_response import page_view
from chalicelib.pages.page_visit import Visit

statistics = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers in its own words where it is wrong."""


@statistics.route("/v1/statistics", methods=["GET"], content_types=ANY_TYPE)
@api_door(statistics)
def show_statistics(call: Call) -> Response:
    """A month's figures: protected for the public, exact for leaders, coordinators and auditors with a token."""
    from chalicelib.http.views import statistics_tables

    return statistics_tables.as_json(call)


@statistics.route("/v1/statistics.csv", methods=["GET"], content_types=ANY_TYPE)
@api_door(statistics)
def download_statistics(call: Call) -> Response:
    """The same as lines of CSV."""
    from chalicelib.http.views import statistics_tables

    return statistics_tables.as_csv(call)


@statistics.route("/statistik", methods=["GET"], content_types=ANY_TYPE)
@page_view(statistics)
def show_public_figures(visit: Visit) -> Response:
    """What everybody may know of a month."""
    from chalicelib.http.citizen import statistics_page

    return statistics_page.show(visit)


@statistics.route("/petugas/pimpinan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(statistics)
def show_leaders(staff: Staff) -> Response:
    """What needs a leader now, and a month's exact figures."""
    from chalicelib.http.console.lists import leaders

    return leaders.show(_leader(staff))


@statistics.route("/petugas/pimpinan.csv", methods=["GET"], content_types=ANY_TYPE)
@staff_view(statistics)
def download_leaders_csv(staff: Staff) -> Response:
    """All of it as lines of CSV."""
    from chalicelib.http.console.lists import leaders

    return leaders.as_csv(_leader(staff))


@statistics.route("/petugas/pimpinan.json", methods=["GET"], content_types=ANY_TYPE)
@staff_view(statistics)
def download_leaders_json(staff: Staff) -> Response:
    """All of it as JSON."""
    from chalicelib.http.console.lists import leaders

    return leaders.as_json(_leader(staff))


@statistics.route("/petugas/pimpinan/laporan", methods=["GET"], content_types=ANY_TYPE)
@staff_view(statistics)
def show_monthly_report(staff: Staff) -> Response:
    """The month to print for the coordination meeting."""
    from chalicelib.http.console.lists import leaders

    return leaders.show_report(_leader(staff))


@statistics.route("/petugas/pimpinan/angka", methods=["GET"], content_types=ANY_TYPE)
@statistics.route("/petugas/pimpinan/angka.csv", methods=["GET"], content_types=ANY_TYPE)
@statistics.route("/petugas/pimpinan/angka.json", methods=["GET"], content_types=ANY_TYPE)
@staff_view(statistics)
def go_to_leaders(staff: Staff) -> Response:
    """Where the figures stood before they had one page with the overview."""
    from chalicelib.http.console.lists import leaders

    return leaders.go_on(_leader(staff))


@statistics.route("/laporan/{number}/survei", methods=["POST"], content_types=ANY_TYPE)
@page_view(statistics)
def answer_survey(visit: Visit, number: str) -> Response:
    """The form of nine questions, or what came of it: by POST, since the secret may stand in no address."""
    from chalicelib.http.citizen import survey

    number = parse_number(number, visit.catalogue.city.prefix)
    return survey.receive(visit, statistics.current_request, number)


@statistics.route("/laporan/{number}/survei", methods=["GET"], content_types=ANY_TYPE)
@page_view(statistics)
def ask_for_secret(visit: Visit, number: str) -> Response:
    """The link in a message leads here: the secret opens the form."""
    from chalicelib.http.citizen import survey

    return survey.show(visit, parse_number(number, visit.catalogue.city.prefix))


def _leader(staff: Staff) -> Staff:
    """What is none of one's business is not there."""
    if not may_overall(staff.actor, "overview"):
        raise NotFound
    return staff
