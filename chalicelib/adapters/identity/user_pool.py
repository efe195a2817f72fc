"""The stage's user pool and its one client; the deploy writes them into the table beside the site settings."""

from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from hmac import digest

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from chalicelib import settings
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import Item, get


class UserPoolItem(Item):
    """The pool's id, its client and the client's secret; `totp`: groups that must use an authenticator app."""

    pool = UnicodeAttribute()
    client = UnicodeAttribute()
    secret = UnicodeAttribute()
    totp = UnicodeSetAttribute(null=True)


class UserPoolUnknown(Exception):
    """The user pool is not in the table yet; `python -m infra deploy` and `make run` write it."""


@dataclass(frozen=True)
class UserPool:
    """The pool's id, its client's id, and the client's secret, from which the key of sealed sessions derives."""

    id: str
    client: str
    secret: str = field(repr=False)

    @property
    def issuer(self) -> str:
        """The issuer in every token of the pool, also on emulators."""
        return f"https://cognito-idp.{self._region}.amazonaws.com/{self.id}"

    @property
    def jwks_url(self) -> str:
        """The address of the keys that sign the tokens."""
        host = settings.endpoint() or f"https://cognito-idp.{self._region}.amazonaws.com"
        return f"{host.rstrip('/')}/{self.id}/.well-known/jwks.json"

    def secret_hash(self, username: str) -> str:
        """Proves to Cognito that the request for this user comes from the client."""
        return b64encode(digest(self.secret.encode(), f"{username}{self.client}".encode(), "sha256")).decode()

    @cached_property
    def seal(self) -> bytes:
        """The Fernet key of `sealed_state`."""
        return urlsafe_b64encode(sha256(f"sedulur sign-in {self.secret}".encode()).digest())

    @property
    def _region(self) -> str:
        return self.id.split("_")[0]


def read() -> UserPool:
    """The stage's user pool.

    Raises:
        UserPoolUnknown: the deploy has not written it yet.
    """
    item = _item()
    return UserPool(item.pool, item.client, item.secret)


def groups_with_totp() -> frozenset[str]:
    """Groups whose members must use an authenticator app; read on each call, so that a change works at once."""
    return frozenset(_item().totp or ())


def _item() -> UserPoolItem:
    """The pool in the partition that no worker reads; release 0.1 kept it beside the site settings."""
    item = get(UserPoolItem, keys.SECRETS, keys.POOL) or get(UserPoolItem, keys.SITE, keys.POOL)
    if item is None:
        raise UserPoolUnknown
    return item
