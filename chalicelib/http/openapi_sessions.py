"""Signing in and out, as the OpenAPI document describes it."""

from chalicelib.domain.account import ChallengeKind
from chalicelib.http.openapi_parts import ok, operation, refused
from chalicelib.http.openapi_words import TEXT, Json, ref

BEARER: Json = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "`access_token` of a session.",
}
AS_STAFF: list[Json] = [{"staff": []}]
"""`security` of what only staff may do."""

_PASSWORD: Json = {"type": "string", "format": "password"}
_CODE: Json = {"type": "string", "description": "Six digits.", "example": "123456"}
_SECRET: Json = {"type": "string", "description": "For an authenticator app, base 32."}
_OTPAUTH: Json = {"type": "string", "description": "The same as an address to show as a QR code."}


def _exactly(**properties: Json) -> Json:
    return {"type": "object", "required": list(properties), "properties": properties}


SIGN_IN_SCHEMAS: Json = {
    "SignIn": {
        "oneOf": [
            _exactly(username=TEXT, password=_PASSWORD),
            _exactly(session=TEXT, new_password=_PASSWORD),
            _exactly(session=TEXT, code=_CODE),
            _exactly(refresh_token=TEXT),
        ]
    },
    "Session": _exactly(
        access_token=TEXT,
        token_type={"const": "Bearer"},
        expires_in={"type": "integer", "description": "Seconds that `access_token` is good for."},
        refresh_token={"type": "string", "description": "Gets the next `access_token`, for 12 hours."},
    ),
    "Challenge": {
        "type": "object",
        "required": ["challenge", "session"],
        "properties": {
            "challenge": {
                "enum": [str(kind) for kind in ChallengeKind],
                "description": "`new-password` is answered by `new_password`, `totp` and `totp-setup` by `code`.",
            },
            "session": {"type": "string", "description": "Opaque, goes back with the answer, good for 10 minutes."},
            "secret": _SECRET,
            "otpauth": _OTPAUTH,
        },
    },
    "Authenticator": _exactly(secret=_SECRET, otpauth=_OTPAUTH),
}


def _sent(told: Json, schema: Json, *, is_needed: bool = True) -> Json:
    body = {"required": is_needed, "content": {"application/json": {"schema": schema}}}
    return told | {"requestBody": body}


def _sign_in() -> Json:
    answers = {
        "200": ok(ref("Challenge"), "Something must be answered first: send `session` and the answer to this address."),
        "201": ok(ref("Session"), "Signed in."),
    }
    told = operation("signIn", "Sign in as staff.", answers | refused(400, 401, 413, 415, 422, 429))
    told["description"] = "A wrong name and a wrong password are answered alike. Cognito locks after several."
    return _sent(told, ref("SignIn"))


def _sign_out() -> Json:
    done = {"204": {"description": "Signed out."}}
    told = operation("signOut", "Sign out.", done | refused(400, 401, 413, 415, 422, 429))
    told["description"] = (
        "Ends the session of `refresh_token`; without a body, every session of the person. An access token that was "
        "copied before may be accepted until it expires."
    )
    return _sent(told | {"security": AS_STAFF}, _exactly(refresh_token=TEXT), is_needed=False)


def _forgot() -> Json:
    done = {"202": ok({"type": "object"}, "If there is such an account with an e-mail address, a code is on its way.")}
    told = operation("forgotPassword", "Ask for a code by e-mail.", done | refused(400, 413, 415, 422, 429))
    return _sent(told, _exactly(username=TEXT))


def _recover() -> Json:
    done = {"204": {"description": "The password is changed."}}
    told = operation("setPassword", "Set a new password with the code.", done | refused(400, 413, 415, 422, 429))
    return _sent(told, _exactly(username=TEXT, code=_CODE, new_password=_PASSWORD))


def _begin_totp() -> Json:
    begun = {"201": ok(ref("Authenticator"), "Nothing changes until the first code is sent.")}
    told = operation("beginTotp", "Get a secret for an authenticator app.", begun | refused(401, 429))
    return told | {"security": AS_STAFF}


def _switch_on_totp() -> Json:
    done = {"204": {"description": "The authenticator is asked for from the next sign-in on."}}
    told = operation("switchOnTotp", "Use an authenticator.", done | refused(400, 401, 413, 415, 422, 429))
    return _sent(told | {"security": AS_STAFF}, _exactly(code=_CODE))


PATHS: Json = {
    "/v1/sessions": {"post": _sign_in(), "delete": _sign_out()},
    "/v1/passwords": {"post": _forgot(), "put": _recover()},
    "/v1/totp": {"post": _begin_totp(), "put": _switch_on_totp()},
}
