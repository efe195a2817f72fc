"""Inboxes of the OPDs and of the coordinator, by due date."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.access.permissions import Actor, Relation, may_overall
from chalicelib.domain.errors import Invalid, NotAllowed, Problem
from chalicelib.domain.tickets.inbox import (
    ALL,
    COORDINATOR,
    MAX_COUNTED,
    SOON,
    UNACCEPTED,
    VALIDATION,
    InboxFilter,
    InboxPage,
    PauseKind,
    inbox_state_of_person,
    matches_filter,
)
from chalicelib.domain.tickets.ticket import DISPUTED, RETURNED, UNROUTABLE
from chalicelib.flow.ports.tickets import CityPack, Clock, Tickets

View = Callable[[Actor, datetime, datetime], InboxFilter]
"""A view's slice of an inbox, for this person, the current time, and the time until which lines are due soon."""

VIEWS: Mapping[str, View] = {
    "all": lambda _actor, _now, _soon: ALL,
    "late": lambda _actor, now, _soon: InboxFilter(until=now),
    "due_soon": lambda _actor, now, soon: InboxFilter(since=now, until=soon),
    "unaccepted": lambda _actor, _now, _soon: InboxFilter(UNACCEPTED),
    "mine": lambda actor, _now, _soon: InboxFilter(inbox_state_of_person(actor.person)),
    "validation": lambda _actor, _now, _soon: InboxFilter(VALIDATION),
    "waiting_citizen": lambda _actor, _now, _soon: InboxFilter(pause=PauseKind.CITIZEN),
    "waiting_opd": lambda _actor, _now, _soon: InboxFilter(pause=PauseKind.OPD),
    "unroutable": lambda _actor, _now, _soon: InboxFilter(UNROUTABLE),
    "returned": lambda _actor, _now, _soon: InboxFilter(RETURNED),
    "disputed": lambda _actor, _now, _soon: InboxFilter(DISPUTED),
}
"""The views by name. Each is one range of one index: a page reads the lines that it shows, and one more."""

AT_DESK = ("all", "late", "unroutable", "returned", "disputed", "waiting_citizen")
AT_OPD = ("all", "late", "due_soon", "unaccepted", "mine", "validation", "waiting_citizen", "waiting_opd")
"""The views of the coordinator's desk, and of an OPD's inbox."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """One query per page, and one more for the counts of all views."""

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
        """One page of the inbox `box`: an OPD's code or `coordinator`; the person's first if empty.

        Raises:
            NotAllowed: the inbox is not the person's.
            Invalid: there is no such view or cursor.
        """
        if view not in VIEWS:
            raise Invalid((Problem("view", "filter_unknown"),))
        box = self._box(actor, box)
        return self.tickets.inbox(box, self._slices(actor, view)[view], cursor=cursor, size=size)

    def counts(self, actor: Actor, box: str = "", *, whole: InboxPage | None = None) -> Mapping[str, int]:
        """Number of lines in each view of the inbox; `MAX_COUNTED` + 1 where there are more than that.

        Nothing is read if `whole` is a page with the whole inbox; otherwise it costs one bounded query, and one per
        view if the inbox has more than `MAX_COUNTED` lines.

        Raises:
            NotAllowed: the inbox is not the person's.
        """
        box = self._box(actor, box)
        slices = self._slices(actor, *(AT_DESK if box == COORDINATOR else AT_OPD))
        page = whole or self.tickets.inbox(box, size=MAX_COUNTED)
        if page.cursor is None:
            return {view: sum(matches_filter(slice_, line) for line in page.lines) for view, slice_ in slices.items()}
        return {view: self.tickets.count(box, slice_, MAX_COUNTED) for view, slice_ in slices.items()}

    def _slices(self, actor: Actor, *views: str) -> Mapping[str, InboxFilter]:
        now = self.clock()
        soon = self.city.calendar.due(now, SOON)
        return {view: VIEWS[view](actor, now, soon) for view in views}

    def _box(self, actor: Actor, box: str) -> str:
        own = self.boxes(actor)
        chosen = box or next(iter(own), "")
        if not chosen or (chosen not in own and not may_overall(actor, "any_inbox")):
            raise NotAllowed("inbox")
        return chosen
