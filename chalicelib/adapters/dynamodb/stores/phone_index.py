"""Which tickets a phone number made: found by a keyed hash, so that nobody can read the numbers out of the table.

The key (pepper) is random, made at its first use and sealed with KMS: there are only some hundred million mobile
numbers, and whoever held a copy of the table with an open key in it could try them all.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from hmac import digest
from threading import Lock

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute

from chalicelib import names, settings
from chalicelib.adapters.aws import clients
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute
from chalicelib.adapters.dynamodb.table import NEW, Item, Refused, find, get, put, write
from chalicelib.domain.events import Event, TicketReceived
from chalicelib.flow.ports.desk import Found

_CONTEXT = {"ticket": "pepper"}
"""KMS opens it for nothing else; the functions' policies ask for a context of this name."""


class PhoneItem(Item):
    """One ticket of one phone number; what it says of the ticket never changes."""

    ticket = UnicodeAttribute(attr_name="t")
    service = UnicodeAttribute(attr_name="s")
    area = UnicodeAttribute(attr_name="a", null=True)
    at = InstantAttribute()


class PhoneKeyItem(Item):
    sealed = BinaryAttribute(legacy_encoding=False)


@dataclass(slots=True)
class TablePhoneIndex:
    """As `flow.ports.desk.PhoneIndex` has it. The pepper is read and opened once per container."""

    _pepper: bytes = field(default=b"", init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def note(self, received: Event, phone: str) -> None:
        report = received.data
        if not isinstance(report, TicketReceived):
            raise TypeError(f"{received.type} is not about a new report")
        item = PhoneItem(
            pk=self._key(phone), sk=_order(received.at, received.ticket), ticket=received.ticket,
            service=report.service, area=report.area, at=received.at,
        )  # fmt: skip
        item.save()

    def find(self, phone: str, most: int = 50) -> tuple[Found, ...]:
        found = find(self._key(phone), None, PhoneItem.from_raw_data, scan_index_forward=False, limit=most)
        return tuple(Found(item.ticket, item.service, item.area, item.at) for item in found)

    def _key(self, phone: str) -> str:
        with self._lock:
            self._pepper = self._pepper or _read() or _make()
        return keys.phone(digest(self._pepper, phone.encode(), "sha256").hex()[:32])


def _order(at: datetime, ticket: str) -> str:
    return f"{keys.instant(at)}/{ticket}"


def _read() -> bytes:
    """Empty if there is none yet."""
    item = get(PhoneKeyItem, keys.SITE, keys.PEPPER)
    return _opened(item) if item else b""


def _make() -> bytes:
    """Of two that make one at once, the first is everybody's."""
    made = secrets.token_bytes(32)
    answer = clients.client("kms").encrypt(KeyId=_kms(), Plaintext=made, EncryptionContext=_CONTEXT)
    try:
        write([put(PhoneKeyItem(pk=keys.SITE, sk=keys.PEPPER, sealed=bytes(answer["CiphertextBlob"])), NEW)])
    except Refused as refused:
        return _opened(PhoneKeyItem.from_raw_data(refused.found or {}))
    return made


def _opened(item: PhoneKeyItem) -> bytes:
    answer = clients.client("kms").decrypt(KeyId=_kms(), CiphertextBlob=bytes(item.sealed), EncryptionContext=_CONTEXT)
    return bytes(answer["Plaintext"])


def _kms() -> str:
    return names.key_alias(settings.stage())
