"""The staff's accounts in the stage's Cognito user pool.

The password comes to us and goes on to Cognito over TLS (USER_PASSWORD_AUTH): SRP would keep it in the browser, but
needs a script there, and the console works without. Only who has the client's secret can ask for anything.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters.aws import clients
from chalicelib.adapters.identity.jwt_verifier import Verifier, groups_in
from chalicelib.adapters.identity.sealed_state import open_seal, seal
from chalicelib.adapters.identity.user_pool import Pool
from chalicelib.domain.access.sign_in import (
    Challenge,
    ChallengeKind,
    NotSignedIn,
    SignInOver,
    SignInRefused,
    Tokens,
    TooManyTries,
    WeakPassword,
    WrongCode,
)

_KINDS = {
    "NEW_PASSWORD_REQUIRED": ChallengeKind.NEW_PASSWORD,
    "SOFTWARE_TOKEN_MFA": ChallengeKind.TOTP,
    "MFA_SETUP": ChallengeKind.TOTP_SETUP,  # only in a pool that requires it of everybody
}
_ANSWERS = {
    ChallengeKind.NEW_PASSWORD: ("NEW_PASSWORD_REQUIRED", "NEW_PASSWORD"),
    ChallengeKind.TOTP: ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"),
}
"""What Cognito calls the challenge, and the answer to it."""

_ERRORS: Mapping[str, type[Exception]] = {
    "CodeMismatchException": WrongCode,
    "EnableSoftwareTokenMFAException": WrongCode,
    "ExpiredCodeException": WrongCode,
    "InvalidPasswordException": WeakPassword,
    "LimitExceededException": TooManyTries,
    "PasswordHistoryPolicyViolationException": WeakPassword,
    "TooManyFailedAttemptsException": TooManyTries,
    "TooManyRequestsException": TooManyTries,
}
_REFUSALS = frozenset(
    {
        "ForbiddenException",
        "InvalidParameterException",
        "NotAuthorizedException",
        "PasswordResetRequiredException",
        "UserNotConfirmedException",
        "UserNotFoundException",
    }
)
"""Cognito's ways to say no; which of them it was is nobody's business."""

_UNTOLD = _REFUSALS | {"CodeDeliveryFailureException", "LimitExceededException"}
"""Of asking for a code: who learned of these would learn that there is such a person."""


@dataclass(frozen=True, slots=True)
class CognitoAccounts:
    """As `flow.ports.accounts.Accounts` has it. `groups_with_totp`: whose members must use an authenticator."""

    pool: Pool
    verify: Verifier
    groups_with_totp: Callable[[], frozenset[str]]

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        name = username.strip().lower()
        parameters = {"USERNAME": name, "PASSWORD": password, "SECRET_HASH": self.pool.secret_hash(name)}
        asked = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters, "ClientId": self.pool.client}
        return self._next(name, _ask("initiate_auth", SignInRefused, **asked))

    def answer(self, session: str, answer: str) -> Tokens | Challenge:
        told = open_seal(self.pool.seal, session)
        kind = ChallengeKind(told["kind"])
        if "access" in told:
            self.switch_on_totp(told["access"], answer)
            return Tokens(told["access"], told["refresh"], int(told["expires_in"]))
        if kind == ChallengeKind.TOTP_SETUP:
            verified = _ask("verify_software_token", SignInOver, Session=told["session"], UserCode=answer)
            return self._respond(told["username"], "MFA_SETUP", verified["Session"], {})
        name, field = _ANSWERS[kind]
        return self._respond(told["username"], name, told["session"], {field: answer})

    def refresh(self, refresh: str) -> Tokens:
        name, _, token = refresh.rpartition(":")
        if not (name and token):
            raise NotSignedIn
        parameters = {"REFRESH_TOKEN": token, "SECRET_HASH": self.pool.secret_hash(name)}
        asked = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters, "ClientId": self.pool.client}
        result = _ask("initiate_auth", NotSignedIn, **asked)["AuthenticationResult"]
        return Tokens(result["AccessToken"], refresh, result["ExpiresIn"])

    def sign_out(self, refresh: str, access: str = "") -> None:
        self.verify.end(access)
        token = refresh.rpartition(":")[2]
        asked = {"Token": token, "ClientId": self.pool.client, "ClientSecret": self.pool.secret}
        _ask_or(_REFUSALS | {"UnsupportedTokenTypeException"}, "revoke_token", **asked)

    def sign_out_everywhere(self, access: str) -> None:
        self.verify.end(access)
        _ask("global_sign_out", NotSignedIn, AccessToken=access)

    def forgot(self, username: str) -> None:
        _ask_or(_UNTOLD, "forgot_password", **self._person(username))

    def confirm_forgot(self, username: str, code: str, password: str) -> None:
        asked = self._person(username) | {"ConfirmationCode": code.strip(), "Password": password}
        _ask("confirm_forgot_password", WrongCode, **asked)

    def begin_totp(self, access: str) -> str:
        return str(_ask("associate_software_token", NotSignedIn, AccessToken=access)["SecretCode"])

    def switch_on_totp(self, access: str, code: str) -> None:
        verified = _ask("verify_software_token", NotSignedIn, AccessToken=access, UserCode=code)
        if verified["Status"] != "SUCCESS":
            raise WrongCode
        wanted = {"Enabled": True, "PreferredMfa": True}
        _ask("set_user_mfa_preference", NotSignedIn, AccessToken=access, SoftwareTokenMfaSettings=wanted)

    def _respond(self, name: str, challenge: str, session: str, answers: Mapping[str, str]) -> Tokens | Challenge:
        responses = {"USERNAME": name, "SECRET_HASH": self.pool.secret_hash(name), **answers}
        asked = {"ChallengeName": challenge, "Session": session, "ChallengeResponses": responses}
        told = _ask("respond_to_auth_challenge", SignInOver, ClientId=self.pool.client, **asked)
        return self._next(name, told, has_totp=challenge != "NEW_PASSWORD_REQUIRED")

    def _next(self, name: str, told: Mapping[str, Any], *, has_totp: bool = False) -> Tokens | Challenge:
        if told.get("ChallengeName"):
            return self._challenge(name, told)
        result = told["AuthenticationResult"]
        tokens = Tokens(result["AccessToken"], f"{name}:{result['RefreshToken']}", result["ExpiresIn"])
        if has_totp or self.groups_with_totp().isdisjoint(groups_in(self.verify(tokens.access))):
            return tokens
        kept = {"access": tokens.access, "refresh": tokens.refresh, "expires_in": str(tokens.expires_in)}
        return self._sealed(ChallengeKind.TOTP_SETUP, name, kept, self.begin_totp(tokens.access))

    def _challenge(self, name: str, told: Mapping[str, Any]) -> Challenge:
        kind, session = _KINDS[told["ChallengeName"]], told["Session"]
        if kind != ChallengeKind.TOTP_SETUP:
            return self._sealed(kind, name, {"session": session})
        begun = _ask("associate_software_token", SignInOver, Session=session)
        return self._sealed(kind, name, {"session": begun["Session"]}, begun["SecretCode"])

    def _sealed(self, kind: ChallengeKind, name: str, kept: Mapping[str, str], secret: str = "") -> Challenge:
        """What goes on stays readable for us alone: tokens that are not yet earned, Cognito's session, whose it is."""
        session = seal(self.pool.seal, {"kind": kind, "username": name, **kept})
        return Challenge(kind, name, session, secret)

    def _person(self, username: str) -> dict[str, str]:
        name = username.strip().lower()
        return {"ClientId": self.pool.client, "Username": name, "SecretHash": self.pool.secret_hash(name)}


def _ask(operation: str, refused: type[Exception], **asked: Any) -> dict[str, Any]:
    """Cognito's answer; `refused` where it only says no."""
    try:
        told: dict[str, Any] = getattr(clients.client("cognito-idp"), operation)(**asked)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        meant = _ERRORS.get(code) or (refused if code in _REFUSALS else None)
        if meant is None:
            raise
        raise meant from error
    return told


def _ask_or(untold: frozenset[str], operation: str, **asked: Any) -> None:
    """Ask, and keep to ourselves if Cognito answers with one of these."""
    try:
        getattr(clients.client("cognito-idp"), operation)(**asked)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in untold:
            return
        if code in _ERRORS:
            raise _ERRORS[code] from error
        raise
