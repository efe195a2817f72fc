"""The watch of deadlines: looks at every ticket whose time has come, and does what is due."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain import events
from chalicelib.domain.errors import Outdated
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.watch.escalate import take_due
from chalicelib.flow.next_check import repair_next_check, rules, with_next_check
from chalicelib.flow.ports.tickets import CityPack, Clock, DueTicket, Meter, Tickets

PAGE = 25

AGAIN = timedelta(minutes=15)
"""After so long a ticket that could not be looked at has its next turn: it does not stand in the others' way."""

PATIENCE = 20
"""So many failures in a row are no matter of single tickets: the round ends, the next one tries again."""

EnoughTime = Callable[[], bool]


@dataclass(slots=True)
class Round:
    """What one run did. `failed`: tickets that could not be looked at, and why; `finished`: all had their turn."""

    looked: int = 0
    steps: int = 0
    failed: list[tuple[str, Exception]] = field(default_factory=list)
    finished: bool = True


@dataclass(frozen=True, slots=True)
class DeadlineWatch:
    """One query when nothing is due; else one query a page, and one query and one transaction a ticket.

    It can be killed anywhere, run twice at once, late or with a wrong clock: each step is decided from the ticket's
    history and written on the condition that nobody was quicker.
    """

    city: CityPack
    tickets: Tickets
    clock: Clock
    meter: Meter

    def watch(self, enough_time: EnoughTime, correlation: str) -> Round:
        """Look at all tickets that are due now, as long as there is time; the next run goes on with the others."""
        done, now, cursor, unlucky = Round(), self.clock(), None, 0
        while True:
            page = self.tickets.to_watch(now, cursor=cursor, size=PAGE)
            for line in page.lines:
                if unlucky >= PATIENCE or not enough_time():
                    return self._counted(done, whole=False, in_vain=unlucky >= PATIENCE)
                unlucky = 0 if self._look_safely(line, now, correlation, done) else unlucky + 1
            if page.cursor is None:
                return self._counted(done, whole=True, in_vain=False)
            cursor = page.cursor

    def _counted(self, done: Round, *, whole: bool, in_vain: bool) -> Round:
        """An alarm hears when nobody counts rounds any more; one that gave up is none."""
        done.finished = whole
        if not in_vain:
            self.meter("DeadlineRuns")
        if done.steps:
            self.meter("DeadlineSteps", done.steps)
        return done

    def _look_safely(self, line: DueTicket, now: datetime, correlation: str, done: Round) -> bool:
        """Whether the ticket could be looked at; if not, its turn comes later, and the others have theirs now."""
        done.looked += 1
        try:
            done.steps += self._look(line.ticket, now, correlation)
        except Outdated:  # somebody is at it right now, and saves it with its next look
            return True
        except Exception as failure:  # noqa: BLE001 - not swallowed: counted here, told by whoever runs the round
            done.failed.append((line.ticket, failure))
            self.meter("DeadlinesFailed", ticket=line.ticket)
            return self._later(line, now, done)
        return True

    def _later(self, line: DueTicket, now: datetime, done: Round) -> bool:
        try:
            self.tickets.watch_later(line.ticket, line.watch, now + AGAIN)
        except Exception as failure:  # noqa: BLE001 - as above; it stays where it is, and the next run meets it again
            done.failed.append((line.ticket, failure))
        return False

    def _look(self, number: str, now: datetime, correlation: str) -> int:
        """Do all that is due for the ticket; how many events that left."""
        context = StepContext(events.SYSTEM, now, correlation=correlation)
        case = found = self.tickets.get(number, internal=True)
        while change := take_due(case, rules(self.city, case), context):
            change = with_next_check(self.city, case, change)
            self.tickets.save(change)
            case = case.after(change)
        if case is found:  # in vain
            repair_next_check(self.city, self.tickets, case)
        return case.ticket.sequence - found.ticket.sequence
