"""Requests that Chalice refuses before any view is called: problem details below `/v1`, else a page."""

from collections.abc import Callable
from typing import Any

from chalice.app import Request, Response

from chalicelib.http.core.requests import read
from chalicelib.http.errors import WrongMethod, problem_answer

WRONG_METHOD = 405


def explain_gateway_errors(request: Request, respond: Callable[[Request], Response]) -> Response:
    """A middleware for wrong methods. API Gateway refuses those itself, so this happens locally only."""
    answer = respond(request)
    return _wrong_method(request, answer.headers) if answer.status_code == WRONG_METHOD else answer


def _wrong_method(request: Request, headers: dict[str, Any]) -> Response:
    if request.path.startswith("/v1/"):
        response = problem_answer(read(request), WrongMethod())
    else:
        from chalicelib.http.html_response import error_page

        response = error_page(request, WrongMethod())
    response.headers = {**response.headers, "Allow": headers["Allow"]}
    return response
