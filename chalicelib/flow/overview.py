"""What each OPD has in hand, and what is late the longest: for those who look at all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.inbox import MOST, SOON, InboxLine
from chalicelib.domain.permissions import Actor, permit_overall
from chalicelib.domain.value import value
from chalicelib.flow.ports import CityPack, Clock, Tickets

WORST = 25
"""So many late parts are shown."""


@value
class Load:
    """An OPD's open parts. `more`: it has more than MOST, and these are the figures of the MOST that are due first."""

    opd: str
    open: int
    late: int
    due_soon: int
    waiting: int
    more: bool = False


@value
class Late:
    opd: str
    line: InboxLine


@value
class Overview:
    """The OPD with most late parts first, and the parts that are late the longest."""

    loads: tuple[Load, ...]
    worst: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class Overviews:
    """One bounded query for each OPD, whatever the number of its tickets: what is late comes first in each inbox."""

    city: CityPack
    tickets: Tickets
    clock: Clock

    def now(self, actor: Actor) -> Overview:
        """NotAllowed."""
        permit_overall(actor, "overview")
        now = self.clock()
        soon = self.city.calendar.due(now, SOON)
        inboxes = {opd: self.tickets.inbox(opd, size=MOST) for opd in self._opds()}
        loads = [_load(opd, page.lines, now, soon, more=page.cursor is not None) for opd, page in inboxes.items()]
        late = [Late(opd, line) for opd, page in inboxes.items() for line in _late(page.lines, now)]
        worst = sorted(late, key=lambda each: (each.line.due, each.line.ticket, each.opd))[:WORST]
        return Overview(tuple(sorted(loads, key=lambda load: (-load.late, -load.open, load.opd))), tuple(worst))

    def _opds(self) -> list[str]:
        return [code for code, opd in self.city.catalogue.opds.items() if not opd.is_external]


def _late(lines: tuple[InboxLine, ...], now: datetime) -> Iterator[InboxLine]:
    return (line for line in lines if line.due < now and not line.is_paused)


def _load(opd: str, lines: tuple[InboxLine, ...], now: datetime, soon: datetime, *, more: bool) -> Load:
    running = [line for line in lines if not line.is_paused]
    late, due_soon = [line for line in running if line.due < now], [line for line in running if now <= line.due < soon]
    return Load(opd, len(lines), len(late), len(due_soon), len(lines) - len(running), more)
