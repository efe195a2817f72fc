"""Signing in, as everybody sees it: what is handed out, what is asked next, and what can be wrong."""

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
    """What must be answered before there are tokens."""

    NEW_PASSWORD = "new-password"  # noqa: S105 - a name
    TOTP = "totp"
    TOTP_SETUP = "totp-setup"


@value
class Tokens:
    """A session: `access` proves who it is for `expires_in` seconds, `refresh` gets the next one. No text to log."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    expires_in: int


@value
class Challenge:
    """`session` is opaque and goes back with the answer. `secret` (base 32): for the authenticator app at set-up."""

    kind: ChallengeKind
    username: str
    session: str = field(repr=False)
    secret: str = field(default="", repr=False)


class SignInRefused(DomainError):
    """Wrong user name, wrong password, disabled or locked: outsiders are not told which."""


class NotSignedIn(DomainError):
    """The token proves nothing (any more)."""


class TokenExpired(NotSignedIn):
    """The token was good once: refresh it."""


class SignInOver(DomainError):
    """The sign-in took too long, or its session is not ours: begin again."""


class TooManyTries(DomainError):
    """Cognito lets nobody try for a while."""


class WrongCode(Invalid):
    """The code of the authenticator or from the letter is wrong or too old."""

    def __init__(self) -> None:
        super().__init__((Problem("code", "code_wrong"),))


class WeakPassword(Invalid):
    """The new password does not meet the rules of the user pool."""

    def __init__(self) -> None:
        super().__init__((Problem("new_password", "password_weak"),))


def group_of(opd: str) -> str:
    """The group whose members work for the OPD."""
    return f"{_OPD}{opd}"


def opd_of(group: str) -> str | None:
    """The OPD whose group it is; None for any other group."""
    return group.removeprefix(_OPD) if group.startswith(_OPD) else None


def otpauth(secret: str, username: str) -> str:
    """What an authenticator app reads from a QR code."""
    return f"otpauth://totp/Sedulur:{quote(username)}?secret={secret}&issuer=Sedulur"


def actor_of(username: str, groups: Iterable[str]) -> Actor:
    """Who a member of these groups is to us; other groups are none of ours."""
    named = frozenset(groups)
    opds = frozenset(opd for group in named if (opd := opd_of(group)))
    return Actor(username, opds, named & frozenset(ROLES))
