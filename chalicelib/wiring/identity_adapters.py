"""The ports of signing in on AWS: accounts, sessions, and attempts."""

from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chalicelib.adapters.identity.jwt_verifier import TokenVerifier
    from chalicelib.adapters.identity.user_pool import UserPool
    from chalicelib.domain.access.permissions import Actor
    from chalicelib.flow.ports.accounts import Accounts, SessionLimits, SignInAttempts


class IdentityPorts:
    """The part of `wiring.adapters.AwsPorts` that knows the user pool."""

    def clock(self) -> datetime:
        """The current instant, aware, in UTC."""
        return datetime.now(UTC)

    @cached_property
    def accounts(self) -> "Accounts":
        from chalicelib.adapters.identity import user_pool
        from chalicelib.adapters.identity.cognito import CognitoAccounts

        return CognitoAccounts(self._pool, self._verifier, user_pool.groups_with_totp, self.session_limits)

    def actor_of(self, token: str) -> "Actor":
        """The person of a valid access token.

        Raises:
            NotSignedIn: the token is not ours, or its session was ended.
            TokenExpired: the token was valid, but has expired.
        """
        from chalicelib.adapters.identity.jwt_verifier import groups_in
        from chalicelib.domain.access import sign_in

        claims = self._verifier(token)
        signed_in_at = claims.get("auth_time", claims["iat"])
        if signed_in_at < self.session_limits.not_before(claims["username"]):
            raise sign_in.NotSignedIn
        return sign_in.actor_of(claims["username"], groups_in(claims))

    @cached_property
    def session_limits(self) -> "SessionLimits":
        from chalicelib.adapters.identity.session_limits import TableSessionLimits

        return TableSessionLimits(lambda: self.clock())  # noqa: PLW0108 - the clock may be replaced

    @cached_property
    def sign_in_attempts(self) -> "SignInAttempts":
        from chalicelib.adapters.identity.sign_in_attempts import TableSignInAttempts

        return TableSignInAttempts(self._pool.seal)

    @cached_property
    def _pool(self) -> "UserPool":
        from chalicelib.adapters.identity import user_pool

        return user_pool.read()

    @cached_property
    def _verifier(self) -> "TokenVerifier":
        from chalicelib.adapters.identity.jwt_verifier import TokenVerifier, fetch_keys

        pool = self._pool
        return TokenVerifier(pool.issuer, pool.client, lambda: fetch_keys(pool.jwks_url))
