"""Pages as answers: their headers, and the decorator of every view that shows a page to citizens."""

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from chalice.app import Blueprint, Request, Response

from chalicelib import wiring
from chalicelib.http import errors
from chalicelib.http.core import responses
from chalicelib.http.core.requests import base_path, path_value, read
from chalicelib.pages.page_visit import Visit

TYPE = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'{images}; connect-src 'self'{sending}; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Content-Security-Policy of pages: nothing inline runs or is styled, nothing comes from another host but photos."""

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?|\[[0-9a-f:]+\](:\d+)?")

View = Callable[..., Response]


def visit_of(request: Request) -> Visit:
    """The visitor's query and language, and the address under which the browser knows us."""
    base = base_path(request)
    whole = request.context.get("path") or request.path
    host, scheme = request.headers.get("host", ""), request.headers.get("x-forwarded-proto", "http")
    origin = f"{scheme}://{host}" if _HOST.fullmatch(host) and scheme in ("http", "https") else ""
    return Visit(
        base, path_value(whole.removeprefix(base)) or "/", dict(request.query_params or {}), origin, wiring.city()
    )


def html_answer(
    visit: Visit,
    template: str,
    *,
    status: int = 200,
    cache_control: str = responses.PERSONAL,
    shows: bool = False,
    sends: bool = False,
    **values: Any,
) -> Response:
    """A page from its template. `shows`: it has photos of the bucket; `sends`: a script uploads photos from it."""
    from chalicelib.pages.rendering import render

    city = visit.catalogue.city
    bucket = wiring.photos_origin() if shows or sends else ""
    takes_photos = sends and bool(bucket)
    body = render(template, visit, city, example=errors.example(city), takes_photos=takes_photos, **values)
    allowed = policy(images=bucket if shows else "", sending=bucket if sends else "")
    return Response(body, {**_headers(visit.language, cache_control, allowed)}, status)


def policy(*, images: str, sending: str) -> str:
    """The Content-Security-Policy of a page, with further origins of images and of uploads."""
    return POLICY.format(images=f" {images}".rstrip(), sending=f" {sending}".rstrip())


def page_view(blueprint: Blueprint) -> Callable[[View], View]:
    """Views take a `Visit` and their path parameters; their errors become pages.

    Chalice makes an answer of a view's exception before any middleware sees it, so this is where errors are met.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**path: str) -> Response:
            request = blueprint.current_request
            try:
                return view(visit_of(request), **{name: path_value(value) for name, value in path.items()})
            except Exception as error:  # noqa: BLE001 - the last line: unknown ones are logged and answered with 500
                return error_page(request, error)

        return guarded

    return decorate


def error_page(request: Request, error: Exception) -> Response:
    """The error as a page; one about a ticket number has a form to correct it."""
    visit = visit_of(request)
    explanation = errors.explain(error, visit.language)
    errors.log(error, explanation.status, read(request).correlation)
    if explanation.code in ("mistyped-number", "unknown-ticket"):
        number = visit.path.rpartition("/")[2]
        return html_answer(
            visit,
            "track.html",
            status=explanation.status,
            title=explanation.title,
            number=number,
            error=explanation.detail,
        )
    messages = [errors.message(problem, visit.language) for problem in explanation.problems]
    response = html_answer(visit, "problem.html", status=explanation.status, explanation=explanation, messages=messages)
    response.headers = {**response.headers, **errors.headers_of(error, explanation.status)}
    return response


def _headers(language: str, cache_control: str, allowed: str) -> Mapping[str, str]:
    return responses.SECURITY | {
        "Content-Type": TYPE,
        "Content-Security-Policy": allowed,
        "Content-Language": language,
        "Cache-Control": cache_control,
    }
