"""The public page of figures, and the addresses of the survey."""

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.errors import Invalid
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http import errors
from chalicelib.http.core import responses
from chalicelib.http.html_response import html_answer, page_view
from chalicelib.pages.page_visit import Visit

statistics_pages = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with a page where it is wrong."""

PAGE = "/statistik"


@statistics_pages.route(PAGE, methods=["GET"], content_types=ANY_TYPE)
@page_view(statistics_pages)
def show_public_figures(visit: Visit) -> Response:
    """The public figures of one period; the form again, with what is wrong, if the month or the area is invalid."""
    from chalicelib.http.views.statistics_charts import choices, chosen, values

    try:
        statistics = wiring.statistics().month(*chosen(visit))
    except Invalid as invalid:
        problems = [errors.message(problem, visit.language) for problem in invalid.problems]
        return html_answer(
            visit, "statistik.html", status=422, statistics=None, problems=problems, **choices(visit, PAGE)
        )
    return html_answer(
        visit, "statistik.html", cache_control=responses.CATALOGUE, problems=[], **values(visit, statistics, PAGE)
    )


@statistics_pages.route("/laporan/{number}/survei", methods=["POST"], content_types=ANY_TYPE)
@page_view(statistics_pages)
def answer_survey(visit: Visit, number: str) -> Response:
    """The form of nine questions, or the result of sending it. Always by POST: no address may carry the secret."""
    number = parse_number(number, visit.catalogue.city.prefix)
    from chalicelib.http.citizen.survey import receive

    return receive(visit, statistics_pages.current_request, number)


@statistics_pages.route("/laporan/{number}/survei", methods=["GET"], content_types=ANY_TYPE)
@page_view(statistics_pages)
def ask_for_secret(visit: Visit, number: str) -> Response:
    """Where the link in a message leads: a page that asks for the secret, which opens the form."""
    from chalicelib.http.citizen.survey import show

    return show(visit, parse_number(number, visit.catalogue.city.prefix))
