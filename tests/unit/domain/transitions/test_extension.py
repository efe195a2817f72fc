"""A leader's exception: one assignment gets longer, and everybody can read why."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain.errors import ForbiddenStep, Invalid, NotAllowed
from chalicelib.domain.tickets.assignments import find
from chalicelib.domain.transitions.extension import MAX_DAYS, extend
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.http.views.ticket_view import ticket_view
from tests.support.factory import (
    DUE,
    NOW,
    a_context,
    a_coordinator,
    a_joint_ticket,
    a_submission,
    a_terms,
    a_ticket,
    an_actor,
    an_assignment,
    an_officer,
)
from tests.support.memory_world import a_world, pump

TERMS = a_terms()
LEADER = an_actor("leader")
FRIDAY = datetime(2026, 12, 11, 7, 30, tzinfo=UTC)  # 14.30 WIB


def by_leader(**changes):
    return a_context("leader", "Suku cadang harus dipesan dulu.", person="sekda", **changes)


def extended(ticket=None, context=None, **step_fields):
    return extend(ticket or a_joint_ticket(), "DPUTR", StepInput(**step_fields), context or by_leader(), TERMS)


def test_an_assignment_is_due_at_the_end_of_the_day_that_the_leader_names():
    change = extended(until="2026-12-11")
    assert find(change.ticket, "DPUTR").due == FRIDAY
    assert {find(change.ticket, opd).due for opd in ("DISHUB", "DLH")} == {DUE}
    assert [assignment.opd for assignment in change.assignments] == ["DPUTR"]


@pytest.mark.parametrize("until", ["2026-12-11T03:00:00+07:00", "2026-12-10T20:00:00Z", "2026-12-11T23:59"])
def test_the_day_may_be_named_by_an_instant_of_it(until):
    assert find(extended(until=until).ticket, "DPUTR").due == FRIDAY


def test_a_day_off_that_was_named_means_the_next_working_day():
    assert find(extended(until="2026-12-25").ticket, "DPUTR").due == datetime(2026, 12, 28, 8, 30, tzinfo=UTC)


def test_so_many_working_days_more_count_from_the_deadline():
    assert find(extended(days=2).ticket, "DPUTR").due == datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


def test_once_it_is_late_they_count_from_now():
    late = by_leader(at=datetime(2026, 12, 7, 3, tzinfo=UTC))
    assert find(extended(context=late, days=1).ticket, "DPUTR").due == datetime(2026, 12, 8, 8, 30, tzinfo=UTC)


def test_the_history_keeps_what_was_and_the_citizen_reads_why():
    change = extended(until="2026-12-11")
    (event,) = change.events
    data = {"opd": "DPUTR", "was": DUE.isoformat(), "due": FRIDAY.isoformat(), "until": "2026-12-11", "more_days": 0}
    assert (event.type, event.actor, event.data.wire) == ("deadline.extended", "leader", data | {"by": "sekda"})
    assert [(note.text, note.is_public) for note in change.notes] == [("Suku cadang harus dipesan dulu.", True)]


@pytest.mark.parametrize("until", ["2026-11-26", "2026-11-25", "2026-11-01"])
def test_a_deadline_is_never_made_shorter(until):
    with pytest.raises(ForbiddenStep, match="not_longer"):
        extended(until=until)


def test_a_late_assignment_is_not_made_due_in_the_past():
    with pytest.raises(ForbiddenStep, match="not_longer"):
        extended(context=by_leader(at=NOW + timedelta(days=20)), until="2026-12-11")


def test_nobody_gets_more_time_without_a_reason():
    with pytest.raises(ForbiddenStep, match="text_needed"):
        extended(context=a_context("leader", ""), until="2026-12-11")


@pytest.mark.parametrize(
    ("step_fields", "field", "code"),
    [
        ({}, "until", "until_or_days"),
        ({"until": "2026-12-11", "days": 3}, "until", "until_or_days"),
        ({"until": "besok"}, "until", "day"),
        ({"until": "2029-01-01"}, "until", "days_many"),
        ({"until": "9999-12-31"}, "until", "day"),
        ({"days": MAX_DAYS + 1}, "days", "days_many"),
    ],
)
def test_what_makes_no_sense_is_told_by_its_field(step_fields, field, code):
    with pytest.raises(Invalid) as refused:
        extended(**step_fields)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [(field, code)]


@pytest.mark.parametrize("status", ["done", "returned", "waived"])
def test_what_is_over_has_no_deadline_to_lengthen(status):
    ticket = a_ticket("in_progress", assignments=[an_assignment(), an_assignment("DPUTR", "support", status=status)])
    with pytest.raises(ForbiddenStep):
        extended(ticket, until="2026-12-11")


@pytest.fixture
def flood():
    world = a_world()
    world.number = world.intake.submit(a_submission(service="banjir"), "k-1", "c-1").ticket.id
    pump(world)
    return world


def test_only_a_leader_gives_more_time(flood):
    step_input = StepInput(text="Mohon waktu.", days=3)
    for who in (an_officer("BPBD"), a_coordinator(), an_actor("auditor")):
        with pytest.raises(NotAllowed):
            flood.staff_actions.take("extend", flood.number, who, step_input, "BPBD")
    case = flood.staff_actions.take("extend", flood.number, LEADER, step_input, "BPBD")
    assert case.events[-1].type == "deadline.extended"


def test_the_opd_is_told_and_nobody_else(flood):
    before = len(flood.notice_publisher.out)
    flood.staff_actions.take("extend", flood.number, LEADER, StepInput(text="Menunggu surut.", days=3), "BPBD")
    pump(flood)
    assert [(notice.audience, notice.attributes["event"]) for notice in flood.notice_publisher.out[before:]] == [
        ("BPBD", "deadline.extended")
    ]


def test_the_citizen_sees_the_old_date_the_new_one_and_the_reason(flood):
    flood.staff_actions.take(
        "extend", flood.number, LEADER, StepInput(text="Menunggu surut.", until="2026-12-11"), "BPBD"
    )
    shown = ticket_view(flood.tickets.get(flood.number), flood.city, flood.clock(), "id")["timeline"][-1]
    assert shown["text"].startswith("Pimpinan memperpanjang batas waktu BPBD: dari Jumat, 27 November 2026")
    assert "menjadi Jumat, 11 Desember 2026 pukul 14.30 WIB" in shown["text"]
    assert shown["note"] == "Menunggu surut."


def test_the_same_exception_sent_twice_counts_once_and_another_one_counts_too(flood):
    step_input = StepInput(text="Menunggu surut.", days=3)
    once = flood.staff_actions.take("extend", flood.number, LEADER, step_input, "BPBD").ticket
    assert flood.staff_actions.take("extend", flood.number, LEADER, step_input, "BPBD").ticket == once
    again = flood.staff_actions.take(
        "extend", flood.number, LEADER, StepInput(text="Menunggu surut.", days=5), "BPBD"
    ).ticket
    assert find(again, "BPBD").due > find(once, "BPBD").due
