"""What use cases need from outside, for type checkers: `adapters` gives it on AWS, tests and the simulation in memory.

Each is asked for when the first use case needs it, so whoever has no such port can leave it out until then.
"""

from collections.abc import Callable
from typing import Protocol

from chalicelib.domain.routing import Guesses
from chalicelib.flow.delivery_ports import Ledger, Messenger, Post, Subscriptions
from chalicelib.flow.desk_ports import Phonebook, Reads
from chalicelib.flow.figure_ports import Counters, Rebuilding, Surveys
from chalicelib.flow.photo_ports import Album, Cleaner, Files, Photos
from chalicelib.flow.ports import CityPack, Clock, Meter, Site, Tickets, Vault


class Ports(Protocol):
    @property
    def city(self) -> CityPack: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def phonebook(self) -> Phonebook: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def subscriptions(self) -> Subscriptions: ...
    @property
    def reads(self) -> Reads: ...
    @property
    def counters(self) -> Counters: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def rebuilding(self) -> Rebuilding: ...
    @property
    def photos(self) -> Photos: ...
    @property
    def album(self) -> Album: ...
    @property
    def messenger(self) -> Messenger: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def meter(self) -> Meter: ...
    @property
    def site(self) -> Site: ...

    @property
    def channels(self) -> frozenset[str]:
        """By which channels reporters can be told."""
        ...

    @property
    def guess(self) -> Callable[[str], Guesses]:
        """What a text without a service may be about."""
        ...

    @property
    def parse_phone(self) -> Callable[[str], str | None]:
        """An Indonesian mobile number in E.164; None if it is none."""
        ...

    def cleaner(self) -> Cleaner:
        """Loads the imaging library."""
        ...

    def post(self, account: str) -> Post:
        """For the topics of this AWS account."""
        ...

    def files(self, account: str) -> Files:
        """For the photos' bucket of this AWS account."""
        ...

    def random(self, size: int) -> bytes:
        """So many bytes that nobody can guess."""
        ...
