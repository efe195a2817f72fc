"""The page that the links in messages lead to: the report's status, and a button that ends the messages.

Only a POST ends them: programs that look for viruses open every link of a letter. The link itself proves whose
messages they are, so the form needs no other token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalice.app import Blueprint, Request, Response

from chalicelib import wiring
from chalicelib.domain.tickets.ticket import Visibility
from chalicelib.http.core.form_body import FORM
from chalicelib.http.core.requests import body_text
from chalicelib.http.html_response import html_answer, page_view
from chalicelib.pages.page_visit import Visit

if TYPE_CHECKING:
    from chalicelib.flow.ports.delivery import Link

unsubscribe_pages = Blueprint(__name__)

ANY_TYPE: list[str] = []
STOP, RESUME = "stop", "resume"


@unsubscribe_pages.route("/k/{token}", methods=["GET"], content_types=ANY_TYPE)
@page_view(unsubscribe_pages)
def show_news(visit: Visit, token: str) -> Response:
    """The page at the short address that text messages carry."""
    return _page(visit, token.upper(), _find(token))


@unsubscribe_pages.route("/berhenti/{token}", methods=["GET"], content_types=ANY_TYPE)
@page_view(unsubscribe_pages)
def show_choice(visit: Visit, token: str) -> Response:
    """The page with the choice; opening it changes nothing."""
    return _page(visit, token.upper(), _find(token))


@unsubscribe_pages.route("/berhenti/{token}", methods=["POST"], content_types=ANY_TYPE)
@page_view(unsubscribe_pages)
def choose(visit: Visit, token: str) -> Response:
    """End the messages, or resume them; the one-click POST of mail programs (RFC 8058) ends them."""
    link = _find(token)
    step = RESUME if _asks_to_resume(unsubscribe_pages.current_request) else STOP
    action = {STOP: wiring.unsubscribe().stop, RESUME: wiring.unsubscribe().resume}[step]
    action(link)
    return _page(visit, token.upper(), link, done=step)


def _find(token: str) -> Link:
    return wiring.unsubscribe().find(token)


def _asks_to_resume(request: Request) -> bool:
    if not request.headers.get("content-type", "").lower().startswith(FORM):
        return False
    from chalicelib.pages import report_form

    return report_form.read_fields(body_text(request, report_form.BODY)).get("step") == RESUME


def _page(visit: Visit, token: str, link: Link, done: str = "") -> Response:
    """The page of this link. An anonymous report is not named, since its number leads to what was reported.

    Nothing of the report is shown to an address that has not agreed yet: it may be a stranger's.
    """
    news = wiring.unsubscribe().news(link)
    ticket = news.ticket
    return html_answer(
        visit, "subscription.html", token=token, channel=link.channel, stopped=news.stopped, done=done,
        status_code=str(ticket.status), pending=news.pending and not news.stopped,
        number="" if ticket.report.visibility is Visibility.ANONYMOUS else ticket.id,
    )  # fmt: skip
