"""What everybody who saves a ticket must do: note when somebody must look at it next (a test finds who does not)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.tickets.ticket import Case, Change
from chalicelib.domain.watch.due_steps import Rules, next_check, rules_of
from chalicelib.flow.ports.tickets import CityPack, Tickets


def with_next_check(city: CityPack, case: Case, change: Change) -> Change:
    """The change of a case (as read, with its whole history), ready for `Tickets.save`."""
    after = case.after(change)
    return replace(change, ticket=replace(after.ticket, watch=next_check_at(city, after)))


def repair_next_check(city: CityPack, tickets: Tickets, case: Case) -> bool:
    """Whether another look was noted than must be, and is put right now: the ticket, as read, was saved under other
    rules (an older calendar, ladder or release).
    """
    seen, then = case.ticket.watch, next_check_at(city, case)
    return seen != then and tickets.watch_later(case.ticket.id, seen, then, version=case.ticket.sequence)


def next_check_at(city: CityPack, case: Case) -> datetime | None:
    """When somebody must look at the ticket next; aware, UTC."""
    return next_check(case, rules(city, case))


def rules(city: CityPack, case: Case) -> Rules:
    """What a ticket is held to in this city."""
    return rules_of(case.ticket, city.catalogue, city.calendar, city.escalation)
