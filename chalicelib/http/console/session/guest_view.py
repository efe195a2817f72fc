"""The door of the forms that come before a session: signing in, and a forgotten password."""

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
"""Of one field: a sealed challenge may hold two tokens."""


@value
class GuestWithoutSession(Guest):
    """A visit by somebody who is not (yet) signed in. `key`: what this browser's forms are known by."""

    key: str

    def checked_fields(self) -> dict[str, str]:
        """What the form sent, which must be of a page that this browser was shown. ForgedForm, and what `fields`
        raises.
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
            known = cookies.cookie(call, cookies.GUEST)
            guest = GuestWithoutSession(visit_of(request), call, known or secrets.token_urlsafe(16))
            response = _answer(view, guest)
            return response if known else cookies.keep_guest(call, response, guest.key)

        return guarded

    return decorate


def _answer(view: View, guest: GuestWithoutSession) -> Response:
    try:
        return view(guest)
    except Exception as error:  # noqa: BLE001 - the last line: unknown ones are logged and answered with 500
        return problem_page(guest, error)
