"""The public page of figures."""

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.errors import Invalid
from chalicelib.http import errors
from chalicelib.http.core import responses
from chalicelib.http.html_response import html_answer
from chalicelib.http.views.statistics_charts import choices, chosen, values
from chalicelib.pages.page_visit import Visit

PAGE = "/statistik"


def show(visit: Visit) -> Response:
    """What everybody may know of a month."""
    try:
        told = wiring.statistics().month(*chosen(visit))
    except Invalid as invalid:
        return _ask_again(visit, invalid)
    return html_answer(
        visit, "statistik.html", cache_control=responses.CATALOGUE, problems=[], **values(visit, told, PAGE)
    )


def _ask_again(visit: Visit, invalid: Invalid) -> Response:
    """The form, with what is wrong about the month or the area."""
    problems = [errors.message(problem, visit.language) for problem in invalid.problems]
    return html_answer(visit, "statistik.html", status=422, told=None, problems=problems, **choices(visit, PAGE))
