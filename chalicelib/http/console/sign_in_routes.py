"""Signing in and out of the console, a forgotten password, and one's own account."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.access.sign_in import (
    Challenge,
    SignInOver,
    SignInRefused,
    Tokens,
    TooManyTries,
    WeakPassword,
    WrongCode,
    WrongPassword,
    otpauth,
)
from chalicelib.domain.errors import Invalid
from chalicelib.domain.values import value
from chalicelib.http import errors
from chalicelib.http.console.staff_view import SIGN_IN, Guest, Staff, inside, problem_page, staff_view
from chalicelib.http.core import cookies, refusals
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


signing = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with a page where it is wrong."""


@signing.route("/petugas/masuk", methods=["GET"], content_types=ANY_TYPE)
@guest_view(signing)
def show_sign_in(guest: GuestWithoutSession) -> Response:
    """The sign-in form."""
    return _sign_in_page(guest, {"ke": guest.visit.query.get("ke", "")})


@signing.route("/petugas/masuk", methods=["POST"], content_types=ANY_TYPE)
@guest_view(signing)
def sign_in(guest: GuestWithoutSession) -> Response:
    """Sign in with user name and password, or answer a challenge."""
    fields = guest.checked_fields()
    if "session" in fields:
        return _answer_challenge(guest, fields)
    try:
        result = wiring.sign_in().with_password(
            fields.get("username", "").strip(), fields.get("password", ""), guest.call.address
        )
    except (SignInRefused, TooManyTries) as refused:
        refusals.note(refused, guest.call.correlation)
        return _sign_in_page(guest, fields, refused)
    return _go_on(guest, fields, result)


@signing.route("/petugas/keluar", methods=["POST"], content_types=ANY_TYPE)
@staff_view(signing)
def sign_out(staff: Staff) -> Response:
    """End this session for good."""
    staff.checked_fields()
    ended = staff.go(SIGN_IN, kabar="keluar")
    return cookies.end_session(staff.call, ended)


@signing.route("/petugas/lupa", methods=["GET"], content_types=ANY_TYPE)
@guest_view(signing)
def show_forgotten(guest: GuestWithoutSession) -> Response:
    """The form that asks for a code by e-mail."""
    return guest.page("lupa.html", fields={}, errors={}, sent=False)


@signing.route("/petugas/lupa", methods=["POST"], content_types=ANY_TYPE)
@guest_view(signing)
def forgotten(guest: GuestWithoutSession) -> Response:
    """Send the code, or set a new password with it; nobody learns whether there is such an account."""
    fields = guest.checked_fields()
    username = fields.get("username", "").strip()
    if "code" not in fields:
        wiring.sign_in().send_letter(username, guest.call.address)
        return guest.page("lupa.html", fields=fields, errors={}, sent=True)
    try:
        wiring.sign_in().set_password(
            username, fields["code"].strip(), fields.get("new_password", ""), guest.call.address
        )
    except (WrongCode, WeakPassword) as wrong:
        refusals.note(wrong, guest.call.correlation)
        messages = _messages(guest, wrong)
        return guest.page("lupa.html", status=422, fields=fields, errors=messages, sent=True)
    return guest.go(SIGN_IN, kabar="sandi")


@signing.route("/petugas/akun", methods=["GET"], content_types=ANY_TYPE)
@staff_view(signing)
def show_account(staff: Staff) -> Response:
    """One's own account: name, OPDs, language and authenticator app."""
    return _account_page(staff)


@signing.route("/petugas/akun", methods=["POST"], content_types=ANY_TYPE)
@staff_view(signing)
def change_account(staff: Staff) -> Response:
    """Change the password; show a secret for the authenticator app, or switch the app on with its first code."""
    fields = {name: text[:LONGEST] for name, text in staff.checked_fields().items()}
    try:
        if "old_password" in fields:
            return _change_password(staff, fields)
        return _set_up_authenticator(staff, fields)
    except (WrongCode, WrongPassword, WeakPassword, TooManyTries) as wrong:
        refusals.note(wrong, staff.call.correlation)
        secret = fields.get("secret", "")[:100] if isinstance(wrong, WrongCode) else ""
        return _account_page(staff, secret, _account_errors(staff, wrong))


