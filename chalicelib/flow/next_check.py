"""The next check of a ticket by the deadline watch. Every change must carry it when saved; a test enforces this."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.tickets.ticket import Case, Change
from chalicelib.domain.watch.due_steps import WatchRules, next_check, watch_rules
from chalicelib.flow.ports.tickets import CityPack, Tickets


def with_next_check(city: CityPack, case: Case, change: Change) -> Change:
    """The change with the ticket's next check, ready for `Tickets.save`; `case` as read, with its whole history."""
    after = case.after(change)
    return replace(change, ticket=replace(after.ticket, next_check=next_check_at(city, after)))


def repair_next_check(city: CityPack, tickets: Tickets, case: Case) -> bool:
    """Correct a stored next check that is wrong; whether it was wrong and was corrected.

    It is wrong if the ticket was saved under other rules: an older calendar, escalation ladder or release.
    """
    stored, correct = case.ticket.next_check, next_check_at(city, case)
    return stored != correct and tickets.change_next_check(
        case.ticket.id, stored, correct, version=case.ticket.sequence
    )


def next_check_at(city: CityPack, case: Case) -> datetime | None:
    """When the deadline watch must check the ticket next, aware, in UTC; None for never."""
    return next_check(case, rules(city, case))


def rules(city: CityPack, case: Case) -> WatchRules:
    """The rules for this ticket's deadlines in this city."""
    return watch_rules(case.ticket, city.catalogue, city.calendar, city.escalation)
