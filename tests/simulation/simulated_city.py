"""The whole system on ports in memory, with workers that can die: real use cases, one clock."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from chalicelib.adapters.city_pack.pack import FolderPack
from chalicelib.domain.routing.classifier import make_guesser
from tests.doubles.contact_cipher import MemoryContactCipher
from tests.doubles.counters import MemoryCounters
from tests.doubles.delivery_ledger import MemoryLedger
from tests.doubles.indexed_tickets import IndexedTickets
from tests.doubles.ports import use_cases
from tests.doubles.published_figures import MemoryPublishedFigures
from tests.doubles.stage_secret import MemoryStageSecret
from tests.simulation.clock import SimulatedClock
from tests.simulation.faults import FaultInjector, FaultyPort
from tests.simulation.notice_delivery import NoticeDelivery

SITE = "https://lapor.simulasi.example"


class MetricCounts:
    """The port `Meter`: counts each metric."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def __call__(self, metric: str, count: int = 1, **about: str) -> None:
        self.counts[metric] += count


@dataclass
class SimulatedCity:
    """Workers' ports go through `injector`; people's own steps never fail by it."""

    pack: FolderPack
    clock: SimulatedClock
    chance: Random
    tickets: IndexedTickets = field(default_factory=IndexedTickets)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    contact_cipher: MemoryContactCipher = field(default_factory=MemoryContactCipher)
    ticket_secret: MemoryStageSecret = field(default_factory=MemoryStageSecret)
    notice_publisher: NoticeDelivery = field(default_factory=NoticeDelivery)
    meter: MetricCounts = field(default_factory=MetricCounts)
    injector: FaultInjector = field(default_factory=FaultInjector)

    def __post_init__(self) -> None:
        self.counters = MemoryCounters(numbers=lambda: list(self.tickets.cases))
        self.published_figures = MemoryPublishedFigures()
        ports = self._ports()
        people = use_cases(**ports)
        self.intake, self.staff_actions, self.reporter_actions = (
            people.intake(),
            people.staff_actions(),
            people.reporter_actions(),
        )
        self.duplicates, self.survey, self.counter_rebuild = (
            people.duplicates(),
            people.survey(),
            people.counter_rebuild(),
        )
        self.flagging = people.flagging()
        self.other_deadline_watch = people.deadline_watch()
        """A second watcher of deadlines, whose ports never fail."""
        faulty = {
            name: FaultyPort(ports[name], self.injector)
            for name in ("tickets", "ledger", "notice_publisher", "counters", "published_figures")
        }
        workers = use_cases(**ports | faulty)
        self.routing, self.counting, self.deadline_watch = (
            workers.routing(),
            workers.counting(),
            workers.deadline_watch(),
        )
        self.notices, self.digests = workers.notices(""), workers.digests("")
        self.publication = workers.figure_publication()

    def _ports(self) -> dict[str, Any]:
        own = ("tickets", "ledger", "contact_cipher", "ticket_secret", "notice_publisher", "meter", "clock", "counters")
        return {name: getattr(self, name) for name in own} | {
            "city": self.pack,
            "surveys": self.counters,
            "published_figures": self.published_figures,
            "rebuilding": self.counters,
            "guess": make_guesser(self.pack.catalogue, self.pack.keywords),
            "site": lambda: SITE,
        }
