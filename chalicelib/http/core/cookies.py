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
from chalicelib.domain.access.sign_in import NotSignedIn, TokenExpired, Tokens
from chalicelib.domain.values import value
from chalicelib.http.core.requests import Call

ACCESS, REFRESH, GUEST = "akses", "sesi", "tamu"
LOCAL = ("127.0.0.1", "localhost", "[::1]")


class ForgedForm(Exception):
    """The form was not made by us for this session: another site sent it, or it is older than the session."""


@value
class SignedIn:
    """`renewed`: the tokens to keep from now on; None if the old ones are still good."""

    actor: Actor
    renewed: Tokens | None = None


def signed_in(call: Call) -> SignedIn:
    """Whose session it is, renewed where its access token is over. NotSignedIn, TooManyTries."""
    access, refresh = cookie(call, ACCESS), cookie(call, REFRESH)
    if not refresh:  # CSRF tokens hang on it
        raise NotSignedIn
    try:
        return SignedIn(_actor(access))
    except TokenExpired:
        tokens = wiring.accounts().refresh(refresh)
        return SignedIn(wiring.actor_of(tokens.access), tokens)


def start_session(call: Call, response: Response, tokens: Tokens) -> Response:
    """Let the browser keep the tokens in place of any it has: a session never survives a sign-in."""
    return _set(call, response, {ACCESS: tokens.access, REFRESH: tokens.refresh})


def keep(call: Call, response: Response, signed: SignedIn) -> Response:
    """Let the browser keep what was renewed on the way, if anything was."""
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
    """The access token of this session, for what only the person may do with the account."""
    return signed.renewed.access if signed.renewed else cookie(call, ACCESS)


def csrf_token(call: Call) -> str:
    """For the hidden field of each form; good as long as the session. Only who has the cookie can make it."""
    return token_of(cookie(call, REFRESH))


def token_of(key: str) -> str:
    """What a form carries to show that the page it stood on knew the key, which the browser keeps in a cookie."""
    return hmac.digest(key.encode(), b"sedulur csrf", "sha256").hex()


def check_csrf(call: Call, given: str, by: str = REFRESH) -> None:
    """ForgedForm unless a page that knew the cookie `by` sent the form: this session's own."""
    check_origin(call)
    key = cookie(call, by)
    if not key or not hmac.compare_digest(token_of(key).encode(), given.encode()):
        raise ForgedForm


def keep_guest(call: Call, response: Response, key: str) -> Response:
    """Let the browser keep what its forms are known by until somebody is signed in."""
    return _set(call, response, {GUEST: key})


def check_origin(call: Call) -> None:
    """ForgedForm if the browser says that another site sent this.

    `Origin` is no help: with our Referrer-Policy browsers send `null`. Old browsers say nothing and pass.
    """
    if call.header("sec-fetch-site") not in ("", "same-origin", "none"):
        raise ForgedForm


def cookie(call: Call, name: str) -> str:
    """What the browser keeps under this name; empty if nothing. The one with the longest path comes first."""
    wanted = _prefix(call) + name
    pairs = (pair.strip().partition("=") for pair in call.header("cookie").split(";"))
    return next((value for key, _, value in pairs if key == wanted), "")


def lasting(call: Call, name: str, value: str, seconds: int) -> str:
    """A `Set-Cookie` for something that is no session and outlives the browser's window."""
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
