"""The contract of `Tickets`: what is not public is in no public list, and what must be checked is in an inbox."""

import pytest

from chalicelib.domain.publication import moderation
from chalicelib.domain.tickets.inbox import CHECK
from chalicelib.domain.tickets.publication import Publication, PublicationState
from chalicelib.domain.transitions import by_reporter
from chalicelib.flow.ports.tickets import Listing
from tests.support.factory import DUE, NOW, VILLAGE, a_calendar, a_context, a_dispatch, an_opening

HELD = Publication(PublicationState.HELD, reasons=("insult", "spam"), due=DUE)
CONTEXT = a_context("coordinator", "Menyebut nama orang.", person="koordinator")


@pytest.fixture
def opd(seed):
    return f"OPD-{seed.own}"


def stored(tickets, seed, opd, **opening):
    """A ticket that this OPD leads."""
    opened = an_opening(seed=seed(), **opening)
    tickets.add(opened)
    change = a_dispatch(opened.ticket, opd)
    tickets.save(change)
    return change.ticket


def lists(tickets, opd):
    """The public lists that the ticket must be in, or in none."""
    return [
        [entry.id for entry in tickets.page(listing).entries]
        for listing in (
            Listing(),
            Listing("service", "lampu-jalan"),
            Listing("area", VILLAGE),
            Listing("status", "dispatched"),
            Listing("opd", opd),
        )
    ]


def changed(tickets, number, step):
    change = step(tickets.get(number, internal=True))
    tickets.save(change)
    return change.ticket


def test_what_is_held_is_in_no_public_list_until_it_is_published(tickets, seed, opd):
    number = stored(tickets, seed, opd, publication=HELD).id
    assert tickets.get(number).ticket.publication == HELD
    assert not any(number in listed for listed in lists(tickets, opd))
    changed(tickets, number, lambda case: moderation.publish(case.ticket, CONTEXT))
    assert all(number in listed for listed in lists(tickets, opd))
    assert tickets.get(number).ticket.publication == Publication()


def test_what_is_hidden_leaves_every_public_list_and_comes_back_where_it_was(tickets, seed, opd):
    number = stored(tickets, seed, opd, at=NOW).id
    assert all(number in listed for listed in lists(tickets, opd))
    changed(tickets, number, lambda case: moderation.hide(case.ticket, CONTEXT))
    assert not any(number in listed for listed in lists(tickets, opd))
    changed(tickets, number, lambda case: moderation.publish(case.ticket, CONTEXT))
    assert all(number in listed for listed in lists(tickets, opd))


def test_a_withdrawn_report_leaves_every_public_list(tickets, seed, opd):
    number = stored(tickets, seed, opd).id
    changed(tickets, number, lambda case: by_reporter.withdraw(case.ticket, a_context("citizen", "")))
    assert tickets.get(number).ticket.publication == Publication(PublicationState.WITHDRAWN)
    assert [entry.id for entry in tickets.page(Listing("status", "archived")).entries] == []
    assert number not in [entry.id for entry in tickets.page(Listing()).entries]


def test_what_is_not_public_is_found_by_place_by_those_who_see_all(tickets, seed, opd):
    number = stored(tickets, seed, opd).id

    def found():
        return number in [entry.id for entry in tickets.at_place("", VILLAGE).entries]

    assert not found()
    changed(tickets, number, lambda case: moderation.hide(case.ticket, CONTEXT))
    assert found()
    changed(tickets, number, lambda case: moderation.publish(case.ticket, CONTEXT))
    assert not found()


def test_what_must_be_checked_is_in_the_coordinators_inbox_until_it_is(tickets, seed, opd):
    number = stored(tickets, seed, opd, publication=HELD).id
    (line,) = [line for line in tickets.inbox(CHECK).lines if line.ticket == number]
    assert (line.service, line.area, line.due, line.reason) == ("lampu-jalan", VILLAGE, DUE, "insult,spam")
    changed(tickets, number, lambda case: moderation.publish(case.ticket, CONTEXT))
    assert number not in [line.ticket for line in tickets.inbox(CHECK).lines]


def test_a_flag_puts_a_public_report_there(tickets, seed, opd):
    number = stored(tickets, seed, opd).id
    citizen = a_context("citizen", "", person="")
    flagged = changed(tickets, number, lambda case: moderation.flag(case, "insult", citizen, a_calendar()))
    assert tickets.get(number).ticket.publication == flagged.publication
    assert number in [line.ticket for line in tickets.inbox(CHECK).lines]
    assert all(number in listed for listed in lists(tickets, opd))


def test_redacted_passages_come_back(tickets, seed, opd):
    number = stored(tickets, seed, opd, description="Pak Slamet dan Pak Joko").id
    after = changed(tickets, number, lambda case: moderation.redact(case, ("slamet", "Joko"), CONTEXT))
    assert tickets.get(number).ticket.publication == after.publication
    assert len(after.publication.redactions) == 2
