"""Random secrets of the stage: created at their first use, sealed with KMS, and kept in the table.

Only the functions ever hold one in plain text. Whoever has a copy of the table has what KMS sealed.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from pynamodb.attributes import BinaryAttribute

from chalicelib import names, settings
from chalicelib.adapters.aws import clients
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute
from chalicelib.adapters.dynamodb.table import NEW, ConditionFailed, Item, get, put, write
from chalicelib.flow.ports.stage_secrets import Keyring

REREAD = timedelta(hours=1)
"""How long a container relies on what it has read."""

NOTICE = timedelta(hours=2)
"""From a rotation until the new secret is used: by then every container has read it."""

REPEATS = timedelta(days=2)
"""How long a request from before a rotation may be repeated and is recognised."""


class SecretItem(Item):
    """A sealed secret. From the instant `next_from` on, `next_sealed` takes its place."""

    sealed = BinaryAttribute(legacy_encoding=False)
    next_sealed = BinaryAttribute(attr_name="next", null=True, legacy_encoding=False)
    next_from = InstantAttribute(attr_name="from", null=True)


class RotationNotOver(Exception):
    """The secret was rotated not long ago; `until` is the instant from which on it can be rotated again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


@dataclass(slots=True)
class TableStageSecret:
    """Implements `flow.ports.stage_secrets.StageSecret` for the secret of this name, by one read an hour."""

    name: str
    _item: SecretItem | None = field(default=None, init=False)
    _read_at: datetime | None = field(default=None, init=False)
    _opened: dict[bytes, bytes] = field(default_factory=dict, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def __call__(self, at: datetime) -> Keyring:
        with self._lock:
            if self._item is None or self._read_at is None or at - self._read_at >= REREAD:
                self._item, self._read_at = secret_item(self.name), at
            return self._keyring(self._item, at)

    def _keyring(self, item: SecretItem, at: datetime) -> Keyring:
        if item.next_from is None or at < item.next_from:
            return Keyring(self._open(item.sealed))
        former = self._open(item.sealed) if at < item.next_from + REPEATS else None
        return Keyring(self._open(item.next_sealed), former)

    def _open(self, sealed: bytes) -> bytes:
        if sealed not in self._opened:
            self._opened[sealed] = opened(self.name, sealed)
        return self._opened[sealed]


def secret_item(name: str) -> SecretItem:
    """The secret of this name as stored; a new one if there is none yet."""
    return get(SecretItem, keys.SITE, name) or _created(name)


def opened(name: str, sealed: bytes) -> bytes:
    """The secret in plain text."""
    response = clients.client("kms").decrypt(
        KeyId=_key_id(), CiphertextBlob=bytes(sealed), EncryptionContext=_context(name)
    )
    return bytes(response["Plaintext"])


def rotate(name: str, at: datetime) -> datetime:
    """Have a new secret take the place of the present one, and return from when on.

    Raises:
        RotationNotOver: the last one began less than `REPEATS` ago, or somebody else has just rotated it.
    """
    item = secret_item(name)
    last, begin = item.next_from, at + NOTICE
    if last and at < last + REPEATS:
        raise RotationNotOver(last + REPEATS)
    unchanged = SecretItem.next_from == last if last else SecretItem.next_from.does_not_exist()
    present = item.next_sealed or item.sealed
    try:
        item = SecretItem(pk=keys.SITE, sk=name, sealed=present, next_sealed=_sealed_unseen(name), next_from=begin)
        write([put(item, unchanged)])
    except ConditionFailed as refused:
        raise RotationNotOver(begin + REPEATS) from refused
    return begin


def _created(name: str) -> SecretItem:
    """A new secret; if another container has created one at the same time, that one."""
    item = SecretItem(pk=keys.SITE, sk=name, sealed=_sealed(name))
    try:
        write([put(item, NEW)])
    except ConditionFailed as refused:
        return SecretItem.from_raw_data(refused.stored or {})
    return item


def _sealed(name: str) -> bytes:
    """32 new random bytes, sealed. The functions may ask KMS to seal, not to make keys."""
    response = clients.client("kms").encrypt(
        KeyId=_key_id(), Plaintext=secrets.token_bytes(32), EncryptionContext=_context(name)
    )
    return bytes(response["CiphertextBlob"])


def _sealed_unseen(name: str) -> bytes:
    """32 new random bytes, which KMS makes and seals: an administrator's machine never has them in plain text."""
    response = clients.client("kms").generate_data_key_without_plaintext(
        KeyId=_key_id(), NumberOfBytes=32, EncryptionContext=_context(name)
    )
    return bytes(response["CiphertextBlob"])


def _context(name: str) -> dict[str, str]:
    """KMS's encryption context; the policies of the functions require its key, `ticket`."""
    return {"ticket": name}


def _key_id() -> str:
    return names.key_alias(settings.stage())
