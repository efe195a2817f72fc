"""Access tokens of the user pool, verified in full without asking Cognito: one look at its keys per container."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Lock
from time import monotonic
from typing import Any

import jwt
from botocore.awsrequest import AWSRequest
from botocore.exceptions import HTTPClientError
from botocore.httpsession import URLLib3Session
from jwt.utils import base64url_decode

from chalicelib.domain.access.sign_in import NotSignedIn, TokenExpired

Claims = Mapping[str, Any]
Fetch = Callable[[], Mapping[str, Any]]
"""Gets the pool's keys, a JSON Web Key Set."""

LEEWAY = 30
"""Seconds that clocks may differ."""

REFETCH_AFTER = 60
"""Seconds before an unknown key makes us look again: whoever invents keys must not make us ask Cognito each time."""

_LONGEST = 8192
_REQUIRED = ["exp", "iat", "iss", "sub", "client_id", "token_use", "username"]
_OPTIONS: Any = {"require": _REQUIRED, "verify_aud": False}  # an access token names its client instead


class Verifier:
    """Of one pool's access tokens for one client."""

    def __init__(self, issuer: str, client: str, fetch: Fetch, clock: Callable[[], float] = monotonic) -> None:
        self._issuer = issuer
        self._client = client
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, Any] = {}
        self._fetched_at: float | None = None
        self._ended: set[str] = set()
        self._lock = Lock()

    def __call__(self, token: str) -> Claims:
        """What the token says, once everything about it is right. NotSignedIn, TokenExpired."""
        try:
            claims: Claims = jwt.decode(
                token, self._key(token), algorithms=["RS256"], issuer=self._issuer, leeway=LEEWAY, options=_OPTIONS
            )
        except jwt.ExpiredSignatureError as error:
            raise TokenExpired from error
        except jwt.PyJWTError as error:
            raise NotSignedIn from error
        is_ours = (claims["token_use"], claims["client_id"]) == ("access", self._client)
        if not is_ours or _session(claims) in self._ended:
            raise NotSignedIn
        return claims

    def end(self, token: str) -> None:
        """Accept no token of this session any more. Only here: other containers do until it expires (30 minutes)."""
        with suppress(NotSignedIn):  # what was not accepted needs no end
            self._ended.add(_session(self(token)))

    def _key(self, token: str) -> Any:
        if len(token) > _LONGEST:
            raise NotSignedIn
        kid = _kid(token)
        with self._lock:
            if kid not in self._keys and self._may_fetch():
                self._keys = dict(_usable(self._fetch()))
                self._fetched_at = self._clock()
        if kid not in self._keys:
            raise NotSignedIn
        return self._keys[kid]

    def _may_fetch(self) -> bool:
        return self._fetched_at is None or self._clock() - self._fetched_at >= REFETCH_AFTER


def groups_in(claims: Claims) -> frozenset[str]:
    """The groups of the person; a token without any has no such claim."""
    return frozenset(claims.get("cognito:groups", ()))


def fetch(url: str) -> Mapping[str, Any]:
    """The keys at this address; botocore's own errors where it cannot be reached, for they only mean "not now"."""
    answer = URLLib3Session(timeout=(2, 5)).send(AWSRequest("GET", url).prepare())
    if answer.status_code != 200:
        raise HTTPClientError(error=f"the user pool's keys: HTTP {answer.status_code}")
    keys: Mapping[str, Any] = json.loads(answer.content)
    return keys


def _kid(token: str) -> str:
    """The id of the key in the token's header alone: PyJWT would take the whole token apart, and again to verify it."""
    try:
        return str(json.loads(base64url_decode(token.partition(".")[0]))["kid"])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NotSignedIn from error


def _session(claims: Claims) -> str:
    """What all tokens of one sign-in have in common."""
    return str(claims.get("origin_jti") or claims.get("jti"))


def _usable(keys: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """The keys that sign with RS256, by their ids."""
    return [
        (each["kid"], jwt.PyJWK(each, "RS256").key)
        for each in keys["keys"]
        if each.get("kty") == "RSA" and each.get("use", "sig") == "sig" and each.get("alg", "RS256") == "RS256"
    ]
