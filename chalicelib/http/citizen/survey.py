"""The survey of nine questions: the secret opens it, the answer to its POST says what came of it."""

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
"""What the page is: the question for the secret, the nine questions, or a word on what became of them."""


def show(visit: Visit, number: str) -> Response:
    """Who comes by a link types the secret first. Whether there is such a ticket is not looked at."""
    return _page(visit, number, ASK)


def receive(visit: Visit, request: Request, number: str) -> Response:
    """`step` is `send` with the answers, else the form is asked for."""
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
    told: dict[str, Any] = {"secret": "", "wrong": {}, "typed": {}, **values}
    return html_answer(visit, "survei.html", status=status, shown=shown, number=number, elements=ELEMENTS, **told)
