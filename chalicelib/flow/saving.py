"""What everybody who saves a ticket must do: note when somebody must look at it next (a test finds who does not)."""

from dataclasses import replace

from chalicelib.domain.ticket import Case, Change
from chalicelib.domain.watching import Rules, next_look, rules_of
from chalicelib.flow.ports import CityPack


def watched(city: CityPack, case: Case, change: Change) -> Change:
    """The change of a case (as read, with its whole history), ready for `Tickets.save`."""
    after = case.after(change)
    return replace(change, ticket=replace(after.ticket, watch=next_look(after, rules(city, after))))


def rules(city: CityPack, case: Case) -> Rules:
    """What a ticket is held to in this city."""
    return rules_of(case.ticket, city.catalogue, city.calendar, city.escalation)
