"""The city's figures: data, the public page, the leaders' page, and the survey after the end of a report."""

from chalice.app import Blueprint, Response

from chalicelib.domain.numbers import parse_number
from chalicelib.domain.permissions import may_overall
from chalicelib.http.console_door import Staff, staff_door
from chalicelib.http.errors import NotFound
from chalicelib.http.errors import door as api_door
from chalicelib.http.html import door
from chalicelib.http.requests import Call
from chalicelib.pages.visit import Visit

statistics = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers in its own words where it is wrong."""


@statistics.route("/v1/statistics", methods=["GET"], content_types=ANY_TYPE)
@api_door(statistics)
def show_statistics(call: Call) -> Response:
    """A month's figures: protected for the public, exact for leaders, coordinators and auditors with a token."""
    from chalicelib.http import statistics_data

    return statistics_data.as_json(call)


@statistics.route("/v1/statistics.csv", methods=["GET"], content_types=ANY_TYPE)
@api_door(statistics)
def download_statistics(call: Call) -> Response:
    """The same as lines of CSV."""
    from chalicelib.http import statistics_data

    return statistics_data.as_csv(call)


@statistics.route("/statistik", methods=["GET"], content_types=ANY_TYPE)
@door(statistics)
def show_public_figures(visit: Visit) -> Response:
    """What everybody may know of a month."""
    from chalicelib.http import statistics_page

    return statistics_page.show(visit)


@statistics.route("/petugas/pimpinan", methods=["GET"], content_types=ANY_TYPE)
@staff_door(statistics)
def show_leaders(staff: Staff) -> Response:
    """What needs a leader now, and a month's exact figures."""
    from chalicelib.http import leaders_page

    return leaders_page.show(_leader(staff))


@statistics.route("/petugas/pimpinan.csv", methods=["GET"], content_types=ANY_TYPE)
@staff_door(statistics)
def download_leaders_csv(staff: Staff) -> Response:
    """All of it as lines of CSV."""
    from chalicelib.http import leaders_page

    return leaders_page.as_csv(_leader(staff))


@statistics.route("/petugas/pimpinan.json", methods=["GET"], content_types=ANY_TYPE)
@staff_door(statistics)
def download_leaders_json(staff: Staff) -> Response:
    """All of it as JSON."""
    from chalicelib.http import leaders_page

    return leaders_page.as_json(_leader(staff))


@statistics.route("/petugas/pimpinan/laporan", methods=["GET"], content_types=ANY_TYPE)
@staff_door(statistics)
def show_monthly_report(staff: Staff) -> Response:
    """The month to print for the coordination meeting."""
    from chalicelib.http import leaders_page

    return leaders_page.show_report(_leader(staff))


@statistics.route("/petugas/pimpinan/angka", methods=["GET"], content_types=ANY_TYPE)
@statistics.route("/petugas/pimpinan/angka.csv", methods=["GET"], content_types=ANY_TYPE)
@statistics.route("/petugas/pimpinan/angka.json", methods=["GET"], content_types=ANY_TYPE)
@staff_door(statistics)
def go_to_leaders(staff: Staff) -> Response:
    """Where the figures stood before they had one page with the overview."""
    from chalicelib.http import leaders_page

    return leaders_page.go_on(_leader(staff))


@statistics.route("/laporan/{number}/survei", methods=["POST"], content_types=ANY_TYPE)
@door(statistics)
def answer_survey(visit: Visit, number: str) -> Response:
    """The form of nine questions, or what came of it: by POST, since the secret may stand in no address."""
    from chalicelib.http import survey_page

    number = parse_number(number, visit.catalogue.city.prefix)
    return survey_page.receive(visit, statistics.current_request, number)


@statistics.route("/laporan/{number}/survei", methods=["GET"], content_types=ANY_TYPE)
@door(statistics)
def ask_for_secret(visit: Visit, number: str) -> Response:
    """The link in a message leads here: the secret opens the form."""
    from chalicelib.http import survey_page

    return survey_page.show(visit, parse_number(number, visit.catalogue.city.prefix))


def _leader(staff: Staff) -> Staff:
    """What is none of one's business is not there."""
    if not may_overall(staff.actor, "overview"):
        raise NotFound
    return staff
