"""After the calendar changed, open deadlines follow it and past ones stay."""

from argparse import Namespace
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.tickets.assignments import find
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.domain.watch.recalculation import recalculate
from chalicelib.flow.deadlines.recalculate import Adjusted
from chalicelib.http.views.ticket_view import ticket_view
from infra.city.recompute import _recompute as command
from tests.support.event_replay import Replay, state_of
from tests.support.factory import a_calendar, a_coordinator, a_submission, an_actor, an_officer
from tests.support.invented_city import HOLIDAYS
from tests.support.memory_world import a_world, pump

BPBD, DPUTR = an_officer("BPBD"), an_officer("DPUTR")
THURSDAY = date(2026, 11, 26)
FRIDAY_CLOSING, MONDAY_CLOSING = datetime(2026, 11, 27, 7, 30, tzinfo=UTC), datetime(2026, 11, 30, 8, 30, tzinfo=UTC)


class Flood:
    """A flood report (3 working days: due Friday) and a calendar that changes meanwhile."""

    def __init__(self, service="banjir"):
        self.world = a_world()
        receipt = self.world.intake.submit(a_submission(service=service), "k-1", "c-1")
        self.number, self.secret = receipt.ticket.id, receipt.ticket and receipt.secret
        pump(self.world)

    @property
    def case(self):
        return self.world.tickets.get(self.number, internal=True)

    def act(self, opd="BPBD"):
        return find(self.case.ticket, opd)

    def recompute(self, *days_off, dropped=()):
        holidays = (HOLIDAYS | {*days_off}) - {*dropped}
        city = self.world.city
        city.calendar = a_calendar(holidays=holidays)
        terms = terms_of(self.case.ticket, city.catalogue, city.calendar)
        change = recalculate(self.case, StepContext("system", self.world.clock(), "admin", "Libur daerah."), terms)
        if change:
            self.world.tickets.save(change)
        return change


@pytest.fixture
def flood():
    return Flood()


def test_a_day_off_that_was_added_moves_what_is_open(flood):
    assert flood.act().due == FRIDAY_CLOSING
    flood.recompute(THURSDAY)
    assert {assignment.due for assignment in flood.case.ticket.assignments} == {MONDAY_CLOSING}


def test_the_history_says_what_moved_and_why(flood):
    change = flood.recompute(THURSDAY)
    (event,) = change.events
    assert (event.type, event.actor, event.data.wire["by"]) == ("deadline.moved", "system", "admin")
    assert event.data.wire["because"] == "calendar"
    assert event.data.wire["was"]["BPBD"] == FRIDAY_CLOSING.isoformat()
    assert event.data.wire["due"]["BPBD"] == MONDAY_CLOSING.isoformat()
    assert [note.text for note in change.notes] == ["Libur daerah."]


def test_the_citizen_reads_it_too(flood):
    flood.recompute(THURSDAY)
    shown = ticket_view(flood.case, flood.world.city, flood.world.clock(), "id")["timeline"][-1]
    assert shown["text"].startswith("Hari libur berubah, jadi batas waktu disesuaikan: BPBD Senin, 30 November 2026")
    assert shown["note"] == "Libur daerah."


def test_the_second_time_nothing_moves(flood):
    flood.recompute(THURSDAY)
    assert flood.recompute(THURSDAY) is None


def test_a_day_off_that_was_dropped_again_brings_the_date_back(flood):
    flood.recompute(THURSDAY)
    flood.recompute()
    assert flood.act().due == FRIDAY_CLOSING


def test_a_day_off_after_the_deadline_moves_nothing(flood):
    assert flood.recompute(date(2026, 12, 1)) is None


def test_a_date_that_has_passed_is_never_moved(flood):
    flood.world.clock.forward(days=4)
    assert flood.recompute(THURSDAY) is None


def test_no_date_is_moved_into_the_past(flood):
    flood.recompute(THURSDAY)
    flood.world.clock.now = FRIDAY_CLOSING + timedelta(minutes=1)
    assert flood.recompute() is None
    assert flood.act().due == MONDAY_CLOSING


def test_a_day_off_while_the_clock_stood_took_no_working_time(flood):
    """A holiday on Thursday changes nothing for a question asked on Wednesday and answered on Friday."""
    flood.world.clock.forward(days=1)
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    flood.world.clock.forward(days=2)
    flood.world.reporter_actions.take("message", flood.number, flood.secret, StepInput(text="Di RT 3."))
    assert flood.recompute(THURSDAY) is None


def test_while_the_citizen_is_asked_what_had_not_passed_then_follows_too(flood):
    flood.world.staff_actions.take("ask", flood.number, BPBD, StepInput(text="Di mana?"))
    flood.world.clock.forward(days=20)
    flood.recompute(THURSDAY)
    assert flood.act().due == MONDAY_CLOSING


