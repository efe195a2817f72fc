"""The console's session, kept in two cookies and nowhere else: access (30 minutes) and refresh (12 hours).

Whoever is not signed in has a third one, a random key: the forms for signing in carry a token of it, so that no other
site signs anybody in under a name of its own.

How a page uses it::

    signed = signed_in(call)                   # NotSignedIn: show the sign-in form (`end_session` clears what is left)
    check_csrf(call, form["csrf"])             # before anything that changes something; ForgedForm
    response = html_answer(…, csrf=csrf_token(call))
    keep(call, response, signed)               # the access token was renewed on the way: tell the browser

`start_session(call, response, tokens)` after signing in; `end_session(call, response)` signs out and revokes.

HttpOnly: no script sees them. Secure, except on this machine. SameSite=Lax, not Strict, because letters to OPDs link
into the console and Strict would show the sign-in form to somebody who is signed in; forms carry a CSRF token and are
never GET. `__Host-` where we live at the root of a host, so that no sibling host can set them; below a base path
`__Secure-` and that path. No Max-Age: on a shared PC the session ends with the browser.
"""

import hmac
from typing import Any

from chalice.app import Response

from chalicelib import wiring
from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.access.sign_in import TokenExpired, TokenMissing, Tokens
from chalicelib.domain.values import value
from chalicelib.http.core.requests import Call

ACCESS, REFRESH, GUEST = "akses", "sesi", "tamu"
LOCAL = ("127.0.0.1", "localhost", "[::1]")


class ForgedForm(Exception):
    """The form was not made by us for this session: another site sent it, or it is older than the session."""


@value
class SignedIn:
    """Who is signed in. `renewed`: new tokens for the browser to keep; None while the old ones are valid."""

    actor: Actor
    renewed: Tokens | None = None


def signed_in(call: Call) -> SignedIn:
    """The session, with new tokens if its access token has expired.

    Raises:
        TokenMissing: there is no session.
        NotSignedIn: it is over.
        TooManyTries: Cognito refuses to renew it for now.
    """
    access, refresh = cookie(call, ACCESS), cookie(call, REFRESH)
    if not refresh:  # CSRF tokens hang on it
        raise TokenMissing
    try:
        return SignedIn(_actor(access))
    except TokenExpired:
        tokens = wiring.accounts().refresh(refresh)
        return SignedIn(wiring.actor_of(tokens.access), tokens)


def start_session(call: Call, response: Response, tokens: Tokens) -> Response:
    """Let the browser keep the tokens in place of any it has: a session never survives a sign-in."""
    return _set(call, response, {ACCESS: tokens.access, REFRESH: tokens.refresh})


def keep(call: Call, response: Response, signed: SignedIn) -> Response:
    """Let the browser keep the renewed tokens, if there are any."""
    return start_session(call, response, signed.renewed) if signed.renewed else response


def end_session(call: Call, response: Response) -> Response:
    """Revoke the session and let the browser forget it."""
    refresh = cookie(call, REFRESH)
    if refresh:
        wiring.accounts().sign_out(refresh, cookie(call, ACCESS))
    return forget_session(call, response)


def forget_session(call: Call, response: Response) -> Response:
    """Let the browser forget a session that is over."""
    return _set(call, response, {ACCESS: "", REFRESH: ""})


def access_token(call: Call, signed: SignedIn) -> str:
    """The access token of this session, for actions on the person's own account."""
    return signed.renewed.access if signed.renewed else cookie(call, ACCESS)


def csrf_token(call: Call) -> str:
    """The token for each form's hidden field, valid as long as the session. Only the cookie's owner can compute it."""
    return token_of(cookie(call, REFRESH))


def token_of(key: str) -> str:
    """The CSRF token of a key that the browser keeps in a cookie: an HMAC-SHA-256 in hex."""
    return hmac.digest(key.encode(), b"sedulur csrf", "sha256").hex()


def check_csrf(call: Call, csrf: str, by: str = REFRESH) -> None:
    """Check that a page of ours sent the form: its token must fit the cookie `by`.

    Raises:
        ForgedForm: the token does not fit, or another site sent the form.
    """
    check_origin(call)
    key = cookie(call, by)
    if not key or not hmac.compare_digest(token_of(key).encode(), csrf.encode()):
        raise ForgedForm


def keep_guest(call: Call, response: Response, key: str) -> Response:
    """Let the browser keep the key of its forms until somebody is signed in."""
    return _set(call, response, {GUEST: key})


def check_origin(call: Call) -> None:
    """Check that no other site sent the request, as far as the browser says.

    `Origin` is no help: with our Referrer-Policy browsers send `null`. Old browsers say nothing and pass.

    Raises:
        ForgedForm: the browser says that another site sent it.
    """
    if call.header("sec-fetch-site") not in ("", "same-origin", "none"):
        raise ForgedForm


def cookie(call: Call, name: str) -> str:
    """The cookie's value; empty if there is none. The browser sends the one with the longest path first."""
    wanted = _prefix(call) + name
    pairs = (pair.strip().partition("=") for pair in call.header("cookie").split(";"))
    return next((value for key, _, value in pairs if key == wanted), "")


def lasting(call: Call, name: str, value: str, seconds: int) -> str:
    """A `Set-Cookie` header that outlives the browser's window, for anything but a session."""
    return f"{_cookie(call, name, value)}; Max-Age={seconds}"


def _actor(access: str) -> Actor:
    if not access:
        raise TokenExpired
    return wiring.actor_of(access)


def _set(call: Call, response: Response, values: dict[str, str]) -> Response:
    cookies: list[str] = [_cookie(call, name, value) for name, value in values.items()]
    headers: dict[str, Any] = {**response.headers, "Set-Cookie": cookies, "Cache-Control": "no-store"}
    response.headers = headers
    return response


def _cookie(call: Call, name: str, value: str) -> str:
    parts = [f"{_prefix(call)}{name}={value}", f"Path={call.base or '/'}", "HttpOnly", "SameSite=Lax"]
    if not _is_local(call):
        parts.append("Secure")
    if not value:
        parts.append("Max-Age=0")
    return "; ".join(parts)


def _prefix(call: Call) -> str:
    if _is_local(call):
        return ""
    return "__Secure-" if call.base else "__Host-"


def _is_local(call: Call) -> bool:
    """Whether the page came by plain HTTP from this very machine (`make run`)."""
    host = call.header("host").lower()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return call.header("x-forwarded-proto") != "https" and (name in LOCAL or name.endswith(".localhost"))
