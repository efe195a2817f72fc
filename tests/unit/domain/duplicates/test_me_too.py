"""“Saya juga”: once per browser, for open reports, without a name and up to a limit."""

from dataclasses import replace

import pytest

from chalicelib.domain.duplicates.me_too import MAX_SUPPORTERS, check_me_too, supporter_mark
from chalicelib.domain.errors import ForbiddenStep, UnknownTicket
from tests.support.factory import a_case, a_report, a_ticket
from tests.support.memory_ports import MemoryTickets
from tests.support.memory_world import using

BROWSER, OTHER = "acak-0123456789abcdef", "acak-fedcba9876543210"


@pytest.fixture
def tickets():
    return MemoryTickets()


@pytest.fixture
def number(tickets):
    case = a_case("DISHUB")
    tickets.cases[case.ticket.id] = case
    return case.ticket.id


def test_each_browser_counts_once_and_is_told_how_many_there_are(tickets, number):
    supporting = using(tickets=tickets).me_too()
    assert [supporting.support(number, who).supporters for who in (BROWSER, OTHER, BROWSER)] == [1, 2, 2]
    assert supporting.support(number, OTHER).repeated
    assert tickets.get(number).ticket.sequence == 2, "no version moves"


@pytest.mark.parametrize("status", ["resolved", "closed", "referred", "archived"])
def test_what_is_over_needs_no_support(status):
    with pytest.raises(ForbiddenStep) as refused:
        check_me_too(a_ticket(status))
    assert refused.value.params == {"status": status}


def test_of_a_confidential_report_nobody_can_know():
    with pytest.raises(UnknownTicket):
        check_me_too(a_ticket(report=a_report(visibility="confidential")))


def test_a_duplicate_sends_people_to_the_report_that_it_follows():
    with pytest.raises(ForbiddenStep) as refused:
        check_me_too(a_ticket("duplicate", merged_into="CTH-1"))
    assert (refused.value.rule, refused.value.params) == ("support_the_kept", {"into": "CTH-1"})


def test_nobody_can_count_for_ever():
    check_me_too(replace(a_ticket(), supporters=MAX_SUPPORTERS - 1))
    with pytest.raises(ForbiddenStep, match="supported_by_many"):
        check_me_too(replace(a_ticket(), supporters=MAX_SUPPORTERS))


def test_the_mark_of_a_browser_is_another_one_for_each_ticket_and_does_not_hold_it():
    marks = {supporter_mark(BROWSER, n) for n in ("CTH-1", "CTH-2")} | {supporter_mark(OTHER, "CTH-1")}
    assert len(marks) == 3
    assert not any(BROWSER in mark for mark in marks)
