"""The whole system on ports in memory, with workers that can die: real use cases, one clock."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from random import Random
from typing import Any

from chalicelib.adapters.city_pack import FolderPack
from chalicelib.domain.guessing import make_guesser
from chalicelib.flow.counting import Counting
from chalicelib.flow.deadlines import Deadlines
from chalicelib.flow.dialogue import Dialogue
from chalicelib.flow.digests import DailyDigests
from chalicelib.flow.intake import Intake
from chalicelib.flow.merging import Merging
from chalicelib.flow.notices import Notices
from chalicelib.flow.routing import Routing
from chalicelib.flow.surveying import Survey
from chalicelib.flow.work import Work
from infra.memory.counters import MemoryCounters
from infra.memory.indexed import IndexedTickets
from infra.memory.ledger import MemoryLedger
from infra.memory.vault import MemoryVault
from infra.simulation.letterbox import Letterbox
from infra.simulation.mishaps import Fate, Fragile
from infra.simulation.timeline import Timeline

SITE = "https://lapor.simulasi.example"


class Tally:
    """The meter."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def __call__(self, metric: str, count: int = 1, **about: str) -> None:  # noqa: ARG002 - nobody asks for it
        self.counts[metric] += count


@dataclass
class Town:
    """`fate` strikes workers, `rounds` the watch: people's own steps are not struck."""

    pack: FolderPack
    clock: Timeline
    chance: Random
    tickets: IndexedTickets = field(default_factory=IndexedTickets)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    vault: MemoryVault = field(default_factory=MemoryVault)
    post: Letterbox = field(default_factory=Letterbox)
    meter: Tally = field(default_factory=Tally)
    fate: Fate = field(default_factory=Fate)

    @cached_property
    def counters(self) -> MemoryCounters:
        return MemoryCounters(numbers=lambda: list(self.tickets.cases))

    # what people do

    @cached_property
    def intake(self) -> Intake:
        return Intake(self.pack, self.tickets, self.vault, self.clock, self.meter)

    @cached_property
    def work(self) -> Work:
        return Work(self.pack, self.tickets, self.vault, self.clock)

    @cached_property
    def dialogue(self) -> Dialogue:
        return Dialogue(self.pack, self.tickets, self.clock)

    @cached_property
    def merging(self) -> Merging:
        return Merging(self.pack, self.tickets)

    @cached_property
    def survey(self) -> Survey:
        return Survey(self.pack, self.tickets, self.counters, self.counters, self.clock)

    # what workers do

    @cached_property
    def routing(self) -> Routing:
        guess = make_guesser(self.pack.catalogue, self.pack.keywords)
        return Routing(self.pack, self._fragile(self.tickets), guess, self.clock, self.meter)

    @cached_property
    def notices(self) -> Notices:
        tickets, ledger, post = map(self._fragile, (self.tickets, self.ledger, self.post))
        return Notices(self.pack, tickets, ledger, post, _site, self.clock, self.meter)

    @cached_property
    def digests(self) -> DailyDigests:
        tickets, ledger, post = map(self._fragile, (self.tickets, self.ledger, self.post))
        return DailyDigests(self.pack, tickets, ledger, post, _site, self.clock, self.meter)

    @cached_property
    def counting(self) -> Counting:
        return Counting(self.pack, self._fragile(self.tickets), self._fragile(self.counters))

    @cached_property
    def deadlines(self) -> Deadlines:
        return Deadlines(self.pack, self._fragile(self.tickets), self.clock, self.meter)

    @cached_property
    def other_deadlines(self) -> Deadlines:
        """A second watcher, that nothing happens to."""
        return Deadlines(self.pack, self.tickets, self.clock, self.meter)

    def _fragile(self, port: Any) -> Any:
        return Fragile(port, self.fate)


def _site() -> str:
    return SITE
