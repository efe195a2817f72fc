"""What Chalice refuses before any view is asked, said in our own words: problem details below `/v1`, else a page."""

from collections.abc import Callable
from typing import Any

from chalice.app import Request, Response

from chalicelib.http.core.requests import read
from chalicelib.http.errors import WrongMethod, problem_answer

WRONG_METHOD = 405


def explain_gateway_errors(request: Request, respond: Callable[[Request], Response]) -> Response:
    """A middleware. API Gateway refuses other methods itself, so this is met locally only."""
    answer = respond(request)
    return _wrong_method(request, answer.headers) if answer.status_code == WRONG_METHOD else answer


def _wrong_method(request: Request, headers: dict[str, Any]) -> Response:
    if request.path.startswith("/v1/"):
        told = problem_answer(read(request), WrongMethod())
    else:
        from chalicelib.http.html_response import error_page

        told = error_page(request, WrongMethod())
    told.headers = {**told.headers, "Allow": headers["Allow"]}
    return told
