"""Changes of moto's Cognito: what it lacks of the public calls that the console makes.

moto takes most unsigned calls as calls to us-east-1, does not know RevokeToken, answers "not found" for a session that
is over, and checks authenticator codes only if an environment variable says so. The same as a patch for moto:
docs/upstream.md.
"""

import os
from typing import Any

from moto.cognitoidp.exceptions import NotAuthorizedError
from moto.cognitoidp.models import CognitoIdpBackend, CognitoIdpUserPool, cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core.responses import ActionResult, EmptyResult

_stock_respond = CognitoIdpBackend.respond_to_auth_challenge


def install() -> None:
    """Change moto in this process."""
    os.environ["MOTO_COGNITO_IDP_USER_POOL_ENABLE_TOTP"] = "true"
    for owner, name, replacement in (
        (CognitoIdpResponse, "backend", property(_backend)),
        (CognitoIdpResponse, "revoke_token", _revoke_token),
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


def _revoke_token(response: CognitoIdpResponse) -> ActionResult:
    for pool in response.backend.user_pools.values():
        if response.parameters["Token"] in pool.refresh_tokens:
            pool.refresh_tokens[response.parameters["Token"]] = None
    return EmptyResult()


def _respond_to_auth_challenge(
    backend: CognitoIdpBackend, session: str, *arguments: Any, **options: Any
) -> dict[str, Any]:
    if session not in backend.sessions:
        raise NotAuthorizedError("Invalid session for the user.")
    result: dict[str, Any] = _stock_respond(backend, session, *arguments, **options)
    return result