def _set_up_authenticator(staff: Staff, fields: dict[str, str]) -> Response:
    access = cookies.access_token(staff.call, staff.signed)
    if "code" not in fields:
        return _account_page(staff, wiring.accounts().begin_totp(access, fields.get("password", "")))
    wiring.accounts().switch_on_totp(access, fields["code"].strip())
    return staff.go("/petugas/akun", kabar="totp")


def _change_password(staff: Staff, fields: dict[str, str]) -> Response:
    """Every session of the person ends, this one too: whoever changes a password may do so because it was stolen."""
    access = cookies.access_token(staff.call, staff.signed)
    wiring.accounts().change_password(access, fields["old_password"], fields.get("new_password", ""))
    wiring.accounts().sign_out_everywhere(access)
    return cookies.forget_session(staff.call, staff.go(SIGN_IN, kabar="sandi"))


def _account_errors(staff: Staff, wrong: Invalid | TooManyTries) -> dict[str, str]:
    if isinstance(wrong, TooManyTries):
        return {"": errors.explain(wrong, staff.visit.language).detail}
    return _messages(staff, wrong)


def _answer_challenge(guest: GuestWithoutSession, fields: dict[str, str]) -> Response:
    """Answer with a new password or a code; after a wrong one the same challenge is shown again."""
    kind = "code" if "code" in fields else "new_password"
    try:
        result = wiring.accounts().answer(fields["session"], fields.get(kind, "").strip())
    except (WrongCode, WeakPassword) as wrong:
        refusals.note(wrong, guest.call.correlation)
        return _challenge_page(guest, fields, _messages(guest, wrong))
    except (SignInOver, SignInRefused, TooManyTries) as refused:
        refusals.note(refused, guest.call.correlation)
        return _sign_in_page(guest, fields, refused)
    return _go_on(guest, fields, result)


def _go_on(guest: GuestWithoutSession, fields: dict[str, str], result: Tokens | Challenge) -> Response:
    if isinstance(result, Tokens):
        return cookies.start_session(guest.call, guest.go(inside(fields.get("ke", ""))), result)
    challenge = {
        "ke": fields.get("ke", ""),
        "session": result.session,
        "kind": str(result.kind),
        "username": result.username,
    }
    return _challenge_page(guest, challenge | {"secret": result.secret}, {})


def _sign_in_page(guest: GuestWithoutSession, fields: dict[str, str], refused: Exception | None = None) -> Response:
    explanation = errors.explain(refused, guest.visit.language) if refused else None
    return guest.page(
        "masuk.html", status=explanation.status if explanation else 200, fields=fields, explanation=explanation
    )


def _challenge_page(guest: GuestWithoutSession, fields: dict[str, str], wrong: dict[str, str]) -> Response:
    secret = fields.get("secret", "")
    return guest.page(
        "tantangan.html", status=422 if wrong else 200, fields=fields, errors=wrong,
        qr=_qr(secret, fields.get("username", "")) if secret else "",
    )  # fmt: skip


def _account_page(staff: Staff, secret: str = "", wrong: dict[str, str] | None = None) -> Response:
    opds = staff.catalogue.opds
    names = [opds[code].name if code in opds else code for code in sorted(staff.actor.opds)]
    qr = _qr(secret, staff.actor.person) if secret else ""
    return staff.page("akun.html", status=422 if wrong else 200, secret=secret, qr=qr, errors=wrong or {}, opds=names)


def _qr(secret: str, username: str) -> str:
    from chalicelib.pages.receipt import qr_code

    return qr_code(otpauth(secret, username))


def _messages(guest: Guest, wrong: Invalid) -> dict[str, str]:
    return {problem.field: errors.message(problem, guest.visit.language) for problem in wrong.problems}
