"""The decorator of views before a session: signing in, and a forgotten password."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib.domain.values import value
from chalicelib.http.console.session.staff_view import Guest, problem_page
from chalicelib.http.core import cookies
from chalicelib.http.core.requests import read
from chalicelib.http.html_response import visit_of

View = Callable[..., Response]

LONGEST = 16 * 1024
"""Most characters of one field: a sealed challenge may hold two tokens."""


@value
class GuestWithoutSession(Guest):
    """A visit without a session. `key` is the random key behind the CSRF tokens of this browser's forms."""

    key: str

    def checked_fields(self) -> dict[str, str]:
        """The fields of a form that a page of this browser has sent.

        Raises:
            ForgedForm: the form does not come from a page that this browser was shown.
            Unreadable: as `fields`.
        """
        fields = {name: text[:LONGEST] for name, text in self.fields().items()}
        cookies.check_csrf(self.call, fields.pop("csrf", ""), cookies.GUEST)
        return fields

    def _frame(self) -> dict[str, Any]:
        return {"actor": None, "csrf": cookies.token_of(self.key)}


def guest_view(blueprint: Blueprint) -> Callable[[View], View]:
    """Views take a `GuestWithoutSession`; their errors become pages of the console."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded() -> Response:
            request = blueprint.current_request
            call = read(request)
            guest_key = cookies.cookie(call, cookies.GUEST)
            guest = GuestWithoutSession(visit_of(request), call, guest_key or secrets.token_urlsafe(16))
            response = _answer(view, guest)
            return response if guest_key else cookies.keep_guest(call, response, guest.key)

        return guarded

    return decorate


def _answer(view: View, guest: GuestWithoutSession) -> Response:
    try:
        return view(guest)
    except Exception as error:  # noqa: BLE001 - the last line: unknown ones are logged and answered with 500
        return problem_page(guest, error)
