"""The decorator of the console's views: the session, forms checked against forgery, errors as pages."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import quote, urlsplit

from chalice.app import Blueprint, Response

from chalicelib import texts
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.access.sign_in import NotSignedIn
from chalicelib.domain.city.catalogue import Catalogue
from chalicelib.domain.errors import MistypedNumber, UnknownTicket
from chalicelib.domain.values import value
from chalicelib.http import errors
from chalicelib.http.core import cookies, refusals, responses
from chalicelib.http.core.cookies import SignedIn
from chalicelib.http.core.form_body import Files, form_fields, form_sent
from chalicelib.http.core.requests import Call, path_value, read
from chalicelib.http.html_response import html_answer, visit_of
from chalicelib.pages.page_visit import Visit

HOME = "/petugas"
SIGN_IN = "/petugas/masuk"

View = Callable[..., Response]


@value
class Guest:
    """A visit to the console, signed in or not."""

    visit: Visit
    call: Call

    @property
    def catalogue(self) -> Catalogue:
        return self.visit.catalogue

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """A page of the console, which no cache keeps."""
        return html_answer(
            self.visit, f"petugas/{template}", status=status, done=self._done(), **self._frame(), **values
        )

    def _done(self) -> str:
        """Key of the message on the action just taken, from `kabar` in the address; empty for any other value."""
        key = f"step.did_{self.visit.query.get('kabar', '')}"
        return key if texts.known(key) else ""

    def go(self, path: str, **query: str | None) -> Response:
        """Redirect to another page, by GET."""
        return responses.go(self.visit.link(path, **query))

    def fields(self) -> dict[str, str]:
        """The fields of the form.

        Raises:
            WrongType: the body is no form.
            BodyTooLarge: it is longer than any form of ours.
            BrokenText: it is not UTF-8.
        """
        return form_fields(self.call.request)

    def _frame(self) -> dict[str, Any]:
        return {"actor": None, "csrf": ""}


@value
class Staff(Guest):
    """A visit by a member of staff."""

    signed: SignedIn

    @property
    def actor(self) -> Actor:
        return self.signed.actor

    def checked_fields(self) -> dict[str, str]:
        """The fields of a form that a page of this session has sent.

        Raises:
            ForgedForm: the form does not come from a page of this session.
            Unreadable: as `fields`.
        """
        return self.checked_form()[0]

    def checked_form(self) -> tuple[dict[str, str], Files]:
        """Fields and files; raises as `checked_fields`."""
        fields, files = form_sent(self.call.request)
        cookies.check_csrf(self.call, fields.pop("csrf", ""))
        return fields, files

    def _frame(self) -> dict[str, Any]:
        return {"actor": self.actor, "csrf": cookies.csrf_token(self.call)}


def staff_view(blueprint: Blueprint) -> Callable[[View], View]:
    """Views take a `Staff` and their path parameters. Others see the sign-in form; renewed tokens go to the browser."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**path: str) -> Response:
            request = blueprint.current_request
            guest = Guest(visit_of(request), read(request))
            try:
                return _for_staff(view, guest, path)
            except Exception as error:  # noqa: BLE001 - the last line: unknown ones are logged and answered with 500
                return problem_page(guest, error)

        return guarded

    return decorate


def _for_staff(view: View, guest: Guest, path: Mapping[str, str]) -> Response:
    try:
        staff = Staff(guest.visit, guest.call, cookies.signed_in(guest.call))
    except NotSignedIn as refused:
        refusals.note(refused, guest.call.correlation)
        return cookies.forget_session(guest.call, _sign_in_first(guest))
    return cookies.keep(guest.call, _answer(view, staff, path), staff.signed)


def problem_page(guest: Guest, error: Exception) -> Response:
    """The error as a page; one about a ticket number has a form to correct it."""
    explanation = errors.explain(error, guest.visit.language)
    errors.log(error, explanation.status, guest.call.correlation)
    if isinstance(error, MistypedNumber | UnknownTicket):
        number = guest.visit.path.rpartition("/")[2]
        return guest.page(
            "cari.html", status=explanation.status, title=explanation.title, number=number, error=explanation.detail
        )
    messages = [errors.message(problem, guest.visit.language) for problem in explanation.problems]
    return guest.page("masalah.html", status=explanation.status, explanation=explanation, messages=messages)


def inside(address: str) -> str:
    """The address itself if it is within the console, else the console's first page: where to go after signing in."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return HOME
    is_ours = parts.path == HOME or parts.path.startswith(f"{HOME}/")
    return quote(parts.path, safe="/%-_.~") if is_ours and not parts.netloc and not parts.scheme else HOME


def _answer(view: View, staff: Staff, path: Mapping[str, str]) -> Response:
    try:
        return view(staff, **{name: path_value(value) for name, value in path.items()})
    except Exception as error:  # noqa: BLE001 - the last line: unknown ones are logged and answered with 500
        return problem_page(staff, error)


def _sign_in_first(guest: Guest) -> Response:
    """The sign-in form, which leads back here; after a POST, a page with the text that was typed, to be copied."""
    path = guest.visit.path
    if guest.call.request.method == "GET":
        return guest.go(SIGN_IN, ke=path if path != HOME else None)
    typed = [text for name, text in guest.fields().items() if name == "text" and text]
    return guest.page("berakhir.html", status=401, typed=typed, back=inside(path))
