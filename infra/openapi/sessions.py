"""The operations of signing in and out, by the names of the views."""

from collections.abc import Mapping

from chalicelib.http.shapes.staff_shapes import Authenticator, Challenge, Session
from infra.openapi import bodies
from infra.openapi.operation import Answer, Body, Operation

SESSIONS: Mapping[str, Operation] = {
    "sign_in": Operation(
        "Sign in as staff.",
        {
            200: Answer(Challenge, "Something must be answered first: send `session` and the answer to this address."),
            201: Answer(Session, "Signed in."),
        },
        refusals=(400, 401, 413, 415, 422, 429),
        description="A wrong name and a wrong password are answered alike. Cognito locks after several.",
        body=Body(bodies.SignIn),
    ),
    "sign_out": Operation(
        "Sign out.",
        {204: Answer(description="Signed out.")},
        refusals=(400, 401, 413, 415, 422, 429),
        description=(
            "Ends the session of `refresh_token`; without a body, every session of the person. Access tokens that "
            "were copied before are refused within a minute."
        ),
        body=Body(bodies.Refresh, required=False),
        access="staff",
    ),
    "forgot_password": Operation(
        "Ask for a code by e-mail.",
        {202: Answer(dict, "If there is such an account with an e-mail address, a code is on its way.")},
        refusals=(400, 413, 415, 422, 429),
        body=Body(bodies.Username),
    ),
    "set_password": Operation(
        "Set a new password with the code, or one's own with the old one.",
        {204: Answer(description="The password is changed.")},
        refusals=(400, 401, 413, 415, 422, 429),
        description="With `old_password` it takes the access token, and ends every session of the person.",
        body=Body(bodies.PasswordChange),
        access="public or staff",
    ),
    "begin_totp": Operation(
        "Get a secret for an authenticator app.",
        {201: Answer(Authenticator, "Nothing changes until the first code is sent.")},
        refusals=(400, 401, 413, 415, 422, 429),
        description="The password is asked for again: a token alone may be stolen.",
        body=Body(bodies.PasswordAgain),
        access="staff",
    ),
    "switch_on_totp": Operation(
        "Use an authenticator.",
        {204: Answer(description="The authenticator is asked for from the next sign-in on.")},
        refusals=(400, 401, 413, 415, 422, 429),
        body=Body(bodies.AuthenticatorCode),
        access="staff",
    ),
}
