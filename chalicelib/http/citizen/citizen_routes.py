"""The citizens' pages: each view reads the visit, calls one use case and shows a template."""

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.errors import MistypedNumber
from chalicelib.domain.tickets.ticket_number import parse_number
from chalicelib.http.core import responses
from chalicelib.http.errors import NotFound, explain
from chalicelib.http.html_response import html_answer, page_view
from chalicelib.http.views import list_views
from chalicelib.pages.page_visit import Visit

pages = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with a page where it is wrong."""

FOR_EVER = "public, max-age=31536000, immutable"


@pages.route("/", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def show_home(visit: Visit) -> Response:
    """The home page."""
    return html_answer(visit, "home.html", cache_control=responses.CATALOGUE)


@pages.route("/lapor", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def show_form(visit: Visit) -> Response:
    """Step 1, choosing a service; with `layanan` step 2, its form; with `jawab=kode` the service codes of a search."""
    from chalicelib.http.citizen import report_form

    return report_form.show(visit, pages.current_request)


@pages.route("/lapor", methods=["POST"], content_types=ANY_TYPE)
@page_view(pages)
def send_report(visit: Visit) -> Response:
    """Submit the filled form: the receipt, or the form again with what is wrong.

    The receipt answers the POST itself: a redirect would have to carry the secret in an address or to store it.
    Loading it again sends the same form with the same key, which gives the same receipt.
    """
    from chalicelib.http.citizen import report_form

    return report_form.receive(visit, pages.current_request)


@pages.route("/lacak", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def find_ticket(visit: Visit) -> Response:
    """The form to find a report by its number; a well-formed number redirects to the report's page."""
    typed = visit.query.get("nomor")
    if typed is None:
        return html_answer(visit, "track.html", title="", number="", error="", cache_control=responses.CATALOGUE)
    if not typed.strip():
        missing = visit.say("site.number_missing")
        return html_answer(visit, "track.html", status=422, title="", number="", error=missing)
    try:
        number = parse_number(typed, visit.catalogue.city.prefix)
    except MistypedNumber as error:
        explanation = explain(error, visit.language)
        return html_answer(
            visit, "track.html", status=422, title=explanation.title, number=typed, error=explanation.detail
        )
    return responses.go(visit.link(f"/laporan/{number}"))


@pages.route("/laporan", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def list_reports(visit: Visit) -> Response:
    """The public list, newest first, 25 a page, by one filter at most."""
    from chalicelib.http.views.report_view import entry_view
    from chalicelib.pages import filters
    from chalicelib.pages.service_picker import districts

    catalogue = visit.catalogue
    page = wiring.public_tickets().page(
        list_views.listing_of(visit.query, catalogue), visit.query.get("cursor") or None
    )
    filter_values = {name: visit.query.get(name, "") for name in list_views.FILTERS}
    return html_answer(
        visit, "reports.html", cache_control=responses.LIST, cursor=page.cursor, paged="cursor" in visit.query,
        entries=[entry_view(entry, catalogue, visit.language) for entry in page.entries], filters=filter_values,
        chosen=filters.named(filter_values, catalogue, visit.language),
        options=filters.options(catalogue, visit.language),
        districts=districts(catalogue),
    )  # fmt: skip


@pages.route("/laporan/{number}", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def show_ticket(visit: Visit, number: str) -> Response:
    """One report: status, who handles it and until when, and its history."""
    from chalicelib.http.citizen import reporter_actions

    return reporter_actions.show(visit, parse_number(number, visit.catalogue.city.prefix))


@pages.route("/laporan/{number}/saya-juga", methods=["POST"], content_types=ANY_TYPE)
@page_view(pages)
def support_ticket(visit: Visit, number: str) -> Response:
    """“Saya juga”: once per browser; the report's page again."""
    from chalicelib.http import me_too

    number = parse_number(number, visit.catalogue.city.prefix)
    return me_too.by_form(visit, pages.current_request, number)


@pages.route("/laporan/{number}/laporkan", methods=["POST"], content_types=ANY_TYPE)
@page_view(pages)
def flag_content(visit: Visit, number: str) -> Response:
    """“Laporkan isi ini”: the coordinator checks it; the report's page again."""
    from chalicelib.http import flagging

    return flagging.by_form(visit, pages.current_request, parse_number(number, visit.catalogue.city.prefix))


@pages.route("/laporan/{number}", methods=["POST"], content_types=ANY_TYPE)
@page_view(pages)
def act_as_reporter(visit: Visit, number: str) -> Response:
    """An action of the reporter. The page answers the POST itself, since no address may carry the secret."""
    from chalicelib.http.citizen import reporter_actions

    return reporter_actions.receive(visit, pages.current_request, parse_number(number, visit.catalogue.city.prefix))


@pages.route("/static/{name}", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def send_asset(visit: Visit, name: str) -> Response:  # noqa: ARG001 - the view's
    """A static file by its versioned name."""
    from chalicelib.pages.rendering import by_address

    asset = by_address().get(name)
    if asset is None:
        raise NotFound
    headers: dict[str, str | list[str]] = {
        **responses.SECURITY,
        "Content-Security-Policy": responses.NOTHING_RUNS,
        "Content-Type": asset.content_type,
        "Cache-Control": FOR_EVER,
    }
    return Response(asset.text, headers, 200)


@pages.route("/.well-known/security.txt", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def show_security_contact(visit: Visit) -> Response:
    """Whom to tell of a vulnerability (RFC 9116), by the contacts of the city pack."""
    from chalicelib.http.citizen.security_contact import security_txt

    headers: dict[str, str | list[str]] = {
        **responses.SECURITY,
        "Content-Security-Policy": responses.NOTHING_RUNS,
        "Content-Type": "text/plain; charset=utf-8",
        "Cache-Control": responses.CATALOGUE,
    }
    return Response(security_txt(visit.catalogue.city.contacts, wiring.site(), wiring.now()), headers, 200)


@pages.route("/{unknown}", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def no_such_page(visit: Visit, unknown: str) -> Response:  # noqa: ARG001 - the route's
    """Answer an unknown address with a page of ours instead of the gateway's error."""
    raise NotFound


@pages.route("/{unknown}/{more}", methods=["GET"], content_types=ANY_TYPE)
@page_view(pages)
def no_such_page_below(visit: Visit, unknown: str, more: str) -> Response:  # noqa: ARG001 - the route's
    """The same for an unknown address of two segments."""
    raise NotFound
