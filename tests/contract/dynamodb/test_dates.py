"""Dates in storage: by when the citizen hears from an OPD, and how an assignment is due later."""

from datetime import timedelta

from chalicelib.domain.tickets.assignments import find
from chalicelib.domain.tickets.ticket import Role
from chalicelib.domain.transitions import by_opd, by_reporter
from chalicelib.domain.transitions.extension import extend
from chalicelib.domain.transitions.step_input import StepInput
from tests.contract.dynamodb.test_joint_work import TERMS, dispatched, saved
from tests.support.factory import NOW, a_context

LATER = NOW + timedelta(days=6)


def test_by_when_the_citizen_hears_from_an_opd_is_kept_until_that_was_done(tickets, seed):
    ticket = dispatched(tickets, seed(), "DISHUB")
    assignment = TERMS.new_assignment("DLH", Role.SUPPORT, {"id": "", "en": ""}, TERMS.promised(NOW), NOW)
    ticket = saved(tickets, by_opd.assign(ticket, assignment, a_context("coordinator"), TERMS, clears_desk=True))
    assert find(ticket, "DLH").answer_due == TERMS.answer_due(NOW)
    ticket = saved(tickets, by_reporter.ask(ticket, a_context(), TERMS, "DISHUB"))
    ticket = saved(tickets, by_reporter.message(ticket, a_context("citizen", at=LATER), TERMS, ("DISHUB",)))
    assert find(ticket, "DLH").answer_due == TERMS.due_after_pause(TERMS.answer_due(NOW), NOW, LATER)
    ticket = saved(tickets, by_opd.advance(ticket, "DLH", by_opd.ANSWER, a_context("DLH"), TERMS))
    assert find(ticket, "DLH").answer_due is None


def test_an_assignment_that_was_extended_lies_later_in_the_inbox(tickets, seed):
    first, second = (dispatched(tickets, seed(name), "DISPERMADES") for name in ("satu", "dua"))
    change = extend(first, "DISPERMADES", StepInput(days=5), a_context("leader"), TERMS)
    ticket = saved(tickets, change)
    lines = [line for line in tickets.inbox("DISPERMADES").lines if line.ticket in (first.id, second.id)]
    assert [line.ticket for line in lines] == [second.id, first.id]
    assert lines[-1].due == find(ticket, "DISPERMADES").due
