"""The whole system on fakes: `a_world()`, and `pump()`, which carries events to the workers until nothing moves."""

from dataclasses import dataclass, field

from chalicelib.adapters.phone import parse_phone
from chalicelib.domain.errors import Outdated
from chalicelib.domain.events import Event
from chalicelib.domain.routing import Guess, Guesses
from chalicelib.flow.darkroom import Darkroom
from chalicelib.flow.deadlines import Deadlines
from chalicelib.flow.dialogue import Dialogue
from chalicelib.flow.digests import DailyDigests
from chalicelib.flow.inbox import Inbox
from chalicelib.flow.intake import Intake
from chalicelib.flow.merging import Merging
from chalicelib.flow.messages import Messages
from chalicelib.flow.notices import LEASE, Notices
from chalicelib.flow.overview import Overviews
from chalicelib.flow.resending import Resending
from chalicelib.flow.routing import Routing
from chalicelib.flow.search import Search
from chalicelib.flow.work import Work
from tests import fakes
from tests.photo_fakes import MemoryAlbum, MemoryFiles, picture_cleaner

TRIES = 5  # then a queue gives up


class Crash(BaseException):
    """The process dies: nothing after it runs, no `except Exception` sees it."""


class Outage(Exception):
    """AWS answers with an error, or not in time."""


def unsure(_text):
    """A guesser that finds something, but would not bet on it."""
    return Guesses((Guess("pohon", "DLH", 0.4), Guess("jalan-desa", "KECAMATAN", 0.3)), confident=False)


@dataclass
class Trouble:
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
        answer = function(*args, **kwargs)
        if not self.struck:
            self.effects.append(name)
        if strikes:
            self._strike()
        return answer

    def _strike(self):
        self.struck = True
        raise self.kind

    @property
    def fell_between_sending_and_noting(self):
        told = [name for name in self.effects if name != "clock"]
        return self.struck and told[-1:] in (["post.send"], ["messenger.send"])


class Watched:
    """A port of which every call goes through the trouble."""

    def __init__(self, name, port, trouble):
        self._name, self._port, self._trouble = name, port, trouble

    def __getattr__(self, method):
        found = getattr(self._port, method)
        if not callable(found):
            return found
        return lambda *args, **kwargs: self._trouble.call(f"{self._name}.{method}", found, *args, **kwargs)

    def __call__(self, *args, **kwargs):
        return self._trouble.call(self._name, self._port, *args, **kwargs)


@dataclass
class World:
    """The fakes for looking at, and the use cases wired to them."""

    trouble: Trouble
    guesser: object
    tickets: fakes.MemoryTickets = field(default_factory=fakes.MemoryTickets)
    ledger: fakes.MemoryLedger = field(default_factory=fakes.MemoryLedger)
    post: fakes.MemoryPost = field(default_factory=fakes.MemoryPost)
    vault: fakes.MemoryVault = field(default_factory=fakes.MemoryVault)
    clock: fakes.HandClock = field(default_factory=fakes.HandClock)
    subscriptions: fakes.MemorySubscriptions = field(default_factory=fakes.MemorySubscriptions)
    phonebook: fakes.MemoryPhonebook = field(default_factory=fakes.MemoryPhonebook)
    messenger: fakes.MemoryMessenger = field(default_factory=fakes.MemoryMessenger)
    meter: fakes.CountingMeter = field(default_factory=fakes.CountingMeter)
    city: fakes.FixedCity = field(default_factory=fakes.FixedCity)
    album: MemoryAlbum = field(default_factory=MemoryAlbum)
    files: MemoryFiles = field(default_factory=MemoryFiles)

    def __post_init__(self):
        tickets, clock, meter = (self._watched(name) for name in ("tickets", "clock", "meter"))
        self.intake = Intake(self.city, tickets, self._watched("vault"), clock, meter)
        self.routing = Routing(self.city, tickets, self.guesser, clock, meter)
        self.work = Work(self.city, tickets, self._watched("vault"), clock)
        self.merging = Merging(self.city, tickets, clock)
        self.inbox = Inbox(self.city, tickets, clock)
        self.dialogue = Dialogue(self.city, tickets, clock)
        self.deadlines = Deadlines(self.city, tickets, clock, meter)
        ledger, post = self._watched("ledger"), self._watched("post")
        site = Watched("site", fakes.fixed_site, self.trouble)
        self.notices = Notices(self.city, tickets, ledger, post, site, clock, meter)
        self.digests = DailyDigests(self.city, tickets, ledger, post, site, clock, meter)
        watched = (self._watched(name) for name in ("subscriptions", "vault", "phonebook", "ledger", "messenger"))
        self.subscriptions.tickets = self.tickets
        self.messages = Messages(self.city, tickets, *watched, site, clock, meter, frozenset({"sms", "email"}))
        self.overview = lambda counters: Overviews(self.city, tickets, counters, clock)
        self.reads = fakes.MemoryReads(self.tickets)
        self.search = Search(self.city, tickets, self.phonebook, self.reads, parse_phone, clock)
        album, files = self._watched("album"), self._watched("files")
        self.darkroom = Darkroom(self.city, tickets, album, files, lambda: picture_cleaner, clock)
        self.resending = Resending(self.city, tickets, ledger, clock)

    def _watched(self, name):
        return Watched(name, getattr(self, name), self.trouble)


def a_world(trouble=None, guesser=unsure):
    return World(trouble or Trouble(), guesser)


@dataclass
class Message:
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
    """Deliver every event `copies` times to each worker, in random order if `order` is a Random, failed ones again
    after their visibility timeout, until nothing moves. Answers with the dead letters. `workers` are those that route
    and notify, unless others are named.
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
