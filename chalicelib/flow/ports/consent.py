"""Ports of what keeps messages from strangers: addresses that have agreed, and the day's number of SMS."""

from datetime import date, datetime
from typing import Protocol


class Addresses(Protocol):
    """Which phone numbers and e-mail addresses have agreed to get messages. They are known by a keyed hash only."""

    def key(self, address: str) -> str:
        """The hash of an address, in the form of `domain.notifications.addresses.normal_form`."""
        ...

    def is_confirmed(self, key: str) -> bool:
        """Whether the owner of the address has agreed, by one read."""
        ...

    def ask(self, key: str, delivery: str, at: datetime) -> bool:
        """Claim the one question that may go to an address within a week; False if another delivery has it.

        The same delivery may claim it again.
        """
        ...

    def confirm(self, key: str, at: datetime) -> None:
        """Record that the owner has agreed, for a year from `at`."""
        ...


class SmsBudget(Protocol):
    """How many SMS the stage sends a day."""

    def take(self, day: date) -> bool:
        """Count one more SMS of this day, by one write; False if the day's budget is used up."""
        ...
