"""The whole system on ports in memory, with workers that can die: real use cases, one clock."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import Any

from chalicelib.adapters.city_pack.pack import FolderPack
from chalicelib.domain.routing.classifier import make_guesser
from tests.doubles.counters import MemoryCounters
from tests.doubles.indexed import IndexedTickets
from tests.doubles.ledger import MemoryLedger
from tests.doubles.ports import use_cases
from tests.doubles.vault import MemoryVault
from tests.simulation.letterbox import Letterbox
from tests.simulation.mishaps import Fate, Fragile
from tests.simulation.timeline import Timeline

SITE = "https://lapor.simulasi.example"


class Tally:
    """The meter."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def __call__(self, metric: str, count: int = 1, **about: str) -> None:
        self.counts[metric] += count


@dataclass
class Town:
    """`fate` strikes workers, `rounds` the watch: people's own steps are not struck."""

    pack: FolderPack
    clock: Timeline
    chance: Random
    tickets: IndexedTickets = field(default_factory=IndexedTickets)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    contact_cipher: MemoryVault = field(default_factory=MemoryVault)
    notice_publisher: Letterbox = field(default_factory=Letterbox)
    meter: Tally = field(default_factory=Tally)
    fate: Fate = field(default_factory=Fate)

    def __post_init__(self) -> None:
        self.counters = MemoryCounters(numbers=lambda: list(self.tickets.cases))
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
        self.other_deadline_watch = people.deadline_watch()
        """A second watcher, that nothing happens to."""
        fragile = {
            name: Fragile(ports[name], self.fate) for name in ("tickets", "ledger", "notice_publisher", "counters")
        }
        workers = use_cases(**ports | fragile)
        self.routing, self.counting, self.deadline_watch = (
            workers.routing(),
            workers.counting(),
            workers.deadline_watch(),
        )
        self.notices, self.digests = workers.notices(""), workers.digests("")

    def _ports(self) -> dict[str, Any]:
        own = ("tickets", "ledger", "contact_cipher", "notice_publisher", "meter", "clock", "counters")
        return {name: getattr(self, name) for name in own} | {
            "city": self.pack,
            "surveys": self.counters,
            "rebuilding": self.counters,
            "guess": make_guesser(self.pack.catalogue, self.pack.keywords),
            "site": lambda: SITE,
        }
