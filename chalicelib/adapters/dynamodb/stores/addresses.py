"""Which phone numbers and e-mail addresses have agreed to messages, by keyed hash, and how many SMS a day had."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pynamodb.attributes import UnicodeAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.attributes import InstantAttribute, NumberAttribute
from chalicelib.adapters.dynamodb.table import ConditionFailed, Item, get, write_update

QUESTION_LIFETIME = timedelta(days=7)
"""How long an unanswered question stands; until then the address is not asked again."""

CONSENT_LIFETIME = timedelta(days=365)
"""How long an agreement holds after the latest one."""

SMS_COUNT_LIFETIME = timedelta(days=30)


class AddressItem(Item):
    """One address: when it was asked, for which delivery, and when it agreed."""

    asked_at = InstantAttribute(attr_name="asked", null=True)
    delivery = UnicodeAttribute(attr_name="id", null=True)
    agreed_at = InstantAttribute(attr_name="agreed", null=True)
    expires = NumberAttribute()


class SmsCountItem(Item):
    """The SMS of one day."""

    sent = NumberAttribute(attr_name="n")
    expires = NumberAttribute()


@dataclass(frozen=True, slots=True)
class TableAddresses:
    """Implements `flow.ports.consent.Addresses`. `hashed` is the keyed hash of the phone index."""

    hashed: Callable[[str], str]

    def key(self, address: str) -> str:
        return self.hashed(address)

    def is_confirmed(self, key: str) -> bool:
        item = get(AddressItem, keys.address(key), keys.ADDRESS)
        return item is not None and item.agreed_at is not None

    def ask(self, key: str, delivery: str, at: datetime) -> bool:
        actions = [
            AddressItem.asked_at.set(at), AddressItem.delivery.set(delivery),
            AddressItem.expires.set(_expiry(at, QUESTION_LIFETIME)),
        ]  # fmt: skip
        is_free = AddressItem.pk.does_not_exist() | (AddressItem.asked_at <= at - QUESTION_LIFETIME)
        try:
            write_update(_key(key), actions, is_free)
        except ConditionFailed as refused:
            return AddressItem.from_raw_data(refused.stored or {}).delivery == delivery
        return True

    def confirm(self, key: str, at: datetime) -> None:
        actions = [AddressItem.agreed_at.set(at), AddressItem.expires.set(_expiry(at, CONSENT_LIFETIME))]
        write_update(_key(key), actions)


@dataclass(frozen=True, slots=True)
class TableSmsBudget:
    """Implements `flow.ports.consent.SmsBudget`; `limit` is the number of SMS a day."""

    limit: int

    def take(self, day: date) -> bool:
        midnight = datetime.combine(day, datetime.min.time())
        actions = [SmsCountItem.sent.add(1), SmsCountItem.expires.set(_expiry(midnight, SMS_COUNT_LIFETIME))]
        has_room = SmsCountItem.sent.does_not_exist() | (SmsCountItem.sent < self.limit)
        with suppress(ConditionFailed):  # the day's budget is used up
            if self.limit > 0:
                write_update(SmsCountItem(pk=keys.SMS, sk=day.isoformat()), actions, has_room)
                return True
        return False


def _key(key: str) -> AddressItem:
    return AddressItem(pk=keys.address(key), sk=keys.ADDRESS)


def _expiry(at: datetime, lifetime: timedelta) -> int:
    return int((at + lifetime).timestamp())
