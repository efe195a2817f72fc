"""Which user pool is the stage's, and the key of its one client: written beside the site's address by the deploy."""

from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from hmac import digest

from pynamodb.attributes import UnicodeAttribute, UnicodeSetAttribute

from chalicelib import settings
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import Item


class PoolItem(Item):
    pool = UnicodeAttribute()
    client = UnicodeAttribute()
    secret = UnicodeAttribute()
    totp = UnicodeSetAttribute(null=True)


class PoolUnknown(Exception):
    """Nobody has written the user pool yet: `python -m infra deploy` and `make run` do."""


@dataclass(frozen=True)
class Pool:
    """The pool's id, its client's id, and the client's secret, from which the key of sealed sessions derives."""

    id: str
    client: str
    secret: str = field(repr=False)

    @property
    def issuer(self) -> str:
        """As every token of the pool names it, also on emulators."""
        return f"https://cognito-idp.{self._region}.amazonaws.com/{self.id}"

    @property
    def jwks_url(self) -> str:
        """Where the keys lie that tokens are signed with."""
        host = settings.endpoint() or f"https://cognito-idp.{self._region}.amazonaws.com"
        return f"{host.rstrip('/')}/{self.id}/.well-known/jwks.json"

    def secret_hash(self, username: str) -> str:
        """Proves to Cognito that it is the client who asks for this person."""
        return b64encode(digest(self.secret.encode(), f"{username}{self.client}".encode(), "sha256")).decode()

    @cached_property
    def seal(self) -> bytes:
        """Key of what is handed out and must come back unread and unchanged, in Fernet's form."""
        return urlsafe_b64encode(sha256(f"sedulur sign-in {self.secret}".encode()).digest())

    @property
    def _region(self) -> str:
        return self.id.split("_")[0]


def read() -> Pool:
    """PoolUnknown."""
    item = _item()
    return Pool(item.pool, item.client, item.secret)


def groups_with_totp() -> frozenset[str]:
    """Groups whose members must use an authenticator, read anew: who forces it wants it from now on."""
    return frozenset(_item().totp or ())


def _item() -> PoolItem:
    try:
        return PoolItem.get(keys.SITE, keys.POOL)
    except PoolItem.DoesNotExist as error:
        raise PoolUnknown from error
