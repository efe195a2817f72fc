"""Changes of moto's Cognito: what it lacks of the public calls that the console makes.

moto takes most unsigned calls as calls to us-east-1, does not know RevokeToken, answers "not found" for a session that
is over, takes any code and any password for a forgotten one, and checks authenticator codes only if an environment
variable says so. Most of it as a patch for moto: docs/upstream.md.
"""

import os
import time
from typing import Any

from moto.cognitoidp.exceptions import CodeMismatchException, NotAuthorizedError, ResourceNotFoundError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool, cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult

RESET_CODE = "123456"
"""The code for a forgotten password, since nobody gets letters here. It is good once, for an account that asked for
it."""

_stock_jwt = CognitoIdpUserPool.create_jwt
_stock_forgot = CognitoIdpBackend.forgot_password
_stock_respond = CognitoIdpBackend.respond_to_auth_challenge


def install() -> None:
    """Change moto in this process."""
    os.environ["MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP"] = "true"
    for owner, name, replacement in (
        (CognitoIdpResponse, "backend", property(_backend)),
        (CognitoIdpResponse, "revoke_token", _revoke_token),
        (CognitoIdpUserPool, "create_jwt", _create_jwt),
        (CognitoIdpBackend, "forgot_password", _forgot_password),
        (CognitoIdpBackend, "confirm_forgot_password", _confirm_forgot_password),
        (CognitoIdpBackend, "respond_to_auth_challenge", _respond_to_auth_challenge),
    ):
        setattr(owner, name, replacement)


def _backend(response: CognitoIdpResponse) -> CognitoIdpBackend:
    """The backend of the region to which the call's client or token belongs."""
    backends = cognitoidp_backends[response.current_account]
    parameters = response.parameters
    for backend in list(backends.values()):
        if any(_knows(pool, parameters) for pool in backend.user_pools.values()):
            return backend
    return backends[response.region]


def _knows(pool: CognitoIdpUserPool, parameters: dict[str, Any]) -> bool:
    return parameters.get("ClientId") in pool.clients or parameters.get("AccessToken") in pool.access_tokens


_signed_in_at: dict[str, int] = {}
"""When each session began, by its id."""


def _create_jwt(
    pool: CognitoIdpUserPool,
    client_id: str,
    username: str,
    token_use: str,
    *,
    extra_data: dict[str, Any],
    **options: Any,
) -> tuple[str, int]:
    """A token that says when its session began: a renewed one is no new sign-in."""
    session = extra_data.get("origin_jti", "")
    signed_in_at = _signed_in_at.setdefault(session, int(time.time())) if session else int(time.time())
    token: tuple[str, int] = _stock_jwt(
        pool, client_id, username, token_use, extra_data={**extra_data, "auth_time": signed_in_at}, **options
    )
    return token


def _revoke_token(response: CognitoIdpResponse) -> ActionResult:
    for pool in response.backend.user_pools.values():
        if response.parameters["Token"] in pool.refresh_tokens:
            pool.refresh_tokens[response.parameters["Token"]] = None
    return EmptyResult()


def _forgot_password(backend: CognitoIdpBackend, client_id: str, username: str) -> tuple[str | None, dict[str, Any]]:
    result: tuple[str | None, dict[str, Any]] = _stock_forgot(backend, client_id, username)
    user = _pool_of(backend, client_id).users.get(username)
    if user:
        user.confirmation_code = RESET_CODE
    return result


def _confirm_forgot_password(
    backend: CognitoIdpBackend, client_id: str, username: str, password: str, confirmation_code: str
) -> None:
    """As a pool that hides who is there: a wrong code, nobody of this name and a disabled account look the same.
    https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html
    """
    pool = _pool_of(backend, client_id)
    user = pool.users.get(username)
    if user is None or not user.enabled or user.confirmation_code != confirmation_code:
        raise CodeMismatchException("Invalid verification code provided, please try again.")
    backend.admin_set_user_password(pool.id, username, password, permanent=True)  # if it is strong enough
    user.confirmation_code = None


def _pool_of(backend: CognitoIdpBackend, client_id: str) -> CognitoIdpUserPool:
    for pool in backend.user_pools.values():
        if client_id in pool.clients:
            return pool
    raise ResourceNotFoundError(client_id)


def _respond_to_auth_challenge(
    backend: CognitoIdpBackend, session: str, *arguments: Any, **options: Any
) -> dict[str, Any]:
    if session not in backend.sessions:
        raise NotAuthorizedError("Invalid session for the user.")
    result: dict[str, Any] = _stock_respond(backend, session, *arguments, **options)
    return result
