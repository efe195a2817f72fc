"""Since when sessions of an account count: older ones are over, wherever their tokens lie.

Cognito's global sign-out ends refresh tokens; an access token would be good until it expires, 30 minutes later.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from pynamodb.attributes import NumberAttribute

from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.table import Item

LIFETIME = 60
"""Seconds for which a container believes what it has read, and by which an end may be late elsewhere."""


class SessionLimitItem(Item):
    """The limit of one account, in seconds since 1970."""

    not_before = NumberAttribute(attr_name="nb")


@dataclass(slots=True)
class TableSessionLimits:
    """Implements `flow.ports.accounts.SessionLimits`; at most one read a minute for each account."""

    clock: Callable[[], datetime]
    _known: dict[str, tuple[float, int]] = field(default_factory=dict, init=False)

    def not_before(self, username: str) -> int:
        now = self.clock().timestamp()
        read_at, limit = self._known.get(username, (0.0, 0))
        if not read_at <= now < read_at + LIFETIME:
            limit = _read(username)
            self._known[username] = now, limit
        return limit

    def end_all(self, username: str) -> None:
        now = self.clock().timestamp()
        limit = int(now) + 1  # tokens know whole seconds; one of this very second is over too
        SessionLimitItem(pk=keys.account(username), sk=keys.ACCOUNT, not_before=limit).save()
        self._known[username] = now, limit


def _read(username: str) -> int:
    try:
        return int(SessionLimitItem.get(keys.account(username), keys.ACCOUNT).not_before)
    except SessionLimitItem.DoesNotExist:
        return 0
