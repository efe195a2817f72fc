"""Errors as answers: one table from error to status and code, and the decorator of every view of the API.

The answers are problem details (RFC 9457). `type` and `code` are for machines, `title`, `detail` and
the messages for people, in their language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint, Request, Response

from chalicelib import telemetry, texts, wiring
from chalicelib.domain.access.sign_in import NotSignedIn, SignInOver, SignInRefused, TooManyTries
from chalicelib.domain.city.catalogue import City
from chalicelib.domain.errors import (
    ForbiddenStep,
    Invalid,
    KeyReused,
    MistypedNumber,
    NotAllowed,
    Outdated,
    Problem,
    RateLimited,
    UnknownLink,
    UnknownTicket,
    WrongSecret,
)
from chalicelib.domain.tickets.ticket_number import check_character
from chalicelib.domain.values import value
from chalicelib.http.core import refusals, responses
from chalicelib.http.core.cookies import ForgedForm
from chalicelib.http.core.requests import (
    BodyTooLarge,
    BrokenJson,
    BrokenText,
    Call,
    InvalidKey,
    WrongType,
    path_value,
    read,
)

if TYPE_CHECKING:
    from chalicelib.http.shapes import field_shapes


View = Callable[..., Response]


class NotFound(Exception):
    """There is nothing at this address."""


class WrongMethod(Exception):
    """The address exists, but not for this method."""


TABLE: Mapping[type[Exception], tuple[int, str]] = {
    InvalidKey: (400, "invalid"),
    BrokenText: (400, "broken-text"),
    BrokenJson: (400, "broken-json"),
    SignInRefused: (401, "sign-in-refused"),
    SignInOver: (401, "sign-in-over"),
    NotSignedIn: (401, "not-signed-in"),
    ForgedForm: (403, "forged-form"),
    NotAllowed: (403, "not-allowed"),
    WrongSecret: (403, "wrong-secret"),
    NotFound: (404, "not-found"),
    MistypedNumber: (404, "mistyped-number"),
    UnknownTicket: (404, "unknown-ticket"),
    UnknownLink: (404, "unknown-link"),
    WrongMethod: (405, "wrong-method"),
    KeyReused: (409, "key-reused"),
    Outdated: (409, "outdated"),
    ForbiddenStep: (409, "forbidden-step"),
    BodyTooLarge: (413, "body-too-large"),
    WrongType: (415, "wrong-type"),
    Invalid: (422, "invalid"),
    TooManyTries: (429, "too-many-tries"),
    RateLimited: (429, "rate-limited"),
}
UNEXPECTED = (500, "internal")
BUSY = (503, "busy")
OURS = 500
"""From this status on the fault is ours, and logged."""

HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": 'Bearer realm="sedulur"'},
    429: {"Retry-After": "900"},  # as long as Cognito locks at most
    503: {"Retry-After": "5"},  # with its key, a repeat opens no second ticket
}
"""Further headers by status."""


@value
class Explanation:
    """An error in the reader's words; `more` are the members that only some problems have."""

    status: int
    code: str
    title: str
    detail: str
    problems: tuple[Problem, ...]
    more: field_shapes.ProblemMore


def explain(error: Exception, language: str) -> Explanation:
    """The error in this language; one that is not in `TABLE` is ours and shows no details."""
    status, code = next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), None) or _ours(error)
    key = f"error.{code.replace('-', '_')}"
    problems = error.problems if isinstance(error, Invalid) else ()
    more = _more(error, language)
    return Explanation(status, code, texts.say(language, key), _detail(error, key, language), problems, more)


def message(problem: Problem, language: str) -> str:
    """The message about one field."""
    return texts.say(language, f"problem.{problem.code}", **problem.params)


def api_view(blueprint: Blueprint) -> Callable[[View], View]:
    """Views take a `Call` and their path parameters; their errors become problem details.

    Chalice makes an answer of a view's exception before any middleware sees it, so this is where errors are met.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**path: str) -> Response:
            call = read(blueprint.current_request)
            try:
                return view(call, **{name: path_value(value) for name, value in path.items()})
            except Exception as error:  # noqa: BLE001 - the last line: unknown ones are logged and answered with 500
                return problem_answer(call, error)

        return guarded

    return decorate


def problem_answer(call: Call, error: Exception) -> Response:
    """The error as problem details; an unexpected one is logged, and the client sees only its correlation id."""
    explanation = explain(error, call.language)
    log(error, explanation.status, call.correlation)
    body: field_shapes.Problem = {**problem_body(explanation, call.language), "correlation": call.correlation}
    headers = headers_of(error, explanation.status)
    return responses.json_answer(call, body, status=explanation.status, kind=responses.PROBLEM, headers=headers)


def headers_of(error: Exception, status: int) -> Mapping[str, str]:
    """The further headers of an answer with this status."""
    if isinstance(error, RateLimited):
        return {"Retry-After": str(error.retry_after)}
    return HEADERS.get(status, {})


def log(error: Exception, status: int, correlation: str) -> None:
    """Log for those who run the system what is a fault of ours, or was refused to somebody."""
    if status >= OURS:
        telemetry.logger.error("request failed", correlation_id=correlation, chain=telemetry.outline(error))
    refusals.note(error, correlation)


def problem_body(explanation: Explanation, language: str) -> field_shapes.ProblemBody:
    """The members of problem details (RFC 9457)."""
    return {
        "type": f"urn:sedulur:problem:{explanation.code}",
        "title": explanation.title,
        "status": explanation.status,
        "detail": explanation.detail,
        "code": explanation.code,
        "errors": [{"field": p.field, "message": message(p, language), "code": p.code} for p in explanation.problems],
        **explanation.more,
    }


def _ours(error: Exception) -> tuple[int, str]:
    return BUSY if wiring.is_overload(error) else UNEXPECTED


def _detail(error: Exception, key: str, language: str) -> str:
    """The error's `detail`: what to do, or why a rule forbids the action."""
    if isinstance(error, ForbiddenStep):
        from chalicelib.http.views.history import refusal

        return refusal(error, wiring.city().catalogue, language)
    return texts.say(language, f"{key}_detail", **_details(error))


def _more(error: Exception, language: str) -> field_shapes.ProblemMore:
    """Further members: the rule that forbids the action, or the changes since and the version that they made."""
    if isinstance(error, ForbiddenStep):
        return {"rule": error.rule}
    if isinstance(error, Outdated):
        from chalicelib.http.views.history import changes

        version = error.since[-1].sequence if error.since else None
        return {"changes": changes(error.since, wiring.city().catalogue, language), "version": version}
    return {}


def _details(error: Exception) -> dict[str, object]:
    """Parameters of the error's sentences."""
    if isinstance(error, RateLimited):
        return {"seconds": error.retry_after}
    if isinstance(error, BodyTooLarge):
        return {"most": error.most // 1024}
    if isinstance(error, MistypedNumber | UnknownTicket):
        city = wiring.city().catalogue.city
        return {"city": city.name, "example": example(city)}
    return {}


def example(city: City) -> str:
    """A well-formed number of this city."""
    return f"{city.prefix}-7K3M-9QX{check_character('7K3M9QX')}"


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
