"""Every step of a ticket that has as many OPDs, and as many followers, as a ticket may have is one transaction."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.duplicates import merge
from chalicelib.domain.errors import ForbiddenStep, Invalid
from chalicelib.domain.tickets.assignments import with_assignments, with_status
from chalicelib.domain.tickets.limits import MAX_DUPLICATES, MAX_OPDS, MAX_WRITES
from chalicelib.domain.tickets.status import AssignmentStatus
from chalicelib.domain.tickets.ticket import Case, Role
from chalicelib.domain.transitions import by_coordinator, by_opd, by_reporter
from tests.contract.dynamodb.test_joint_work import dispatched
from tests.support.factory import NOW, a_context, a_terms, an_assignment

OPDS = tuple(f"OPD{n:02}" for n in range(MAX_OPDS))
TERMS = a_terms()
LATER = NOW + timedelta(days=1)


class Office:
    """Takes steps through the real repository, and knows how much each of them has written."""

    def __init__(self, tickets, wire, seed):
        self.tickets, self.wire, self.seed = tickets, wire, seed

    def ticket(self, name, *opds):
        return dispatched(self.tickets, self.seed(name), *opds).id

    def case(self, number):
        return self.tickets.get(number, internal=True)

    def save(self, *changes):
        self.wire.forget()
        self.tickets.save(*changes)
        assert len(self.wire.calls[-1].parameters["TransactItems"]) <= MAX_WRITES
        return changes

    def step(self, number, rule, *arguments, **options):
        return self.save(rule(self.case(number).ticket, *arguments, **options))[0].ticket

    def chain(self, number):
        """All others wait for the first, so that whatever ends its work releases all of them."""
        for opd in OPDS[1:]:
            self.step(number, by_opd.order, opd, OPDS[:1], at(), TERMS)


@pytest.fixture
def office(table_tickets, wire, seed):
    return Office(table_tickets, wire, seed)


@pytest.fixture
def full(office):
    number = office.ticket("full", *OPDS)
    office.chain(number)
    return number


def at(actor="coordinator", text="Alasan."):
    return a_context(actor, text, at=LATER)


ENDS = {
    "archive": lambda ticket: by_coordinator.archive(ticket, at()),
    "refer": lambda ticket: by_coordinator.refer(ticket, "PLN", "", at()),
    "unanswered": lambda ticket: by_coordinator.archive_unanswered(ticket, at("system", "")),
    "withdraw": lambda ticket: by_reporter.withdraw(ticket, at("citizen")),
    "finish": lambda ticket: by_opd.finish(begun(ticket), OPDS[0], at(OPDS[0]), TERMS, validation=False),
    "waive": lambda ticket: by_opd.waive(ticket, OPDS[0], at(), TERMS),
    "give_back": lambda ticket: by_opd.give_back(replace(ticket, hand_overs=2), OPDS[0], "", at(OPDS[0]), TERMS),
    "lead": lambda ticket: by_opd.move_lead(ticket, OPDS[1], at(), TERMS, clears_desk=True),
    "ask": lambda ticket: by_reporter.ask(ticket, at(), TERMS),
}


@pytest.mark.parametrize("name", ENDS)
def test_any_step_of_the_largest_ticket_is_one_transaction(office, full, name):
    office.step(full, ENDS[name])


def test_the_answer_that_all_wait_for_is_one_transaction(office, full):
    office.step(full, by_reporter.ask, at(), TERMS)
    office.step(full, by_reporter.message, at("citizen"), TERMS)


def test_the_largest_tickets_are_merged_and_taken_apart_with_all_who_follow_them(office, full):
    """The duplicate brings all but one of the OPDs, and as many followers as one ticket may have."""
    number = office.ticket("original", OPDS[0])
    duplicate = with_followers(office.case(full), MAX_DUPLICATES - 1)
    office.save(*merge.merge(duplicate, office.case(number), at(), TERMS, TERMS))
    original = office.case(number)
    assert len(original.ticket.assignments) == MAX_OPDS
    assert len(original.ticket.duplicates) == MAX_DUPLICATES
    office.save(*merge.unmerge(with_followers(office.case(full), MAX_DUPLICATES - 1), original, at(), TERMS, TERMS))
    assert not office.case(number).ticket.duplicates
    assert office.case(full).ticket.status == "dispatched"


def test_one_opd_more_is_called_in_by_nobody_and_the_field_is_named(office, full):
    with pytest.raises(Invalid) as refused:
        office.step(full, by_opd.assign, support("LAIN"), at(), TERMS, clears_desk=False)
    (problem,) = refused.value.problems
    assert (problem.field, problem.code, problem.params) == ("opd", "opds_many", {"most": MAX_OPDS})


def test_who_gave_its_work_back_may_be_called_in_again(office, full):
    office.step(full, by_opd.give_back, OPDS[3], "", at(OPDS[3]), TERMS)
    office.step(full, by_opd.assign, support(OPDS[3]), at(), TERMS, clears_desk=True)


def test_two_tickets_that_have_more_opds_together_are_not_merged(office, full):
    number = office.ticket("other", "LAIN")
    with pytest.raises(ForbiddenStep, match=r"^too_many_opds$") as refused:
        merge.merge(office.case(number), office.case(full), at(), TERMS, TERMS)
    assert refused.value.params == {"most": MAX_OPDS}


def begun(ticket):
    return with_assignments(ticket, [with_status(ticket.assignments[0], AssignmentStatus.IN_PROGRESS)])


def support(opd):
    return an_assignment(opd, Role.SUPPORT)


def with_followers(case, count):
    followers = tuple(f"CTH-{n:04}-0000" for n in range(count))
    return Case(replace(case.ticket, duplicates=followers), case.events, case.notes, case.photos)
