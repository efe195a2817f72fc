"""Which steps the deadline watch takes for a ticket, and when it checks the ticket next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domain import events
from chalicelib.domain.city.working_time import ZONES
from chalicelib.domain.deadlines.obligation import Obligation, first_check, warn_at
from chalicelib.domain.tickets.photo import Photo, PhotoState
from chalicelib.domain.tickets.publication import Publication, PublicationState
from chalicelib.domain.tickets.status import TicketStatus
from chalicelib.domain.tickets.ticket import Case, Role
from chalicelib.domain.transitions import by_opd, by_reporter
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.watch.due_steps import WatchRules, due_steps, next_check, obligations, watch_rules
from chalicelib.domain.watch.escalate import take_due_steps
from tests.support.factory import (
    NOW,
    a_calendar,
    a_case,
    a_catalogue,
    a_context,
    a_terms,
    a_transition,
    an_escalation,
    an_opening,
)

RULES = WatchRules(a_terms(), an_escalation())  # the desk has two working days, a first answer three, the whole five
MINUTE = timedelta(minutes=1)


def wib(day, clock, month=11):
    hour, minute = map(int, clock.split("."))
    return datetime(2026, month, day, hour - 7, minute, tzinfo=UTC)


def a_case_of(*opds, at=NOW):
    """A ticket that was assigned to the OPDs as soon as it was received."""
    opening = an_opening(at=at)
    case = Case(opening.ticket, (opening.event,))
    for n, opd in enumerate(opds):
        promised = RULES.terms.promised(at, opd=opd)
        assignment = RULES.terms.new_assignment(
            opd, Role.SUPPORT if n else Role.LEAD, {"id": "", "en": ""}, promised, at
        )
        case = case.after(
            by_opd.assign(case.ticket, assignment, a_context("coordinator", at=at), RULES.terms, clears_desk=True)
        )
    return case


def steps_at(case, at):
    """The case after a run of the watch, and the events of that run as (type, what, opd, level)."""
    before = case.ticket.sequence
    while change := take_due_steps(case, RULES, StepContext(events.SYSTEM, at)):
        case = case.after(change)
    return case, [
        (e.type, e.data.wire.get("what"), e.data.wire.get("opd"), e.data.wire.get("level")) for e in case.since(before)
    ]


def test_the_promises_of_an_assignment_are_its_first_answer_and_its_end():
    case = a_case_of("DISHUB")
    assert [(p.what, p.opd, p.due) for p in obligations(case, RULES)] == [
        ("answer", "DISHUB", wib(27, "14.30")),
        ("resolution", "DISHUB", wib(1, "15.30", 12)),
    ]


def test_nobody_must_have_accepted_an_assignment_for_it_to_become_late():
    case, new_events = steps_at(a_case_of("DISHUB"), wib(1, "15.30", 12))
    assert {assignment.status for assignment in case.ticket.assignments} == {"assigned"}
    assert (events.DeadlineMissed.type, "resolution", "DISHUB", 1) in new_events


def test_each_opd_is_held_to_its_own_assignment():
    _, new_events = steps_at(a_case_of("DISHUB", "DLH"), wib(1, "15.30", 12))
    assert {opd for kind, what, opd, _ in new_events if (kind, what) == (events.DeadlineMissed.type, "resolution")} == {
        "DISHUB",
        "DLH",
    }


def test_a_report_that_nobody_routed_is_the_coordinators_to_verify():
    opening = an_opening()
    case = Case(opening.ticket, (opening.event,))
    assert [(p.what, p.opd, p.due) for p in obligations(case, RULES)] == [("verification", "", wib(26, "15.30"))]


def test_what_rules_could_not_decide_is_the_same_promise():
    (obligation,) = obligations(a_case(unroutable=True), RULES)
    assert (obligation.what, obligation.opd) == ("verification", "")


def test_a_returned_assignment_is_the_coordinators_and_no_more_the_opds():
    case = a_case_of("DISHUB", "DLH")
    case = case.after(by_opd.give_back(case.ticket, "DLH", "", a_context("DLH"), RULES.terms))
    assert {(p.what, p.opd) for p in obligations(case, RULES)} == {
        ("answer", "DISHUB"),
        ("resolution", "DISHUB"),
        ("returned", ""),
    }


def test_an_assignment_that_is_done_owes_nothing():
    case = a_case_of("DISHUB", "DLH")
    case = case.after(by_opd.advance(case.ticket, "DLH", by_opd.ACCEPT, a_context("DLH"), RULES.terms))
    case = case.after(by_opd.advance(case.ticket, "DLH", by_opd.FINISH, a_context("DLH"), RULES.terms))
    assert {p.opd for p in obligations(case, RULES)} == {"DISHUB"}


def test_an_opd_that_answered_owes_only_the_end():
    case = a_case_of("DISHUB")
    case = case.after(by_opd.advance(case.ticket, "DISHUB", by_opd.ANSWER, a_context("DISHUB"), RULES.terms))
    assert {p.what for p in obligations(case, RULES)} == {"resolution"}


def test_while_the_citizen_is_asked_nobody_owes_anything():
    case = a_case_of("DISHUB")
    case = case.after(by_reporter.ask(case.ticket, a_context("DISHUB"), RULES.terms, "DISHUB"))
    assert list(obligations(case, RULES)) == []


def test_an_assignment_that_waits_for_another_owes_nothing():
    case = a_case_of("DISHUB", "DLH")
    case = case.after(by_opd.order(case.ticket, "DISHUB", ("DLH",), a_context("DISHUB"), RULES.terms))
    assert {p.opd for p in obligations(case, RULES)} == {"DLH"}


@pytest.mark.parametrize(
    ("days", "warned"),
    [
        (60, (2027, 2, 3, "13.06")),  # a fifth of the working time is left: twelve days
        (14, (2026, 12, 9, "15.06")),
        (3, (2026, 11, 26, "15.30")),  # a whole working day is left
        (2, (2026, 11, 25, "15.30")),
        (1, (2026, 11, 24, "15.30")),  # half of the time is left
    ],
)
def test_warned_at_80_percent_or_one_working_day_before_whichever_comes_first(days, warned):
    calendar, start = a_calendar(), wib(24, "07.30")
    due = calendar.due(start, days)
    at = warn_at(Obligation("resolution", "DISHUB", due, calendar.work_between(start, due)), calendar)
    local = at.astimezone(ZONES["WIB"])
    assert (local.year, local.month, local.day, f"{local:%H.%M}") == warned
    assert at <= calendar.shift(start, calendar.work_between(start, due) * 0.8)


def test_a_duty_of_hours_is_not_warned_of_before_half_of_them_are_over():
    calendar, start = a_calendar(), wib(24, "08.00")
    due = calendar.due_hours(start, 4)
    obligation = Obligation("returned", "", due, calendar.work_between(start, due))
    assert warn_at(obligation, calendar) == wib(24, "10.00")


def test_the_ladder_of_an_assignment_climbs_in_working_days():
    case = a_case_of("DISHUB")
    steps = [s for s in due_steps(case, RULES, wib(31, "23.00", 12)) if s.obligation.what == "resolution"]
    assert [(s.kind, s.level, s.at) for s in steps] == [
        (events.DeadlineWarned.type, 0, wib(30, "14.36")),
        (events.DeadlineMissed.type, 1, wib(1, "15.30", 12)),
        (events.DeadlineEscalated.type, 2, wib(2, "15.30", 12)),
        (events.DeadlineEscalated.type, 3, wib(4, "14.30", 12)),  # a Friday
        (events.DeadlineEscalated.type, 4, wib(8, "15.30", 12)),
        (events.DeadlineEscalated.type, 5, wib(11, "14.30", 12)),
    ]


def test_the_desks_own_ladder_begins_at_the_coordinator():
    _, new_events = steps_at(a_case(unroutable=True), wib(31, "15.30", 12))
    assert [level for *_, level in new_events] == [0, 1, 4, 5]


def test_looking_again_changes_nothing():
    case, new_events = steps_at(a_case_of("DISHUB"), wib(2, "15.30", 12))
    assert new_events
    assert steps_at(case, wib(2, "15.30", 12))[1] == []
    assert steps_at(case, NOW)[1] == []  # a clock that went back


def test_of_several_steps_due_at_once_only_the_highest_is_announced():
    case, _ = steps_at(a_case_of("DISHUB", "DLH"), wib(4, "14.30", 12))
    ladder = [e for e in case.events if e.data.wire.get("what") == "resolution" and e.data.wire.get("opd") == "DLH"]
    assert [(e.data.wire["level"], e.data.wire["told"], e.data.wire.get("overtaken", False)) for e in ladder] == [
        (0, [], True),
        (1, [], True),
        (2, [], True),
        (3, ["coordinator", "DLH", "DISHUB"], False),
    ]


def test_a_warning_goes_to_whoever_owes_and_a_miss_to_the_lead_too():
    case, _ = steps_at(a_case_of("DISHUB", "DLH"), wib(30, "15.30"))
    warned = case.last(events.DeadlineWarned.type)
    assert warned.data.wire["told"] == [warned.data.wire["opd"]]
    case, _ = steps_at(case, wib(1, "15.30", 12))
    missed = {
        e.data.wire["opd"]: e.data.wire["told"]
        for e in case.events
        if e.type == events.DeadlineMissed.type and not e.data.wire.get("overtaken")
    }
    assert missed["DLH"] == ["DLH", "DISHUB"]


def test_another_due_date_is_another_promise():
    case, _ = steps_at(a_case_of("DISHUB"), wib(1, "15.30", 12))
    case = case.after(by_reporter.ask(case.ticket, a_context("DISHUB", at=wib(2, "08.00", 12)), RULES.terms, "DISHUB"))
    assert steps_at(case, wib(3, "08.00", 12))[1] == []
    answer = by_reporter.message(case.ticket, a_context("citizen", at=wib(4, "08.00", 12)), RULES.terms, ("DISHUB",))
    case = case.after(answer)
    (obligation,) = obligations(case, RULES)
    assert obligation.due > wib(1, "15.30", 12)
    assert next_check(case, RULES) < obligation.due
    _, new_events = steps_at(case, obligation.due)
    assert [level for *_, level in new_events] == [0, 1]


def test_asking_the_citizen_wins_no_time_on_the_ladder():
    """Work late by two days before a question is late by two days after it, at the same level at once."""
    case, new_events = steps_at(a_case_of("DISHUB"), wib(3, "15.30", 12))
    assert max(level for _, what, _, level in new_events if what == "resolution") == 2
    case = case.after(by_reporter.ask(case.ticket, a_context("DISHUB", at=wib(3, "15.30", 12)), RULES.terms, "DISHUB"))
    answer = by_reporter.message(case.ticket, a_context("citizen", at=wib(7, "15.30", 12)), RULES.terms, ("DISHUB",))
    assert max(level for *_, level in steps_at(case.after(answer), wib(7, "15.30", 12))[1]) == 2


def test_who_was_asked_is_reminded_once_and_has_time_left_before_the_report_is_archived():
    case = a_case_of("DISHUB")
    case = case.after(by_reporter.ask(case.ticket, a_context("DISHUB"), RULES.terms, "DISHUB"))
    assert next_check(case, RULES) == wib(26, "15.30")
    case, new_events = steps_at(case, wib(26, "15.30"))
    assert new_events == [(events.TicketReminded.type, None, None, None)]
    until = RULES.terms.answered_until(NOW)
    assert case.last(events.TicketReminded.type).data.wire["due"] == until.isoformat()
    assert steps_at(case, until - MINUTE)[1] == []
    case, new_events = steps_at(case, until)
    assert [kind for kind, *_ in new_events] == [events.TicketArchived.type, events.AssignmentWaived.type]
    assert (case.ticket.status, next_check(case, RULES)) == ("archived", None)
    assert case.last(events.TicketArchived.type).data.wire["opds"] == ["DISHUB"]


def test_a_reminder_that_came_late_does_not_shorten_the_time_to_answer():
    case = a_case_of("DISHUB")
    case = case.after(by_reporter.ask(case.ticket, a_context("DISHUB"), RULES.terms, "DISHUB"))
    late = RULES.terms.answered_until(NOW) + timedelta(days=20)
    case, new_events = steps_at(case, late)
    assert [kind for kind, *_ in new_events] == [events.TicketReminded.type]
    assert next_check(case, RULES) == RULES.terms.calendar.due(late, RULES.terms.deadline.silence - 2)


def test_who_is_asked_something_more_is_reminded_of_that():
    case = a_case_of("DISHUB")
    case = case.after(by_reporter.ask(case.ticket, a_context("DISHUB"), RULES.terms, "DISHUB"))
    case, _ = steps_at(case, wib(26, "15.30"))
    case = case.after(by_reporter.ask(case.ticket, a_context("coordinator", at=wib(30, "09.00")), RULES.terms))
    assert next_check(case, RULES) == wib(2, "15.30", 12)


def test_what_nobody_disputes_is_closed():
    case = a_case_of("DISHUB")
    for action in ("accept", "finish"):
        case = case.after(by_opd.advance(case.ticket, "DISHUB", a_transition(action), a_context("DISHUB"), RULES.terms))
    until = RULES.terms.dispute_until(NOW)
    assert next_check(case, RULES) == until
    assert steps_at(case, until - MINUTE)[1] == []
    case, new_events = steps_at(case, until)
    assert [kind for kind, *_ in new_events] == [events.TicketClosed.type]
    assert (case.ticket.status, next_check(case, RULES)) == ("closed", None)


def test_what_was_disputed_is_not_closed_but_watched_again():
    case = a_case_of("DISHUB")
    for action in ("accept", "finish"):
        case = case.after(by_opd.advance(case.ticket, "DISHUB", a_transition(action), a_context("DISHUB"), RULES.terms))
    case = case.after(by_reporter.dispute(case.ticket, a_context("citizen"), RULES.terms, NOW))
    assert {(p.what, p.opd) for p in obligations(case, RULES)} >= {("resolution", "DISHUB"), ("disputed", "")}


@pytest.mark.parametrize("status", ["closed", "referred", "archived", "duplicate"])
def test_what_has_ended_is_not_looked_at(status):
    case = a_case_of("DISHUB")
    ended = replace(case.ticket, status=TicketStatus(status), assignments=())
    assert next_check(replace(case, ticket=ended), RULES) is None


@pytest.mark.parametrize(
    "publication", [Publication(), Publication(PublicationState.HELD, (), ("spam",), wib(25, "15.30"))]
)
def test_a_new_report_is_looked_at_first_when_the_whole_rules_would_have_it(publication):
    opening = an_opening(at=wib(24, "16.45"))
    case = Case(replace(opening.ticket, publication=publication), (opening.event,))
    rules = watch_rules(case.ticket, a_catalogue(), a_calendar(), an_escalation())
    report, at = case.ticket.report, case.ticket.received_at
    assert first_check(report, publication, at, a_catalogue(), a_calendar()) == next_check(case, rules)


def test_doubtful_proof_is_the_coordinators_to_look_at_by_its_due_date():
    case, due = a_case_of("DISHUB"), wib(25, "15.30")
    photos = [Photo("A", 3, PhotoState.CLEAN, NOW, "DISHUB", due=each) for each in (due, due, wib(26, "15.30"), None)]
    case = replace(case, photos=tuple(photos))
    (obligation,) = (d for d in obligations(case, RULES) if d.what == "proof")
    assert (obligation.opd, obligation.due) == ("", due)
    _, new_events = steps_at(case, due)
    assert [level for _, what, _, level in new_events if what == "proof"] == [0, 1]
