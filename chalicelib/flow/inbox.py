"""An OPD's inbox, and the coordinator's desk, by due date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.errors import Invalid, NotAllowed, Problem
from chalicelib.domain.inbox import COORDINATOR, InboxLine, InboxPage
from chalicelib.domain.permissions import Actor, Relation
from chalicelib.flow.ports import CityPack, Clock, Tickets

SOON = 2
"""Working days within which something is due soon."""

_SEES_ALL = frozenset({Relation.COORDINATOR, Relation.LEADER, Relation.AUDITOR})

Filter = Callable[[InboxLine, Actor], bool]

WITHIN: Mapping[str, Filter] = {
    "mine": lambda line, actor: line.person == actor.person,
    "unaccepted": lambda line, _: line.status == "assigned",
    "late": lambda line, _: not line.is_paused,
    "due_soon": lambda line, _: not line.is_paused,
    "waiting_citizen": lambda line, _: line.ticket_status == "incomplete",
    "waiting_opd": lambda line, _: bool(line.waits_for),
    "unroutable": lambda line, _: line.reason == "unroutable",
    "returned": lambda line, _: line.reason == "returned",
    "disputed": lambda line, _: line.reason == "disputed",
}
"""What a view keeps of the page that the index gives; a page may thus show fewer lines than were read."""

VIEWS = ("all", *WITHIN)


@dataclass(frozen=True, slots=True)
class Inbox:
    """One query a page. `late` and `due_soon` are ranges of the index; the other views look through the page."""

    city: CityPack
    tickets: Tickets
    clock: Clock

    def boxes(self, actor: Actor) -> tuple[str, ...]:
        """The person's own inboxes: the coordinator's desk first, then those of the OPDs."""
        desk = (COORDINATOR,) if Relation.COORDINATOR in actor.roles else ()
        return (*desk, *sorted(actor.opds))

    def page(
        self, actor: Actor, view: str = "all", cursor: str | None = None, *, box: str = "", size: int = 25
    ) -> InboxPage:
        """One page of `box` (an OPD's code or `coordinator`; the person's first if not given).

        NotAllowed for a box that is not the person's; Invalid for a view or cursor that there is not.
        """
        if view not in VIEWS:
            raise Invalid((Problem("view", "filter_unknown"),))
        box = self._box(actor, box)
        since, until = self._range(view)
        page = self.tickets.inbox(box, since=since, until=until, cursor=cursor, size=size)
        keep = WITHIN.get(view)
        lines = tuple(line for line in page.lines if keep(line, actor)) if keep else page.lines
        return InboxPage(lines, page.cursor)

    def _box(self, actor: Actor, box: str) -> str:
        own = self.boxes(actor)
        chosen = box or next(iter(own), "")
        if not chosen or (chosen not in own and not _SEES_ALL & actor.roles):
            raise NotAllowed("inbox")
        return chosen

    def _range(self, view: str) -> tuple[datetime | None, datetime | None]:
        now = self.clock()
        if view == "late":
            return None, now
        if view == "due_soon":
            return now, self.city.calendar.due(now, SOON)
        return None, None
