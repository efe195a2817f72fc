"""The whole system on ports in memory: `a_world()`, and `pump()`, which carries events to workers until nothing moves."""

from dataclasses import dataclass, field, replace

from chalicelib.adapters.city_pack.phone_numbers import parse_phone
from chalicelib.domain.errors import Outdated
from chalicelib.domain.events import Event
from chalicelib.domain.routing.rules import Guess, Guesses
from chalicelib.flow.notifications.send_once import LEASE
from tests.doubles.counters import MemoryCounters
from tests.doubles.ports import use_cases
from tests.doubles.published_figures import MemoryPublishedFigures
from tests.doubles.stage_secret import MemoryStageSecret
from tests.support import memory_ports
from tests.support.memory_photo_ports import MemoryPhotoFiles, MemoryPhotoIndex, picture_cleaner

FAULTY_PORTS = (
    "tickets", "clock", "meter", "contact_cipher", "ticket_secret", "ledger", "notice_publisher", "subscriptions", "addresses", "sms_budget", "phone_index", "messenger", "photo_index", "photo_files",
)  # fmt: skip
"""Ports of which every call goes through the fault injector."""

TRIES = 5
"""After so many failures an event becomes a dead letter."""


class Crash(BaseException):
    """The process dies: nothing after it runs, no `except Exception` catches it."""


class Outage(Exception):
    """AWS answers with an error, or not in time."""


def unsure(_text):
    """A guesser that finds something without confidence."""
    return Guesses((Guess("pohon", "DLH", 0.4), Guess("jalan-desa", "KECAMATAN", 0.3)), confident=False)


@dataclass
class FaultInjector:
    """Lets the port calls pass, except that the `nth` raises `kind`, before or after it took effect."""

    nth: int | None = None
    kind: type[BaseException] = Crash
    after: bool = False
    calls: list = field(default_factory=list)
    effects: list = field(default_factory=list)
    struck: bool = False

    def call(self, name, function, *args, **kwargs):
        self.calls.append(name)
        strikes = len(self.calls) == self.nth
        if strikes and not self.after:
            self._strike()
        result = function(*args, **kwargs)
        if not self.struck:
            self.effects.append(name)
        if strikes:
            self._strike()
        return result

    def _strike(self):
        self.struck = True
        raise self.kind

    @property
    def fell_between_sending_and_noting(self):
        effects = [name for name in self.effects if name != "clock"]
        return self.struck and effects[-1:] in (["notice_publisher.send"], ["messenger.send"])


class FaultyPort:
    """A port of which every call goes through the fault injector."""

    def __init__(self, name, port, faults):
        self._name, self._port, self._faults = name, port, faults

    def __getattr__(self, method):
        attribute = getattr(self._port, method)
        if not callable(attribute):
            return attribute
        return lambda *args, **kwargs: self._faults.call(f"{self._name}.{method}", attribute, *args, **kwargs)

    def __call__(self, *args, **kwargs):
        return self._faults.call(self._name, self._port, *args, **kwargs)


