"""The ports that use cases need. `wiring.adapters` provides them on AWS; tests and the simulation, in memory.

A port is read only when a use case that needs it is created, so tests may leave out the others.
"""

from collections.abc import Callable
from typing import Protocol

from chalicelib.domain.routing.rules import Guesses
from chalicelib.flow.ports.accounts import Accounts, SignInAttempts
from chalicelib.flow.ports.consent import Addresses, SmsBudget
from chalicelib.flow.ports.delivery import Ledger, Messenger, NoticePublisher, Subscriptions
from chalicelib.flow.ports.desk import AccessLog, PhoneIndex
from chalicelib.flow.ports.photos import Cleaner, PhotoFiles, PhotoIndex, PhotoStore
from chalicelib.flow.ports.rate_limits import RateBuckets
from chalicelib.flow.ports.stage_secrets import StageSecret
from chalicelib.flow.ports.statistics import Counters, PublishedFigures, Rebuilding, Surveys
from chalicelib.flow.ports.tickets import CityPack, Clock, ContactCipher, Meter, Site, Tickets


class Ports(Protocol):
    """All ports of all use cases."""

    @property
    def city(self) -> CityPack: ...
    @property
    def tickets(self) -> Tickets: ...
    @property
    def contact_cipher(self) -> ContactCipher: ...
    @property
    def ticket_secret(self) -> StageSecret: ...
    @property
    def phone_index(self) -> PhoneIndex: ...
    @property
    def ledger(self) -> Ledger: ...
    @property
    def subscriptions(self) -> Subscriptions: ...
    @property
    def addresses(self) -> Addresses: ...
    @property
    def sms_budget(self) -> SmsBudget: ...
    @property
    def access_log(self) -> AccessLog: ...
    @property
    def counters(self) -> Counters: ...
    @property
    def published_figures(self) -> PublishedFigures: ...
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
    def accounts(self) -> Accounts: ...
    @property
    def sign_in_attempts(self) -> SignInAttempts: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def meter(self) -> Meter: ...
    @property
    def site(self) -> Site: ...

    @property
    def channels(self) -> frozenset[str]:
        """The channels on which messages to reporters can be sent."""
        ...

    @property
    def rate_buckets(self) -> RateBuckets: ...

    @property
    def limit_factor(self) -> float:
        """How many times the usual allowance clients without an account have on this stage."""
        ...

    @property
    def guess(self) -> Callable[[str], Guesses]:
        """Services that a report without one may be about."""
        ...

    @property
    def parse_phone(self) -> Callable[[str], str | None]:
        """An Indonesian mobile number in E.164; None if the text is not one."""
        ...

    def cleaner(self) -> Cleaner:
        """The cleaner of photos; the call imports the imaging library."""
        ...

    def notice_publisher(self, account: str) -> NoticePublisher:
        """The publisher for the topics of this AWS account."""
        ...

    def photo_files(self, account: str) -> PhotoFiles:
        """The files in the photos' bucket of this AWS account."""
        ...

    def seconds(self) -> float:
        """A running count of seconds, to measure how long something takes."""
        ...

    def pause(self, seconds: float) -> None:
        """Wait."""
        ...

    def random(self, size: int) -> bytes:
        """`size` random bytes, for secrets."""
        ...
