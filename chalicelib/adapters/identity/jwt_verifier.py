"""Verifies access tokens of the user pool without a call to Cognito, except to fetch its keys once per container."""

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
"""Fetches the pool's keys, a JSON Web Key Set."""

LEEWAY = 30
"""Seconds by which clocks may differ."""

REFETCH_AFTER = 60
"""Seconds between fetches because of an unknown key: invented key ids must not cause a request to Cognito each."""

_LONGEST = 8192
_REQUIRED = ["exp", "iat", "iss", "sub", "client_id", "token_use", "username"]
_OPTIONS: Any = {"require": _REQUIRED, "verify_aud": False}  # an access token names its client instead


class TokenVerifier:
    """Verifies access tokens of one pool for one client."""

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
        """The claims of a valid token.

        Raises:
            TokenExpired: the token was valid, but has expired.
            NotSignedIn: it is no valid access token of this client, or its session was ended here.
        """
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
        """Reject this session's tokens from now on. Other containers accept them until they expire (30 minutes)."""
        with suppress(NotSignedIn):  # a token that is not accepted needs no end
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
    """The person's groups; the claim is absent if there are none."""
    return frozenset(claims.get("cognito:groups", ()))


def fetch_keys(url: str) -> Mapping[str, Any]:
    """The key set at this address.

    Raises:
        HTTPClientError: the address cannot be reached or answers with an error; the caller may try again later.
    """
    response = URLLib3Session(timeout=(2, 5)).send(AWSRequest("GET", url).prepare())
    if response.status_code != 200:
        raise HTTPClientError(error=f"the user pool's keys: HTTP {response.status_code}")
    keys: Mapping[str, Any] = json.loads(response.content)
    return keys


def _kid(token: str) -> str:
    """The key id in the token's header. PyJWT would parse the whole token for it, and again to verify it."""
    try:
        return str(json.loads(base64url_decode(token.partition(".")[0]))["kid"])
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise NotSignedIn from error


def _session(claims: Claims) -> str:
    """The id that all tokens of one sign-in share."""
    return str(claims.get("origin_jti") or claims.get("jti"))


def _usable(keys: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Ids and keys that can sign with RS256."""
    return [
        (each["kid"], jwt.PyJWK(each, "RS256").key)
        for each in keys["keys"]
        if each.get("kty") == "RSA" and each.get("use", "sig") == "sig" and each.get("alg", "RS256") == "RS256"
    ]
