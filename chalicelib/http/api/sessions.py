"""Signing in and out through the JSON API: tokens, or the challenge to answer next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from chalice.app import Blueprint, Response

from chalicelib import wiring
from chalicelib.domain.access.sign_in import Challenge, Tokens, otpauth
from chalicelib.domain.errors import Invalid, Problem
from chalicelib.http.core.bearer import actor, token
from chalicelib.http.core.requests import Call, json_object
from chalicelib.http.core.responses import json_answer
from chalicelib.http.errors import api_view

if TYPE_CHECKING:
    from chalicelib.http.shapes import staff_shapes

sessions = Blueprint(__name__)

ANY_TYPE: list[str] = []
"""Chalice lets every media type pass; ours answers with problem details where it is wrong."""

LONGEST = 16 * 1024
"""Most characters of one field: a sealed session may hold two tokens."""


@sessions.route("/v1/sessions", methods=["POST"], content_types=ANY_TYPE)
@api_view(sessions)
def sign_in(call: Call) -> Response:
    """Sign in with `username` and `password`, answer a challenge with `session`, or renew with `refresh_token`."""
    body = json_object(call)
    accounts = wiring.accounts()
    if "refresh_token" in body:
        return _answer(call, accounts.refresh(_text(body, "refresh_token")))
    if "session" in body:
        answer = "code" if "code" in body else "new_password"
        return _answer(call, accounts.answer(_text(body, "session"), _text(body, answer)))
    _require(body, "username", "password")
    tokens = wiring.sign_in().with_password(_text(body, "username"), _text(body, "password"), call.address)
    return _answer(call, tokens)


@sessions.route("/v1/sessions", methods=["DELETE"], content_types=ANY_TYPE)
@api_view(sessions)
def sign_out(call: Call) -> Response:
    """End the session of `refresh_token`; without one, end every session of the person."""
    access = token(call)
    actor(call)
    body = json_object(call) if call.request.raw_body else {}
    if "refresh_token" in body:
        wiring.accounts().sign_out(_text(body, "refresh_token"), access)
    else:
        wiring.accounts().sign_out_everywhere(access)
    return json_answer(call, "", status=204)


@sessions.route("/v1/passwords", methods=["POST"], content_types=ANY_TYPE)
@api_view(sessions)
def forgot_password(call: Call) -> Response:
    """Ask for a code by e-mail; the answer is the same whether there is such an account or not."""
    wiring.sign_in().send_letter(_text(json_object(call), "username"), call.address)
    return json_answer(call, {}, status=202)


@sessions.route("/v1/passwords", methods=["PUT"], content_types=ANY_TYPE)
@api_view(sessions)
def set_password(call: Call) -> Response:
    """Set a new password with the code from the e-mail; one's own with the old one, which ends all sessions."""
    body = json_object(call)
    if "old_password" in body:
        return _change_password(call, body)
    fields = ("username", "code", "new_password")
    _require(body, *fields)
    username, code, password = (_text(body, name) for name in fields)
    wiring.sign_in().set_password(username, code, password, call.address)
    return json_answer(call, "", status=204)


@sessions.route("/v1/totp", methods=["POST"], content_types=ANY_TYPE)
@api_view(sessions)
def begin_totp(call: Call) -> Response:
    """A secret for an authenticator app, for the password; nothing changes until the app's first code is sent."""
    person = actor(call).person
    secret = wiring.accounts().begin_totp(token(call), _text(json_object(call), "password"))
    body: staff_shapes.Authenticator = {"secret": secret, "otpauth": otpauth(secret, person)}
    return json_answer(call, body, status=201)


@sessions.route("/v1/totp", methods=["PUT"], content_types=ANY_TYPE)
@api_view(sessions)
def switch_on_totp(call: Call) -> Response:
    """Ask for the authenticator's code at each sign-in from now on."""
    actor(call)
    wiring.accounts().switch_on_totp(token(call), _text(json_object(call), "code"))
    return json_answer(call, "", status=204)


def _change_password(call: Call, body: dict[str, Any]) -> Response:
    actor(call)
    access = token(call)
    _require(body, "new_password")
    wiring.accounts().change_password(access, _text(body, "old_password"), _text(body, "new_password"))
    wiring.accounts().sign_out_everywhere(access)
    return json_answer(call, "", status=204)


def _answer(call: Call, result: Tokens | Challenge) -> Response:
    if isinstance(result, Tokens):
        return json_answer(call, _tokens(result), status=201)
    view: staff_shapes.Challenge = {"challenge": result.kind, "session": result.session}
    if result.secret:
        view |= {"secret": result.secret, "otpauth": otpauth(result.secret, result.username)}
    return json_answer(call, view)


def _tokens(tokens: Tokens) -> staff_shapes.Session:
    return {
        "access_token": tokens.access,
        "token_type": "Bearer",
        "expires_in": tokens.expires_in,
        "refresh_token": tokens.refresh,
    }


def _require(body: dict[str, Any], *names: str) -> None:
    """Check that these fields are filled in.

    Raises:
        Invalid: some of these fields are missing or empty; the error names all of them.
    """
    missing = tuple(Problem(name, "missing") for name in names if not body.get(name) or str(body[name]).isspace())
    if missing:
        raise Invalid(missing)


def _text(body: dict[str, Any], name: str) -> str:
    _require(body, name)
    value = body[name]
    if not isinstance(value, str):
        raise Invalid((Problem(name, "text"),))
    if len(value) > LONGEST:
        raise Invalid((Problem(name, "too_long", {"given": len(value), "most": LONGEST}),))
    return value
