"""The tables of status: what can follow what."""

import pytest

from chalicelib import texts
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.intake.opening import dispatch
from chalicelib.domain.tickets.status import (
    ASSIGNMENT_TRANSITIONS,
    GROUPS,
    TICKET_TRANSITIONS,
    AssignmentStatus,
    TicketStatus,
)
from chalicelib.domain.tickets.ticket import Role
from tests.support import factory


def reachable(table, start):
    found, ahead = set(), [start]
    while ahead:
        status = ahead.pop()
        if status not in found:
            found.add(status)
            ahead.extend(table[status])
    return found


def test_every_ticket_status_is_in_exactly_one_group():
    assert sorted(status for group in GROUPS.values() for status in group) == sorted(TicketStatus)


def test_every_status_has_its_row():
    assert set(TICKET_TRANSITIONS) == set(TicketStatus)
    assert set(ASSIGNMENT_TRANSITIONS) == set(AssignmentStatus)


def test_every_status_can_be_reached():
    assert reachable(TICKET_TRANSITIONS, TicketStatus.RECEIVED) == set(TicketStatus)
    assert reachable(ASSIGNMENT_TRANSITIONS, AssignmentStatus.ASSIGNED) == set(AssignmentStatus)


def test_every_open_ticket_can_come_to_an_end():
    ends = GROUPS["done"] | GROUPS["ended"]
    assert all(reachable(TICKET_TRANSITIONS, status) & ends for status in GROUPS["open"])


def test_nothing_stays_where_it_is_by_a_step():
    assert all(status not in following for status, following in TICKET_TRANSITIONS.items())
    assert all(status not in following for status, following in ASSIGNMENT_TRANSITIONS.items())


def test_a_closed_ticket_stays_closed():
    assert TICKET_TRANSITIONS[TicketStatus.CLOSED] == frozenset()


@pytest.mark.parametrize("status", TicketStatus)
def test_a_ticket_can_be_dispatched_only_from_where_the_table_says(status):
    allowed = {"received", "incomplete"}  # what follows another ticket is separated from it first
    ticket = factory.a_ticket(status, assignments=())
    if status in allowed:
        assert factory.a_dispatch(ticket, "DISHUB").ticket.status == "dispatched"
    else:
        with pytest.raises(ForbiddenStep):
            factory.a_dispatch(ticket, "DISHUB")


def test_a_dispatch_needs_exactly_one_lead():
    for leads in (0, 2):
        assignments = [factory.an_assignment(f"OPD-{n}", Role.LEAD) for n in range(leads)]
        with pytest.raises(ForbiddenStep, match="one_lead"):
            dispatch(factory.a_ticket(), assignments, by="rules", at=factory.NOW, correlation="")


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_status_has_words(language):
    assert all(texts.say(language, f"status.{status}") for status in TicketStatus)
    assert all(texts.say(language, f"assignment.{status}") for status in AssignmentStatus)
