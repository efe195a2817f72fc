"""The staff's accounts in the stage's Cognito user pool.

The console sends the password to the app, which passes it on to Cognito over TLS (USER_PASSWORD_AUTH). SRP would keep
the password in the browser, but needs a script there, and the console works without scripts. Every call needs the
client's secret.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.adapters.aws import clients
from chalicelib.adapters.identity.jwt_verifier import TokenVerifier, groups_in
from chalicelib.adapters.identity.sealed_state import open_seal, seal
from chalicelib.adapters.identity.user_pool import UserPool
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
    WrongPassword,
)
from chalicelib.flow.ports.accounts import SessionLimits

_KINDS = {
    "NEW_PASSWORD_REQUIRED": ChallengeKind.NEW_PASSWORD,
    "SOFTWARE_TOKEN_MFA": ChallengeKind.TOTP,
    "MFA_SETUP": ChallengeKind.TOTP_SETUP,  # only in a pool that requires it of everybody
}
_ANSWERS = {
    ChallengeKind.NEW_PASSWORD: ("NEW_PASSWORD_REQUIRED", "NEW_PASSWORD"),
    ChallengeKind.TOTP: ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"),
}
"""Cognito's names of the challenge and of the answer to it."""

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
"""Cognito's refusals; callers are not told which of them it was."""

_HIDDEN_BY_FORGOT = _REFUSALS | {"CodeDeliveryFailureException", "LimitExceededException"}
"""Errors of asking for a code that are hidden: they would tell whether there is such a person."""


