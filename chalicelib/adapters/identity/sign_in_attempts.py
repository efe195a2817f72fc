"""Counts of attempts by user name and by block of addresses; both lie in the table as keyed hashes, and expire."""

from dataclasses import dataclass
from hmac import digest

from pynamodb.attributes import NumberAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import ConditionFailed, Item, update_and_read

KEPT = 24 * 3600
"""Seconds for which a count outlives its window, at least: DynamoDB deletes what has expired when it has time."""


class AttemptsItem(Item):
    """The attempts of one window. `expires` is DynamoDB's time to live."""

    taken = NumberAttribute(attr_name="n")
    expires = NumberAttribute()


@dataclass(frozen=True, slots=True)
class TableSignInAttempts:
    """Implements `flow.ports.accounts.SignInAttempts`."""

    key: bytes

    def take(self, who: str, window: int, most: int, ends: int) -> bool:
        is_left = AttemptsItem.taken.does_not_exist() | (AttemptsItem.taken < most)
        actions = [AttemptsItem.taken.add(1), AttemptsItem.expires.set(ends + KEPT)]
        try:
            update_and_read(self._item(who, window), actions, is_left)
        except ConditionFailed:
            return False
        return True

    def give_back(self, who: str, window: int) -> None:
        update_and_read(self._item(who, window), [AttemptsItem.taken.add(-1)])

    def _item(self, who: str, window: int) -> AttemptsItem:
        hashed = digest(self.key, who.encode(), "sha256").hex()[:32]
        return AttemptsItem(pk=keys.attempts(hashed), sk=keys.attempts_window(window))
