"""Signing in: tokens, challenges, what can go wrong, and the groups that make a member of staff."""

from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum
from urllib.parse import quote

from chalicelib.domain.access.permissions import Actor
from chalicelib.domain.errors import DomainError, Invalid, Problem
from chalicelib.domain.values import value

ROLES = ("coordinator", "leader", "auditor")
_OPD = "opd-"


class ChallengeKind(StrEnum):
    """What a person must answer before there are tokens."""

    NEW_PASSWORD = "new-password"  # noqa: S105 - a name
    TOTP = "totp"
    TOTP_SETUP = "totp-setup"


@value
class Tokens:
    """A session: `access` proves the identity for `expires_in` seconds, `refresh` gets the next one. Never logged."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_in: int


@value
class Challenge:
    """A question of the sign-in. `session` is opaque and goes back with the answer; `secret` (base 32) is for setting
    up an authenticator app.
    """

    kind: ChallengeKind
    username: str
    session: str = field(repr=False)
    secret: str = field(default="", repr=False)


class SignInRefused(DomainError):
    """The user name or password is wrong, or the account is disabled or locked; outsiders do not learn which."""


class NotSignedIn(DomainError):
    """The token is not valid, or not any more."""


class TokenMissing(NotSignedIn):
    """There is no token: a guest."""


class TokenExpired(NotSignedIn):
    """The token was valid and has expired: it can be refreshed."""


class SignInOver(DomainError):
    """The sign-in took too long, or its session is unknown: it must begin again."""


class TooManyTries(DomainError):
    """There were too many attempts; Cognito refuses more for a while."""


class WrongCode(Invalid):
    """The code from the authenticator app or from the e-mail is wrong or too old."""

    def __init__(self) -> None:
        super().__init__((Problem("code", "code_wrong"),))


class WrongPassword(Invalid):
    """The password that was asked for again is not the person's."""

    def __init__(self, field_name: str = "password") -> None:
        super().__init__((Problem(field_name, "password_wrong"),))


class WeakPassword(Invalid):
    """The new password does not meet the rules of the user pool."""

    def __init__(self) -> None:
        super().__init__((Problem("new_password", "password_weak"),))


def group_of(opd: str) -> str:
    """The name of the group whose members work for the OPD."""
    return f"{_OPD}{opd}"


def opd_of(group: str) -> str | None:
    """The code of the OPD whose group this is; None for any other group."""
    return group.removeprefix(_OPD) if group.startswith(_OPD) else None


def otpauth(secret: str, username: str) -> str:
    """The address that an authenticator app reads from a QR code."""
    return f"otpauth://totp/Sedulur:{quote(username)}?secret={secret}&issuer=Sedulur"


def actor_of(username: str, groups: Iterable[str]) -> Actor:
    """The member of staff who belongs to these groups; groups that are neither OPD nor role are ignored."""
    names = frozenset(groups)
    opds = frozenset(opd for group in names if (opd := opd_of(group)))
    return Actor(username, opds, names & frozenset(ROLES))
