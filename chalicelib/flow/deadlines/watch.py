"""The deadline watch: checks every ticket whose next check has come, and takes the steps that are due."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from chalicelib.domain import events
from chalicelib.domain.errors import Outdated
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.watch.escalate import take_due_steps
from chalicelib.flow.next_check import repair_next_check, rules, with_next_check
from chalicelib.flow.ports.tickets import CityPack, Clock, DueTicket, Meter, Tickets

PAGE = 25
"""Tickets read by one query."""

AGAIN = timedelta(minutes=15)
"""Delay before a ticket whose check failed is tried again, so that it does not hold up the others."""

PATIENCE = 20
"""Failures in a row after which a run ends: the cause cannot be a single ticket. The next run tries again."""

EnoughTime = Callable[[], bool]


@dataclass(slots=True)
class Round:
    """Result of one run.

    `checked`: tickets checked; `steps`: events written; `failed`: tickets whose check failed, with the error;
    `finished`: no ticket was left for the next run.
    """

    checked: int = 0
    steps: int = 0
    failed: list[tuple[str, Exception]] = field(default_factory=list)
    finished: bool = True


@dataclass(frozen=True, slots=True)
class DeadlineWatch:
    """One query if nothing is due; else one query per page, and one query and one transaction per ticket.

    It may be killed anywhere, run twice at once, late or with a wrong clock: each step is decided by the ticket's
    history, and written on the condition that nobody was quicker.
    """

    city: CityPack
    tickets: Tickets
    clock: Clock
    meter: Meter

    def watch(self, enough_time: EnoughTime, correlation: str) -> Round:
        """Check all tickets that are due now, while there is enough time; the next run continues with the others."""
        result, now, cursor, failures_in_a_row = Round(), self.clock(), None, 0
        while True:
            page = self.tickets.due_tickets(now, cursor=cursor, size=PAGE)
            for line in page.lines:
                if failures_in_a_row >= PATIENCE or not enough_time():
                    return self._counted(result, whole=False, gave_up=failures_in_a_row >= PATIENCE)
                failures_in_a_row = 0 if self._check_safely(line, now, correlation, result) else failures_in_a_row + 1
            if page.cursor is None:
                return self._counted(result, whole=True, gave_up=False)
            cursor = page.cursor

    def _counted(self, result: Round, *, whole: bool, gave_up: bool) -> Round:
        """Count the run for the alarm on missing runs, unless it gave up."""
        result.finished = whole
        if not gave_up:
            self.meter("DeadlineRuns")
        if result.steps:
            self.meter("DeadlineSteps", result.steps)
        return result

    def _check_safely(self, line: DueTicket, now: datetime, correlation: str, result: Round) -> bool:
        """Check one ticket; whether that worked. After a failure the ticket is checked again later."""
        result.checked += 1
        try:
            result.steps += self._check(line.ticket, now, correlation)
        except Outdated:  # somebody is changing it now, and saves it with its next check
            return True
        except Exception as failure:  # noqa: BLE001 - not swallowed: counted here, reported by the caller
            result.failed.append((line.ticket, failure))
            self.meter("DeadlinesFailed", ticket=line.ticket)
            return self._postpone(line, now, result)
        return True

    def _postpone(self, line: DueTicket, now: datetime, result: Round) -> bool:
        try:
            self.tickets.change_next_check(line.ticket, line.next_check, now + AGAIN)
        except Exception as failure:  # noqa: BLE001 - as above; the ticket stays due, and the next run checks it
            result.failed.append((line.ticket, failure))
        return False

    def _check(self, number: str, now: datetime, correlation: str) -> int:
        """Take all steps that are due for the ticket; the number of events written."""
        context = StepContext(events.SYSTEM, now, correlation=correlation)
        case = stored = self.tickets.get(number, internal=True)
        while change := take_due_steps(case, rules(self.city, case), context):
            change = with_next_check(self.city, case, change)
            self.tickets.save(change)
            case = case.after(change)
        if case is stored:  # nothing was due
            repair_next_check(self.city, self.tickets, case)
        return case.ticket.sequence - stored.ticket.sequence
