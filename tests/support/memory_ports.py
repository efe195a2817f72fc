"""The ports in memory. They pass the same contract tests as the real adapters (tests/contract)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from threading import RLock
from types import MappingProxyType

from chalicelib.domain import events
from chalicelib.domain.errors import UnknownLink
from chalicelib.domain.publication.publication_rules import PublicationRules
from chalicelib.flow.ports.delivery import Link, Subscription, Undeliverable
from chalicelib.flow.ports.desk import AccessEntry, AccessPage, FoundTicket
from chalicelib.flow.ports.tickets import Listing
from tests.doubles.contact_cipher import MemoryContactCipher, WrongKey
from tests.doubles.cursors import page_of
from tests.doubles.delivery_ledger import MemoryLedger
from tests.doubles.tickets import MemoryTickets
from tests.support import factory

__all__ = [
    "CountingMeter",
    "FixedCity",
    "HandClock",
    "MemoryAccessLog",
    "MemoryAddresses",
    "MemoryContactCipher",
    "MemoryLedger",
    "MemoryMessenger",
    "MemoryNoticePublisher",
    "MemoryPhoneIndex",
    "MemorySmsBudget",
    "MemorySubscriptions",
    "MemoryTickets",
    "WrongKey",
    "fixed_site",
]  # fmt: skip


class FixedCity:
    """The invented city, or any catalogue, as a city pack."""

    answers = MappingProxyType({})
    publication_rules = PublicationRules()

    def __init__(self, catalogue=None, calendar=None, texts=None):
        self.catalogue = catalogue or factory.a_catalogue()
        self.calendar = calendar or factory.a_calendar()
        self._texts = texts
        self.escalation = factory.an_escalation()

    @cached_property
    def digest_texts(self):
        return factory.digest_texts()

    @cached_property
    def message_texts(self):
        return factory.message_texts()

    @cached_property
    def notice_texts(self):
        return self._texts or factory.notice_texts()


@dataclass
class MemoryNoticePublisher:
    """The publisher of notices. `refuses` are audiences whose channel is down."""

    out: list = field(default_factory=list)
    refuses: set = field(default_factory=set)
    lock: RLock = field(default_factory=RLock)

    def send(self, notice):
        with self.lock:
            if notice.audience in self.refuses:
                raise Undeliverable("NotFound")
            self.out.append(notice)
            return f"message-{len(self.out)}"

    @property
    def counts(self):
        return Counter(notice.id for notice in self.out)


@dataclass
class MemoryAccessLog:
    """The access log: its own searches, and the readings of identities in the tickets' events."""

    tickets: MemoryTickets
    searches: list = field(default_factory=list)

    def log_search(self, entry):
        self.searches.append(entry)

    def log_reading(self, entry):
        self.searches.append(entry)

    def page(self, cursor=None, size=25):
        entries = [
            *self.searches,
            *(entry for case in self.tickets.cases.values() for entry in _identity_entries(case)),
        ]
        listing = Listing("inbox", "reads")
        return AccessPage(*page_of(entries, _place_of_entry, listing, cursor=cursor, size=size, falling=True))


def _identity_entries(case):
    reasons = {note.sequence: note.text for note in case.notes}
    for event in case.events:
        if event.type == events.IdentityRead.type:
            yield AccessEntry(event.at, event.data.by, event.actor, reasons[event.sequence], event.ticket)


def _place_of_entry(entry):
    return (entry.at.isoformat(), entry.ticket)


@dataclass
class MemoryPhoneIndex:
    found: dict = field(default_factory=dict)

    def add(self, received, phone):
        match = FoundTicket(received.ticket, received.data.service, received.data.area, received.at)
        self.found.setdefault(phone, {})[received.ticket] = match

    def find(self, phone, most=50):
        newest = sorted(self.found.get(phone, {}).values(), key=lambda each: (each.received_at, each.id), reverse=True)
        return tuple(newest[:most])


@dataclass
class MemorySubscriptions:
    """Subscriptions of the reporters of `tickets`."""

    tickets: MemoryTickets = field(default_factory=MemoryTickets)
    stopped: dict[str, set] = field(default_factory=dict)
    pending: dict[str, set] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)

    def of(self, number):
        sets = [frozenset(each.get(number, ())) for each in (self.stopped, self.pending)]
        return Subscription(self.tickets.identity(number), *sets)

    def stop(self, link):
        self.stopped.setdefault(link.ticket, set()).add(link.channel)

    def resume(self, link):
        self.stopped.get(link.ticket, set()).discard(link.channel)
        self.pending.get(link.ticket, set()).discard(link.channel)

    def hold(self, link):
        self.pending.setdefault(link.ticket, set()).add(link.channel)

    def add_link(self, token, link):
        self.links[token] = link

    def find(self, token):
        if token not in self.links:
            raise UnknownLink
        return self.links[token]


@dataclass
class MemoryAddresses:
    """Addresses in memory; with `everybody`, all have agreed, as in a city where everybody has reported before."""

    everybody: bool = False
    asked: dict = field(default_factory=dict)
    agreed: set = field(default_factory=set)

    def key(self, address):
        return f"key of {hash(address)}"

    def is_confirmed(self, key):
        return self.everybody or key in self.agreed

    def ask(self, key, delivery, at):
        before, asked_at = self.asked.get(key, ("", at - timedelta(days=7)))
        if at - asked_at < timedelta(days=7):
            return before == delivery
        self.asked[key] = (delivery, at)
        return True

    def confirm(self, key, at):
        self.agreed.add(key)


@dataclass
class MemorySmsBudget:
    limit: int = 1_000_000
    days: Counter = field(default_factory=Counter)

    def take(self, day):
        if self.days[day] >= self.limit:
            return False
        self.days[day] += 1
        return True


@dataclass
class MemoryMessenger:
    """The messenger. `refuses` are errors by channel, raised instead of sending."""

    out: list = field(default_factory=list)
    refuses: dict[str, Undeliverable] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def send(self, message):
        with self.lock:
            if message.channel in self.refuses:
                raise self.refuses[message.channel]
            self.out.append(message)
            return f"message-{len(self.out)}"


class HandClock:
    """A clock that stands until it is moved."""

    def __init__(self, now=factory.NOW):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, **span):
        self.now += timedelta(**span)


class CountingMeter:
    def __init__(self):
        self.counts = Counter()

    def __call__(self, metric, count=1, **about):
        self.counts[metric] += count


def fixed_site():
    return factory.SITE
