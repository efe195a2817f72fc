"""The rules of joint work, as sentences."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import ForbiddenStep
from chalicelib.domain.tickets.assignments import find, lead_of, waits_for
from chalicelib.domain.transitions import by_coordinator, by_opd, by_reporter
from tests.support.factory import (
    NOW,
    a_context,
    a_joint_ticket,
    a_terms,
    a_ticket,
    a_transition,
    an_assignment,
)

TERMS = a_terms()
LATER = NOW + timedelta(days=2)  # Thursday
MOVED = datetime(2026, 12, 1, 1, 30, tzinfo=UTC)
"""Two days of 8 office hours after Thursday 15.30: 7 on Friday, 8 on Monday, 1 on Tuesday."""


def types(change):
    return [event.type for event in change.events]


def status(change, opd):
    return str(find(change.ticket, opd).status)


def step(ticket, opd, action, **context):
    return by_opd.advance(ticket, opd, a_transition(action), a_context(opd, **context), TERMS)


def done(ticket, *opds):
    for opd in opds:
        ticket = step(step(ticket, opd, "start").ticket, opd, "finish").ticket
    return ticket


def returned(ticket, opd, instead="", **context):
    return by_opd.give_back(ticket, opd, instead, a_context(opd, **context), TERMS)


def refuses(rule):
    return pytest.raises(ForbiddenStep, match=f"^{rule}$")


# the status follows from the assignments


def test_a_ticket_is_in_progress_once_one_opd_has_accepted():
    change = step(a_joint_ticket(), "DPUTR", "accept")
    assert change.ticket.status == "in_progress"
    assert types(change) == ["assignment.accepted"]
    assert find(change.ticket, "DPUTR").person == "budi"


def test_a_ticket_stays_open_while_one_opd_still_works():
    ticket = done(a_joint_ticket(), "DISHUB", "DPUTR")
    assert ticket.status == "in_progress"
    with refuses("parts_open"):
        by_coordinator.resolve(ticket, a_context("coordinator"), TERMS, clears_desk=True)


def test_a_ticket_is_resolved_when_the_last_opd_has_finished():
    change = step(step(done(a_joint_ticket(), "DISHUB", "DPUTR"), "DLH", "start").ticket, "DLH", "finish")
    assert change.ticket.status == "resolved"
    assert types(change) == ["assignment.done", "ticket.resolved"]
    assert [event.sequence for event in change.events] == [change.expected + 1, change.expected + 2]


def test_an_assignment_that_is_not_required_holds_nobody_up_and_may_still_be_finished():
    assignments = [an_assignment(), an_assignment("DLH", "support", required=False)]
    ticket = done(a_ticket("dispatched", assignments=assignments), "DISHUB")
    assert ticket.status == "resolved"
    closed = by_reporter.confirm(ticket, a_context("citizen", person="")).ticket
    after = done(closed, "DLH")
    assert (after.status, str(find(after, "DLH").status)) == ("closed", "done")


def test_resolving_what_is_resolved_changes_nothing():
    ticket = done(a_joint_ticket(), "DISHUB", "DPUTR", "DLH")
    assert by_coordinator.resolve(ticket, a_context(), TERMS, clears_desk=False) is None


@pytest.mark.parametrize("action", ["finish", "answer"])
def test_finishing_and_answering_need_words(action):
    ticket = step(a_joint_ticket(), "DISHUB", "start").ticket
    with refuses("text_needed"):
        step(ticket, "DISHUB", action, text="")


def test_what_was_finished_is_told_to_the_citizen_in_the_opds_words():
    change = step(step(a_joint_ticket(), "DISHUB", "start").ticket, "DISHUB", "finish", text="Lampu sudah menyala.")
    (note,) = change.notes
    assert (note.text, note.opd, note.is_public, note.sequence) == ("Lampu sudah menyala.", "DISHUB", True, 4)
    assert "Lampu" not in str([event.as_json() for event in change.events])


# not ours


def test_a_returned_assignment_lies_on_the_coordinators_desk_with_a_deadline_of_its_own():
    change = returned(a_joint_ticket(), "DPUTR", "DLH", text="Bukan jalan kabupaten.")
    assert change.ticket.desk.reason == "returned"
    assert change.ticket.desk.due == datetime(2026, 11, 26, 8, 30, tzinfo=UTC)  # two working days
    assert change.events[0].data.wire == {
        "opd": "DPUTR",
        "instead": "DLH",
        "due": "2026-11-26T08:30:00+00:00",
        "by": "budi",
    }
    assert not change.notes[0].is_public
    assert status(change, "DPUTR") == "returned"


def test_an_assignment_is_returned_only_with_a_reason():
    with refuses("text_needed"):
        returned(a_joint_ticket(), "DPUTR", text="")


def test_a_ticket_is_not_resolved_while_a_return_is_unsettled():
    ticket = done(returned(a_joint_ticket(), "DLH").ticket, "DISHUB", "DPUTR")
    assert ticket.status == "in_progress"
    with refuses("on_desk"):
        by_coordinator.resolve(ticket, a_context(), TERMS, clears_desk=False)
    change = by_coordinator.verify(ticket, a_context("coordinator"), TERMS)
    assert types(change) == ["ticket.verified", "ticket.resolved"]
    assert change.ticket.desk is None


def test_nothing_is_settled_while_nobody_leads():
    ticket = returned(a_joint_ticket(), "DISHUB").ticket
    assert lead_of(ticket) is None
    with refuses("needs_lead"):
        by_coordinator.verify(ticket, a_context("coordinator"), TERMS)
    assignment = an_assignment("BPBD", "lead")
    after = by_opd.assign(ticket, assignment, a_context("coordinator"), TERMS, clears_desk=True)
    assert after.ticket.desk is None
    assert lead_of(after.ticket).opd == "BPBD"


def test_the_third_hand_over_is_told_to_the_leaders_once():
    ticket = a_joint_ticket()
    types = []
    for _ in range(4):
        change = returned(ticket, "DLH")
        types += [event.type for event in change.events if event.type == events.TicketRaised.type]
        assignment = an_assignment("DLH", "support")
        ticket = by_opd.assign(change.ticket, assignment, a_context("coordinator"), TERMS, clears_desk=True).ticket
    assert types == ["ticket.raised"]
    assert ticket.hand_overs == 4


def test_when_the_coordinator_waives_the_lead_the_ticket_lies_on_the_desk():
    change = by_opd.waive(a_joint_ticket(), "DISHUB", a_context("coordinator"), TERMS)
    assert types(change) == ["assignment.waived", "ticket.unroutable"]
    assert change.ticket.desk.reason == "unroutable"


# calling in and leading


def test_an_opd_that_is_called_in_gets_an_assignment_and_is_told_of_it():
    assignment = an_assignment("BPBD", "support")
    change = by_opd.assign(a_joint_ticket(), assignment, a_context("DPUTR"), TERMS, clears_desk=False)
    assert change.events[0].data.wire["assignments"] == [assignment.as_event_data().wire]
    assert change.assignments == (assignment,)


def test_nobody_gets_a_second_assignment_and_a_ticket_no_second_lead():
    with refuses("already_has_part"):
        by_opd.assign(a_joint_ticket(), an_assignment("DPUTR", "support"), a_context(), TERMS, clears_desk=False)
    with refuses("has_lead"):
        by_opd.assign(a_joint_ticket(), an_assignment("BPBD", "lead"), a_context(), TERMS, clears_desk=True)


def test_the_lead_moves_only_when_the_other_agrees():
    ticket = a_joint_ticket()
    with refuses("not_offered"):
        by_opd.take_lead(ticket, "DPUTR", a_context("DPUTR"), TERMS)
    offered = by_opd.offer_lead(ticket, "DPUTR", a_context()).ticket
    assert lead_of(offered).opd == "DISHUB"
    taken = by_opd.take_lead(offered, "DPUTR", a_context("DPUTR"), TERMS).ticket
    assert [(assignment.opd, str(assignment.role)) for assignment in taken.assignments] == [
        ("DISHUB", "support"), ("DPUTR", "lead"), ("DLH", "support"),
    ]  # fmt: skip
    assert (taken.lead_offered_to, taken.hand_overs) == ("", 1)


def test_the_coordinator_moves_the_lead_at_once():
    change = by_opd.move_lead(a_joint_ticket(), "DLH", a_context("coordinator"), TERMS, clears_desk=True)
    assert lead_of(change.ticket).opd == "DLH"
    assert change.events[0].data.wire == {"opd": "DLH", "from": "DISHUB", "by": "budi"}


def test_an_offer_ends_when_the_lead_gives_its_assignment_back():
    offered = by_opd.offer_lead(a_joint_ticket(), "DPUTR", a_context()).ticket
    after = returned(offered, "DISHUB").ticket
    with refuses("not_offered"):
        by_opd.take_lead(after, "DPUTR", a_context("DPUTR"), TERMS)


# order


def test_an_assignment_that_waits_can_neither_start_nor_finish_and_says_for_whom():
    ticket = by_opd.order(a_joint_ticket(), "DPUTR", ("DLH",), a_context(), TERMS).ticket
    assignment = find(ticket, "DPUTR")
    assert (waits_for(ticket, assignment), assignment.waiting_since) == (("DLH",), NOW)
    with pytest.raises(ForbiddenStep) as no:
        step(ticket, "DPUTR", "start")
    assert (no.value.rule, no.value.params) == ("waits_for", {"opd": "DLH"})
    assert status(step(ticket, "DPUTR", "accept"), "DPUTR") == "accepted"


def test_the_clock_of_an_assignment_that_waited_goes_on_when_its_turn_comes():
    ticket = by_opd.order(a_joint_ticket(), "DPUTR", ("DLH",), a_context(), TERMS).ticket
    ticket = step(ticket, "DLH", "start").ticket
    change = step(ticket, "DLH", "finish", at=LATER)
    due = MOVED  # Thursday, later by two working days
    assert types(change) == ["assignment.done", "assignment.released"]
    assert change.events[1].data.wire["due"] == due.isoformat()
    assignment = find(change.ticket, "DPUTR")
    assert (assignment.due, assignment.waiting_since) == (due, None)
    assert assignment in change.assignments


def test_nobody_waits_for_an_assignment_that_was_given_back():
    ticket = by_opd.order(a_joint_ticket(), "DPUTR", ("DLH",), a_context(), TERMS).ticket
    change = returned(ticket, "DLH")
    assert events.AssignmentReleased.type in types(change)
    assert status(step(change.ticket, "DPUTR", "start"), "DPUTR") == "in_progress"


def test_nobody_waits_in_a_circle():
    ticket = by_opd.order(a_joint_ticket(), "DPUTR", ("DLH",), a_context(), TERMS).ticket
    ticket = by_opd.order(ticket, "DLH", ("DISHUB",), a_context(), TERMS).ticket
    for after in (("DPUTR",), ("DISHUB",)):
        with refuses("waits_in_circle"):
            by_opd.order(ticket, "DISHUB", after, a_context(), TERMS)


# a second person


def test_where_it_is_so_wanted_a_second_person_must_look():
    ticket = step(a_joint_ticket(), "DISHUB", "start").ticket
    change = by_opd.finish(ticket, "DISHUB", a_context(text="Sudah."), TERMS, validation=True)
    assert status(change, "DISHUB") == "awaiting_validation"
    assert not change.notes[0].is_public
    with refuses("second_person"):
        by_opd.validate(change.ticket, "DISHUB", a_context(), TERMS)
    seen = by_opd.validate(change.ticket, "DISHUB", a_context(person="ani"), TERMS)
    assert status(seen, "DISHUB") == "done"
    assert types(seen) == ["assignment.done"]


def test_what_the_second_person_does_not_like_goes_back_to_work():
    ticket = step(a_joint_ticket(), "DISHUB", "start").ticket
    ticket = by_opd.finish(ticket, "DISHUB", a_context(), TERMS, validation=True).ticket
    assert status(step(ticket, "DISHUB", "start", person="ani"), "DISHUB") == "in_progress"


def test_only_what_was_finished_can_be_validated():
    ticket = step(a_joint_ticket(), "DISHUB", "start").ticket
    with refuses("part_step"):
        by_opd.validate(ticket, "DISHUB", a_context(person="ani"), TERMS)


def test_finished_work_is_not_begun_again_by_a_late_click():
    ticket = done(a_joint_ticket(), "DPUTR")
    with refuses("part_step"):
        step(ticket, "DPUTR", "start")


# the citizen


def test_while_the_citizen_is_asked_the_clock_stands_and_then_goes_on():
    asked = by_reporter.ask(a_joint_ticket(), a_context(text="Di mana tepatnya?"), TERMS, "DISHUB")
    assert (asked.ticket.status, asked.ticket.asked_at) == ("incomplete", NOW)
    change = by_reporter.message(asked.ticket, a_context("citizen", person="", at=LATER), TERMS, ("DISHUB",))
    assert types(change) == ["ticket.completed"]
    assert {assignment.due for assignment in change.ticket.assignments} == {MOVED}
    assert (change.ticket.status, change.ticket.asked_at) == ("dispatched", None)
    assert len(change.assignments) == 3


def test_an_assignment_that_waits_while_the_citizen_is_asked_loses_no_day_and_wins_none():
    ticket = by_opd.order(a_joint_ticket(), "DPUTR", ("DLH",), a_context(), TERMS).ticket
    ticket = by_reporter.ask(ticket, a_context(at=NOW + timedelta(days=1)), TERMS).ticket
    ticket = by_reporter.message(ticket, a_context("citizen", at=LATER), TERMS).ticket
    change = by_opd.waive(ticket, "DLH", a_context("coordinator", at=LATER), TERMS)
    assert find(change.ticket, "DPUTR").due == MOVED


def test_a_message_that_nobody_asked_for_moves_nothing():
    change = by_reporter.message(a_joint_ticket(), a_context("citizen", person=""), TERMS)
    assert types(change) == ["ticket.message"]
    assert not change.changes_status
    assert not change.assignments


def test_what_the_reporter_writes_is_for_the_opds_and_not_for_everybody():
    (note,) = by_reporter.message(a_joint_ticket(), a_context("citizen", person=""), TERMS).notes
    assert note.readers == "reporter"


def test_finished_work_needs_no_answer_any_more():
    ticket = done(a_joint_ticket(), "DISHUB", "DPUTR")
    ticket = by_reporter.ask(ticket, a_context("DLH"), TERMS, "DLH").ticket
    after = done(ticket, "DLH")
    assert (after.status, after.asked_at) == ("resolved", None)


def resolved():
    return done(a_joint_ticket(), "DISHUB", "DPUTR", "DLH")


def test_a_dispute_opens_the_leads_assignment_again_and_tells_everybody():
    change = by_reporter.dispute(resolved(), a_context("citizen", person=""), TERMS, NOW)
    assert change.ticket.status == "in_progress"
    assert [str(assignment.status) for assignment in change.ticket.assignments] == ["in_progress", "done", "done"]
    assert change.ticket.desk.reason == "disputed"
    assert change.events[0].data.wire["opds"] == ["DISHUB", "DPUTR", "DLH"]


def test_a_dispute_is_over_after_ten_working_days():
    last = datetime(2026, 12, 8, 8, 30, tzinfo=UTC)
    assert by_reporter.dispute(resolved(), a_context("citizen", at=last), TERMS, NOW)
    with refuses("dispute_over"):
        by_reporter.dispute(resolved(), a_context("citizen", at=last + timedelta(seconds=1)), TERMS, NOW)


def test_work_done_again_answers_the_dispute():
    disputed = by_reporter.dispute(resolved(), a_context("citizen"), TERMS, NOW).ticket
    after = step(disputed, "DISHUB", "finish").ticket
    assert (after.status, after.desk) == ("resolved", None)


def test_a_report_is_withdrawn_only_before_work():
    change = by_reporter.withdraw(a_joint_ticket(), a_context("citizen", text="", person=""))
    assert change.ticket.status == "archived"
    assert {str(assignment.status) for assignment in change.ticket.assignments} == {"waived"}
    with refuses("already_worked_on"):
        worked_on = replace(step(a_joint_ticket(), "DLH", "accept").ticket, status=change.events and "dispatched")
        by_reporter.withdraw(worked_on, a_context("citizen"))


def test_a_report_is_rated_once_and_only_at_its_end():
    rated = by_reporter.rate(resolved(), 4, a_context("citizen", text="")).ticket
    assert rated.rating == 4
    with refuses("rated_already"):
        by_reporter.rate(rated, 5, a_context("citizen"))
    with refuses("ticket_status"):
        by_reporter.rate(a_joint_ticket(), 5, a_context("citizen"))


# elsewhere


def test_a_referral_waives_the_open_assignments_one_by_one_and_keeps_the_finished():
    ticket = done(a_joint_ticket(), "DLH")
    change = by_coordinator.refer(ticket, "X-PLN", "PLN-17", a_context("coordinator"))
    assert types(change) == ["ticket.referred", "assignment.waived", "assignment.waived"]
    assert change.events[0].data.wire == {"to": "X-PLN", "reference": "PLN-17", "by": "budi"}
    assert [str(assignment.status) for assignment in change.ticket.assignments] == ["waived", "waived", "done"]


def test_an_archived_report_says_why():
    with refuses("text_needed"):
        by_coordinator.archive(a_joint_ticket(), a_context("coordinator", text=""))


def test_nothing_happens_to_what_has_ended():
    ended = by_coordinator.archive(a_joint_ticket(), a_context("coordinator")).ticket
    for act in (
        lambda: step(ended, "DISHUB", "accept"),
        lambda: by_opd.assign(ended, an_assignment("BPBD", "lead"), a_context(), TERMS, clears_desk=True),
        lambda: by_coordinator.refer(ended, "X-PLN", "", a_context()),
        lambda: by_reporter.message(ended, a_context("citizen"), TERMS),
        lambda: by_opd.offer_lead(ended, "DPUTR", a_context()),
    ):
        with pytest.raises(ForbiddenStep):
            act()
