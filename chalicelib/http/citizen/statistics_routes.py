"""The public page of figures, and the survey of nine questions, whose form the secret opens."""

from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib import wiring
from chalicelib.domain.errors import ForbiddenStep, Invalid, WrongSecret
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.flow.ports.statistics import AnsweredAlready
from chalicelib.http import errors
from chalicelib.http.core import responses
from chalicelib.http.core.form_body import form_fields
from chalicelib.http.errors import message
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
    return receive(visit, statistics_pages.current_request, number)


@statistics_pages.route("/laporan/{number}/survei", methods=["GET"], content_types=ANY_TYPE)
@page_view(statistics_pages)
def ask_for_secret(visit: Visit, number: str) -> Response:
    """Where the link in a message leads: a page that asks for the secret, which opens the form."""
    return show(visit, parse_number(number, visit.catalogue.city.prefix))


SEND = "send"
ASK, FORM, THANKS, ANSWERED, NOT_YET = "ask", "form", "thanks", "answered", "not_yet"
"""The kinds of page: asking for the secret, the nine questions, or what came of the answers."""


def show(visit: Visit, number: str) -> Response:
    """The page that asks for the secret; it does not check whether there is such a ticket."""
    return _page(visit, number, ASK)


def receive(visit: Visit, request: Request, number: str) -> Response:
    """Store the answers if the field `step` is `send`; otherwise open the form with the secret."""
    fields = form_fields(request)
    secret = fields.get("secret", "")
    try:
        if fields.get("step") != SEND:
            wiring.survey().check(number, secret)
            return _page(visit, number, FORM, secret=secret)
        wiring.survey().answer(number, secret, fields)
    except WrongSecret:
        return _page(visit, number, ASK, status=403, wrong={"secret": visit.say("dialogue.secret_wrong")})
    except ForbiddenStep:
        return _page(visit, number, NOT_YET, status=409)
    except AnsweredAlready:
        return _page(visit, number, ANSWERED, status=409)
    except Invalid as refused:
        wrong = {problem.field: message(problem, visit.language) for problem in refused.problems}
        return _page(visit, number, FORM, status=422, secret=secret, wrong=wrong, typed=fields)
    return _page(visit, number, THANKS)


def _page(visit: Visit, number: str, shown: str, *, status: int = 200, **values: Any) -> Response:
    page_values: dict[str, Any] = {"secret": "", "wrong": {}, "typed": {}, **values}
    return html_answer(
        visit, "survei.html", status=status, shown=shown, number=number, elements=ELEMENTS, **page_values
    )
