"""What use cases need from outside, for type checkers: `adapters` gives it on AWS, tests and the simulation in memory.

Each is asked for when the first use case needs it, so whoever has no such port can leave it out until then.
"""

from collections.abc import Callable
from typing import Protocol

from chalicelib.domain.routing.rules import Guesses
from chalicelib.flow.ports.delivery import Ledger, Messenger, NoticePublisher, Subscriptions
from chalicelib.flow.ports.desk import AccessLog, PhoneIndex
from chalicelib.flow.ports.photos import Cleaner, PhotoFiles, PhotoIndex, PhotoStore
from chalicelib.flow.ports.statistics import Counters, Rebuilding, Surveys
from chalicelib.flow.ports.tickets import CityPack, Clock, ContactCipher, Meter, Site, Tickets


class Ports(Protocol):
    @property
    def city(self) -> CityPack: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def contact_cipher(self) -> ContactCipher: ...
    @property
    def phone_index(self) -> PhoneIndex: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def subscriptions(self) -> Subscriptions: ...
    @property
    def access_log(self) -> AccessLog: ...
    @property
    def counters(self) -> Counters: ...
    @property
    def surveys(self) -> Surveys: ...
    @property
    def rebuilding(self) -> Rebuilding: ...
    @property
    def photos(self) -> PhotoStore: ...
    @property
    def photo_index(self) -> PhotoIndex: ...
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

    def notice_publisher(self, account: str) -> NoticePublisher:
        """For the topics of this AWS account."""
        ...

    def photo_files(self, account: str) -> PhotoFiles:
        """For the photos' bucket of this AWS account."""
        ...

    def random(self, size: int) -> bytes:
        """So many bytes that nobody can guess."""
        ...