def test_what_a_leader_promised_stays_a_day_of_that_name_or_the_next_working_day(flood):
    step_input = StepInput(text="Menunggu surut.", until="2026-12-10")
    flood.world.staff_actions.take("extend", flood.number, an_actor("leader"), step_input, "BPBD")
    flood.recompute(THURSDAY)
    assert flood.act().due == datetime(2026, 12, 10, 8, 30, tzinfo=UTC)
    assert flood.act("DPUTR").due == MONDAY_CLOSING
    flood.recompute(date(2026, 12, 10))
    assert flood.act().due == datetime(2026, 12, 11, 7, 30, tzinfo=UTC)


def test_what_lies_on_the_desk_follows_too(flood):
    flood.world.staff_actions.take("return", flood.number, DPUTR, StepInput(text="Bukan kami."), "DPUTR")
    before = flood.case.ticket.desk.due
    flood.recompute(date(2026, 11, 25))
    assert a_calendar(holidays=HOLIDAYS | {date(2026, 11, 25)}).days_between(before, flood.case.ticket.desk.due) == 1


def test_what_was_promised_stays_promised_when_the_policy_changes(flood):
    catalogue = flood.world.city.catalogue
    own = {"banjir": {"resolution": 9, "first_answer": 4}}
    object.__setattr__(catalogue, "own_deadlines", own)
    assert flood.recompute() is None


def test_the_history_still_tells_how_things_stand(flood):
    flood.world.staff_actions.take("return", flood.number, DPUTR, StepInput(text="Bukan kami."), "DPUTR")
    flood.recompute(date(2026, 11, 25), THURSDAY)
    assert Replay(flood.case.events).state() == state_of(flood.case.ticket)


def test_it_disturbs_nobody_who_has_the_page_open(flood):
    seen = flood.case.ticket.sequence
    flood.recompute(THURSDAY)
    flood.world.staff_actions.take("accept", flood.number, BPBD, StepInput(version=seen), "BPBD")
    assert flood.act().status == "accepted"


def test_a_ticket_that_is_over_is_left_alone():
    flood = Flood()
    flood.world.staff_actions.take("archive", flood.number, a_coordinator(), StepInput(text="Ganda."))
    assert flood.recompute(THURSDAY) is None


# the admin's command


def a_city_of_floods():
    """Floods at the OPDs, one of them confidential, and a report that nobody could route."""
    world = a_world()
    for n, fields in enumerate(({}, {"visibility": "confidential"}, {"service": "lainnya"})):
        world.intake.submit(a_submission(**({"service": "banjir"} | fields)), f"k-{n}", "c")
    pump(world)
    world.city.calendar = a_calendar(holidays=HOLIDAYS | {date(2026, 11, 25)})
    return world, world.using().recalculation()


def test_every_open_ticket_is_found_and_moved_once():
    world, recomputing = a_city_of_floods()
    unfinished = recomputing.unfinished()
    assert set(unfinished) == set(world.tickets.cases)
    assert {recomputing.adjust(number, "admin", "Libur daerah.") for number in unfinished} == {Adjusted.DATES}
    assert {recomputing.adjust(number, "admin", "Libur daerah.") for number in unfinished} == {Adjusted.NOTHING}


def test_one_can_look_before_one_moves():
    world, recomputing = a_city_of_floods()
    before = dict(world.tickets.cases)
    assert {recomputing.preview(number) for number in recomputing.unfinished()} == {Adjusted.DATES}
    assert world.tickets.cases == before


def test_the_watch_looks_again_by_the_new_date():
    world, recomputing = a_city_of_floods()
    for number in recomputing.unfinished():
        before = world.tickets.get(number).ticket.next_check
        recomputing.adjust(number, "admin", "Libur daerah.")
        assert before < world.tickets.get(number).ticket.next_check


def test_a_ladder_that_was_made_shorter_is_climbed_sooner():
    """The stored next check is later than the new ladder requires, and no step of anybody corrects it."""
    world = a_world()
    world.intake.submit(a_submission(service="banjir"), "k-1", "c-1")
    pump(world)
    world.clock.forward(days=4)
    world.deadline_watch.watch(lambda: True, "round")
    (case,) = world.tickets.cases.values()
    city, before = world.city, case.ticket.next_check
    city.escalation = replace(
        city.escalation, assignment=tuple(replace(rung, days=0) for rung in city.escalation.assignment)
    )
    assert world.deadline_watch.watch(lambda: True, "round").checked == 0
    recomputing = world.using(city=city).recalculation()
    assert recomputing.preview(case.ticket.id) is Adjusted.NEXT_CHECK
    assert recomputing.adjust(case.ticket.id, "admin", "") is Adjusted.NEXT_CHECK
    assert world.tickets.get(case.ticket.id).ticket.next_check < before
    assert world.deadline_watch.watch(lambda: True, "round").steps


