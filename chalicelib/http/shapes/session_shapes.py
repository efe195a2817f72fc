"""Answers to signing in and to setting up an authenticator app."""

from typing import Annotated, Literal, NotRequired

from typing_extensions import TypedDict

from chalicelib.domain.access.sign_in import ChallengeKind
from chalicelib.http.shapes.schema_notes import Doc

Secret = Annotated[str, Doc("For an authenticator app, base 32.")]
Otpauth = Annotated[str, Doc("The same as an address to show as a QR code.")]


class Session(TypedDict):
    access_token: str
    token_type: Literal["Bearer"]
    expires_in: Annotated[int, Doc("Seconds that `access_token` is good for.")]
    refresh_token: Annotated[str, Doc("Gets the next `access_token`, for 12 hours.")]


class Challenge(TypedDict):
    challenge: Annotated[
        ChallengeKind, Doc("`new-password` is answered by `new_password`, `totp` and `totp-setup` by `code`.")
    ]
    session: Annotated[str, Doc("Opaque, goes back with the answer, good for 10 minutes.")]
    secret: NotRequired[Secret]
    otpauth: NotRequired[Otpauth]


class Authenticator(TypedDict):
    secret: Secret
    otpauth: Otpauth
