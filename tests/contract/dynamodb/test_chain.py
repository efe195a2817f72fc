"""The chain of hashes over a ticket's events: what is stored can be computed anew, and what is altered shows."""

from dataclasses import replace

import pytest

from chalicelib.domain.events import linked
from chalicelib.domain.tickets.chain_check import Finding, check_chain
from chalicelib.domain.transitions.step_input import StepInput
from tests.contract.dynamodb.test_joint_work import dispatched
from tests.support import factory
from tests.support.factory import an_officer
from tests.support.memory_world import a_world


@pytest.fixture
def worked_on(tickets, seed):
    """A ticket on which an OPD works, as it is stored."""
    ticket = dispatched(tickets, seed(), "DISHUB", visibility="public")
    uses = a_world().using(tickets=tickets)
    for action in ("accept", "start", "finish"):
        uses.staff_actions().take(action, ticket.id, an_officer("DISHUB"), StepInput(text="Sudah."), "DISHUB")
    return tickets.get(ticket.id, internal=True)


def test_the_head_is_that_of_all_events(worked_on):
    assert worked_on.ticket.chain == linked("", worked_on.events)
    assert worked_on.ticket.chain.startswith("1:")
    assert check_chain(worked_on) is None


@pytest.mark.parametrize("position", [0, 2, -1])
def test_an_event_that_is_altered_removed_or_repeated_shows(worked_on, position):
    events_ = list(worked_on.events)
    event = events_[position]
    altered = [replace(event, actor="SIAPA")]
    for instead in (altered, [], [event, event]):
        position_ = position % len(events_)
        other = replace(worked_on, events=(*events_[:position_], *instead, *events_[position_ + 1 :]))
        assert check_chain(other) is Finding.BROKEN


def test_a_ticket_of_release_0_1_has_no_chain_and_is_said_to_have_none(worked_on):
    old = replace(worked_on, ticket=replace(worked_on.ticket, chain=""))
    assert check_chain(old) is Finding.UNCHAINED


def test_the_chain_of_an_old_ticket_begins_with_its_next_event(worked_on):
    chain = linked("", worked_on.events[2:])
    assert chain.startswith("3:")
    old = replace(worked_on, ticket=replace(worked_on.ticket, chain=chain))
    assert check_chain(old) is None
    altered = (*worked_on.events[:3], replace(worked_on.events[3], actor="SIAPA"), *worked_on.events[4:])
    assert check_chain(replace(old, events=altered)) is Finding.BROKEN


def test_a_history_that_was_rewritten_with_its_head_shows_against_what_was_written_down(worked_on):
    written_down = (worked_on.ticket.sequence - 1, linked("", worked_on.events[:-1]))
    assert check_chain(worked_on, written_down) is None
    forged = (replace(worked_on.events[0], actor="SIAPA"), *worked_on.events[1:])
    rewritten = replace(worked_on, events=forged, ticket=replace(worked_on.ticket, chain=linked("", forged)))
    assert check_chain(rewritten) is None
    assert check_chain(rewritten, written_down) is Finding.REWRITTEN
    two = worked_on.events[:2]
    shortened = replace(worked_on, events=two, ticket=replace(worked_on.ticket, sequence=2, chain=linked("", two)))
    assert check_chain(shortened, written_down) is Finding.REWRITTEN


def test_the_head_costs_a_ticket_some_thirty_bytes():
    assert len(factory.an_opening().ticket.chain) == len("1:") + 22