@pytest.mark.parametrize("step", ["received", "desk", "dispatched", "resolved", "incomplete"])
def test_what_was_saved_by_a_release_without_a_watch_is_watched_from_now_on(step):
    world = a_world()
    service = "lainnya" if step == "desk" else "banjir"
    receipt = world.intake.submit(a_submission(service=service), "k-1", "c-1")
    number = receipt.ticket.id
    if step != "received":
        pump(world)
    if step == "incomplete":
        world.staff_actions.take("ask", number, BPBD, StepInput(text="Di mana?"))
    if step == "resolved":
        for opd in ("BPBD", "DPUTR", "DINSOS"):
            world.staff_actions.take("start", number, an_officer(opd), StepInput(), opd)
            world.staff_actions.take("finish", number, an_officer(opd), StepInput(text="Sudah surut."), opd)
    case = world.tickets.cases[number]
    assert case.ticket.status == step or case.ticket.desk
    world.tickets.put(replace(case, ticket=replace(case.ticket, next_check=None)))
    recomputing = world.using().recalculation()
    assert recomputing.unfinished() == (number,)
    assert recomputing.adjust(number, "admin", "") is Adjusted.NEXT_CHECK
    assert world.tickets.get(number).ticket.next_check == case.ticket.next_check
    assert recomputing.adjust(number, "admin", "") is Adjusted.NOTHING


def test_whoever_saves_meanwhile_notes_the_look_itself():
    world = a_world()
    number = world.intake.submit(a_submission(service="banjir"), "k-1", "c-1").ticket.id
    pump(world)
    case = world.tickets.cases[number]
    world.tickets.put(replace(case, ticket=replace(case.ticket, next_check=None)))

    class Quick:
        """Between our reading and our noting an officer takes the assignment on."""

        def __getattr__(self, name):
            return getattr(world.tickets, name)

        def change_next_check(self, *args, **options):
            world.staff_actions.take("accept", number, BPBD, StepInput(), "BPBD")
            return world.tickets.change_next_check(*args, **options)

    assert world.using(tickets=Quick()).recalculation().adjust(number, "admin", "") is Adjusted.NOTHING
    assert world.tickets.get(number).ticket.next_check


def test_what_is_over_is_not_even_read():
    world = a_world()
    number = world.intake.submit(a_submission(service="banjir"), "k-1", "c-1").ticket.id
    pump(world)
    world.staff_actions.take("archive", number, a_coordinator(), StepInput(text="Ganda."))
    assert world.using().recalculation().unfinished() == ()


def test_a_ticket_that_cannot_be_read_does_not_stand_in_the_others_way(capsys):
    world, recomputing = a_city_of_floods()
    broken, *sound = recomputing.unfinished()

    class Bad:
        def __getattr__(self, name):
            return getattr(world.tickets, name)

        def get(self, number, **options):
            if number == broken:
                raise KeyError("kata pelapor")
            return world.tickets.get(number, **options)

    options = Namespace(by="admin", reason="Libur daerah.", dry_run=False)
    assert command(world.using(tickets=Bad()).recalculation(), options) == 1
    captured = capsys.readouterr()
    assert "3 open tickets: dates of 2 were moved" in captured.out
    assert f"{broken}: KeyError" in captured.err
    assert "kata pelapor" not in captured.err
    assert {recomputing.preview(number) for number in sound} == {Adjusted.NOTHING}


# another OPD takes over


def test_for_another_opd_the_citizens_clock_goes_on_with_what_it_stood():
    """A question open for five days moves the promise, and an OPD that is assigned then is held to the same one."""
    flood = Flood("jalan-rusak")
    flood.world.staff_actions.take("ask", flood.number, DPUTR, StepInput(text="Di mana?"))
    flood.world.clock.forward(days=7)
    flood.world.reporter_actions.take("message", flood.number, flood.secret, StepInput(text="Di RT 3."))
    promised = flood.act("DPUTR").due
    flood.world.staff_actions.take("call_in", flood.number, DPUTR, StepInput(opd="DLH", text="Mohon bantu."))
    assert flood.act("DLH").due == promised
    assert flood.recompute() is None


def test_the_opds_own_clock_starts_when_it_gets_its_assignment():
    flood = Flood("jalan-rusak")
    flood.world.clock.forward(days=20)
    flood.world.staff_actions.take("call_in", flood.number, DPUTR, StepInput(opd="DLH", text="Mohon bantu."))
    calendar, dlh = flood.world.city.calendar, flood.act("DLH")
    assert dlh.due == dlh.answer_due == calendar.due(flood.world.clock(), 5)
