"""The survey of nine questions: the secret opens the form, and the page after it shows the result."""

from typing import Any

from chalice.app import Request, Response

from chalicelib import wiring
from chalicelib.domain.errors import ForbiddenStep, Invalid, WrongSecret
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS
from chalicelib.flow.ports.statistics import AnsweredAlready
from chalicelib.http.core.form_body import form_fields
from chalicelib.http.errors import message
from chalicelib.http.html_response import html_answer
from chalicelib.pages.page_visit import Visit

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