@dataclass(frozen=True, slots=True)
class CognitoAccounts:
    """Implements `flow.ports.accounts.Accounts`. Members of `groups_with_totp` must use an authenticator app."""

    pool: UserPool
    verify: TokenVerifier
    groups_with_totp: Callable[[], frozenset[str]]
    limits: SessionLimits

    def sign_in(self, username: str, password: str) -> Tokens | Challenge:
        name = username.strip().lower()
        parameters = {"USERNAME": name, "PASSWORD": password, "SECRET_HASH": self.pool.secret_hash(name)}
        request = {"AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters, "ClientId": self.pool.client}
        return self._next(name, _ask("initiate_auth", SignInRefused, **request))

    def answer(self, session: str, answer: str) -> Tokens | Challenge:
        state = open_seal(self.pool.seal, session)
        kind = ChallengeKind(state["kind"])
        if "access" in state:
            self.switch_on_totp(state["access"], answer)
            return Tokens(state["access"], state["refresh"], int(state["expires_in"]))
        if kind == ChallengeKind.TOTP_SETUP:
            verified = _ask("verify_software_token", SignInOver, Session=state["session"], UserCode=answer)
            return self._respond(state["username"], "MFA_SETUP", verified["Session"], {})
        name, field = _ANSWERS[kind]
        return self._respond(state["username"], name, state["session"], {field: answer})

    def refresh(self, refresh: str) -> Tokens:
        name, _, token = refresh.rpartition(":")
        if not (name and token):
            raise NotSignedIn
        parameters = {"REFRESH_TOKEN": token, "SECRET_HASH": self.pool.secret_hash(name)}
        request = {"AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters, "ClientId": self.pool.client}
        result = _ask("initiate_auth", NotSignedIn, **request)["AuthenticationResult"]
        return Tokens(result["AccessToken"], refresh, result["ExpiresIn"])

    def sign_out(self, refresh: str, access: str = "") -> None:
        self.verify.end(access)
        token = refresh.rpartition(":")[2]
        request = {"Token": token, "ClientId": self.pool.client, "ClientSecret": self.pool.secret}
        _ask_quietly(_REFUSALS | {"UnsupportedTokenTypeException"}, "revoke_token", **request)

    def sign_out_everywhere(self, access: str) -> None:
        username = self.verify(access)["username"]
        _ask("global_sign_out", NotSignedIn, AccessToken=access)
        self.limits.end_all(username)

    def forgot(self, username: str) -> None:
        _ask_quietly(_HIDDEN_BY_FORGOT, "forgot_password", **self._user(username))

    def confirm_forgot(self, username: str, code: str, password: str) -> None:
        request = self._user(username) | {"ConfirmationCode": code.strip(), "Password": password}
        _ask("confirm_forgot_password", WrongCode, **request)

    def change_password(self, access: str, old: str, new: str) -> None:
        self._check_password(access, old, "old_password")
        _ask("change_password", NotSignedIn, AccessToken=access, PreviousPassword=old, ProposedPassword=new)

    def begin_totp(self, access: str, password: str) -> str:
        self._check_password(access, password, "password")
        return self._begin_totp(access)

    def _begin_totp(self, access: str) -> str:
        return str(_ask("associate_software_token", NotSignedIn, AccessToken=access)["SecretCode"])

    def _check_password(self, access: str, password: str, field: str) -> None:
        """Check the password by a sign-in whose tokens nobody gets, so that Cognito counts and stops wrong tries.

        Raises:
            WrongPassword: it is not the person's.
        """
        try:
            self.sign_in(self.verify(access)["username"], password)
        except SignInRefused as refused:
            raise WrongPassword(field) from refused

    def switch_on_totp(self, access: str, code: str) -> None:
        verified = _ask("verify_software_token", NotSignedIn, AccessToken=access, UserCode=code)
        if verified["Status"] != "SUCCESS":
            raise WrongCode
        wanted = {"Enabled": True, "PreferredMfa": True}
        _ask("set_user_mfa_preference", NotSignedIn, AccessToken=access, SoftwareTokenMfaSettings=wanted)

    def _respond(self, name: str, challenge: str, session: str, answers: Mapping[str, str]) -> Tokens | Challenge:
        responses = {"USERNAME": name, "SECRET_HASH": self.pool.secret_hash(name), **answers}
        request = {"ChallengeName": challenge, "Session": session, "ChallengeResponses": responses}
        response = _ask("respond_to_auth_challenge", SignInOver, ClientId=self.pool.client, **request)
        return self._next(name, response, has_totp=challenge != "NEW_PASSWORD_REQUIRED")

    def _next(self, name: str, response: Mapping[str, Any], *, has_totp: bool = False) -> Tokens | Challenge:
        """The tokens, or the challenge that is still between this person and them."""
        if response.get("ChallengeName"):
            return self._challenge(name, response)
        result = response["AuthenticationResult"]
        tokens = Tokens(result["AccessToken"], f"{name}:{result['RefreshToken']}", result["ExpiresIn"])
        if has_totp or self.groups_with_totp().isdisjoint(groups_in(self.verify(tokens.access))):
            return tokens
        state = {"access": tokens.access, "refresh": tokens.refresh, "expires_in": str(tokens.expires_in)}
        return self._sealed(ChallengeKind.TOTP_SETUP, name, state, self._begin_totp(tokens.access))

    def _challenge(self, name: str, response: Mapping[str, Any]) -> Challenge:
        kind, session = _KINDS[response["ChallengeName"]], response["Session"]
        if kind != ChallengeKind.TOTP_SETUP:
            return self._sealed(kind, name, {"session": session})
        setup = _ask("associate_software_token", SignInOver, Session=session)
        return self._sealed(kind, name, {"session": setup["Session"]}, setup["SecretCode"])

    def _sealed(self, kind: ChallengeKind, name: str, state: Mapping[str, str], secret: str = "") -> Challenge:
        """The challenge, with its state sealed: Cognito's session, the user name, tokens that are not granted yet."""
        session = seal(self.pool.seal, {"kind": kind, "username": name, **state})
        return Challenge(kind, name, session, secret)

    def _user(self, username: str) -> dict[str, str]:
        name = username.strip().lower()
        return {"ClientId": self.pool.client, "Username": name, "SecretHash": self.pool.secret_hash(name)}


def _ask(operation: str, refused: type[Exception], **request: Any) -> dict[str, Any]:
    """Cognito's response to a request.

    Raises:
        refused: Cognito refuses without a reason that a person can use; otherwise the error of `_ERRORS`.
    """
    try:
        response: dict[str, Any] = getattr(clients.client("cognito-idp"), operation)(**request)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        error_class = _ERRORS.get(code) or (refused if code in _REFUSALS else None)
        if error_class is None:
            raise
        raise error_class from error
    return response


def _ask_quietly(hidden: frozenset[str], operation: str, **request: Any) -> None:
    """Send a request; the errors `hidden` are ignored."""
    try:
        getattr(clients.client("cognito-idp"), operation)(**request)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in hidden:
            return
        if code in _ERRORS:
            raise _ERRORS[code] from error
        raise