@dataclass
class World:
    """The ports in memory, and the use cases wired to them."""

    faults: FaultInjector
    guesser: object
    tickets: memory_ports.MemoryTickets = field(default_factory=memory_ports.MemoryTickets)
    ledger: memory_ports.MemoryLedger = field(default_factory=memory_ports.MemoryLedger)
    notice_publisher: memory_ports.MemoryNoticePublisher = field(default_factory=memory_ports.MemoryNoticePublisher)
    contact_cipher: memory_ports.MemoryContactCipher = field(default_factory=memory_ports.MemoryContactCipher)
    ticket_secret: MemoryStageSecret = field(default_factory=MemoryStageSecret)
    clock: memory_ports.HandClock = field(default_factory=memory_ports.HandClock)
    subscriptions: memory_ports.MemorySubscriptions = field(default_factory=memory_ports.MemorySubscriptions)
    phone_index: memory_ports.MemoryPhoneIndex = field(default_factory=memory_ports.MemoryPhoneIndex)
    addresses: memory_ports.MemoryAddresses = field(default_factory=lambda: memory_ports.MemoryAddresses(True))
    sms_budget: memory_ports.MemorySmsBudget = field(default_factory=memory_ports.MemorySmsBudget)
    messenger: memory_ports.MemoryMessenger = field(default_factory=memory_ports.MemoryMessenger)
    meter: memory_ports.CountingMeter = field(default_factory=memory_ports.CountingMeter)
    city: memory_ports.FixedCity = field(default_factory=memory_ports.FixedCity)
    photo_index: MemoryPhotoIndex = field(default_factory=MemoryPhotoIndex)
    photo_files: MemoryPhotoFiles = field(default_factory=MemoryPhotoFiles)

    counters: MemoryCounters = field(default_factory=MemoryCounters)
    published_figures: MemoryPublishedFigures = field(default_factory=MemoryPublishedFigures)

    def __post_init__(self):
        self.subscriptions.tickets = self.tickets
        self.rate_buckets = self.tickets.buckets
        self.access_log = memory_ports.MemoryAccessLog(self.tickets)
        site = FaultyPort("site", memory_ports.fixed_site, self.faults)
        uses = self.using(site=site, **{name: self._faulty(name) for name in FAULTY_PORTS})
        self.intake, self.routing, self.staff_actions, self.duplicates = (
            uses.intake(),
            uses.routing(),
            uses.staff_actions(),
            uses.duplicates(),
        )
        self.reporter_actions, self.deadline_watch, self.inbox = (
            uses.reporter_actions(),
            uses.deadline_watch(),
            uses.inbox(),
        )
        self.notices, self.digests, self.messages = uses.notices(""), uses.digests(""), uses.messages()
        self.notice_resend, self.photo_processing, self.search = (
            uses.notice_resend(),
            uses.photo_processing(""),
            uses.search(),
        )
        self.overview = lambda counters: replace(uses.overview(), counters=counters)

    def using(self, **ports):
        """The use cases on what this world holds, but for the ports that are given here; nothing is watched."""
        names = (*FAULTY_PORTS, "city", "access_log", "counters", "rate_buckets", "published_figures")
        own = {name: getattr(self, name) for name in names}
        return use_cases(
            **{
                "site": memory_ports.fixed_site, "guess": self.guesser, "parse_phone": parse_phone,
                "channels": frozenset({"sms", "email"}), "cleaner": lambda: picture_cleaner, "random": bytes,
            } | own | ports
        )  # fmt: skip

    def _faulty(self, name):
        return FaultyPort(name, getattr(self, name), self.faults)


def a_world(faults=None, guesser=unsure):
    return World(faults or FaultInjector(), guesser)


def using(**ports):
    """The use cases of an invented city on these ports; what is not named is in memory."""
    return a_world().using(**ports)


def published_statistics(uses):
    """The statistics of these use cases, after a first publication."""
    assert uses.figure_publication().publish()
    return uses.statistics()


@dataclass
class Message:
    """An event in a worker's queue."""

    worker: object
    event: Event
    tries: int = 0

    def is_done(self):
        """Deliver once; the queue keeps the message if the worker fails."""
        self.tries += 1
        try:
            self.worker.on_event(self.event)
        except (Crash, Outage, Outdated, ExceptionGroup):
            return False
        return True


def pump(world, *, workers=None, copies=1, order=None, steps=1000):
    """Deliver every event `copies` times to each worker until nothing moves; return the dead letters.

    The order is random if `order` is a Random. A delivery that failed comes again after its visibility timeout.
    `workers` are those that route and notify, unless others are named.
    """
    workers = workers or (world.routing, world.notices)
    read, waiting, dead = 0, [], []
    for _ in range(steps):
        fresh = world.tickets.stream[read:]
        read += len(fresh)
        waiting += [Message(w, event) for event in fresh for w in workers for _ in range(copies)]
        if not waiting:
            return dead
        message = waiting.pop(order.randrange(len(waiting)) if order else 0)
        if message.is_done():
            continue
        world.clock.now += LEASE
        (waiting if message.tries < TRIES else dead).append(message)
    raise AssertionError("the pump does not come to rest")
