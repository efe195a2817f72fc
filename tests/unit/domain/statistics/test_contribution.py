"""What a ticket adds to the figures, told by journeys that anybody can follow."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from chalicelib.domain import events
from chalicelib.domain.actions.registry import assigning_action
from chalicelib.domain.deadlines.deadline_terms import terms_of
from chalicelib.domain.events import Event
from chalicelib.domain.statistics.assignment_history import Gaps, minutes, questions
from chalicelib.domain.statistics.contribution import contribution
from chalicelib.domain.statistics.counters import CITY, NOW
from chalicelib.domain.statistics.histogram import BOUNDS, bucket, quantile
from chalicelib.domain.transitions.step_input import StepInput
from tests.support import factory
from tests.support.factory import a_calendar, a_coordinator, a_submission, an_officer
from tests.support.memory_world import a_world, pump

MONTH = "2026-11"
DISHUB, DPUTR, DLH, BPBD, DINSOS = (an_officer(opd) for opd in ("DISHUB", "DPUTR", "DLH", "BPBD", "DINSOS"))


class Journey:
    """One ticket on its way; `counts` is what it adds."""

    def __init__(self, **report):
        self.world = a_world()
        receipt = self.world.intake.submit(a_submission(**report), "k-1", "c-1")
        self.number, self.secret = receipt.ticket.id, receipt.secret
        pump(self.world)

    @property
    def counts(self):
        case = self.world.tickets.get(self.number)
        city = self.world.city
        return contribution(case, terms_of(case.ticket, city.catalogue, city.calendar)).counts

    def of(self, subject, period=MONTH):
        """Counters of a subject in a period, by name."""
        return {
            key.counter: count for key, count in self.counts.items() if (key.period, key.subject) == (period, subject)
        }

    def does(self, who, action, opd="", **step_fields):
        (own,) = who.opds or {opd}
        self.world.staff_actions.take(action, self.number, who, StepInput(text="Sudah.", **step_fields), opd or own)

    def coordinator(self, action, **step_fields):
        self.world.staff_actions.take(action, self.number, a_coordinator(), StepInput(text="Ya.", **step_fields))

    def assign(self, opd, role=""):
        self.world.staff_actions.take(
            assigning_action(role).name,
            self.number,
            a_coordinator(),
            StepInput(opd=opd, role=role, text="Ini bagian Anda."),
        )

    def citizen(self, action, **step_fields):
        self.world.reporter_actions.take(action, self.number, self.secret, StepInput(text="Begitu.", **step_fields))

    def wait(self, **span):
        self.world.clock.forward(**span)

    def spans(self, subject, name, period=MONTH):
        """Lengths in minutes, from which the buckets came: their lower bounds."""
        buckets = [int(k.split(":")[1]) for k in self.of(subject, period) if k.startswith(f"{name}:")]
        return [BOUNDS[each - 1] if each else 0 for each in sorted(buckets)]


def finished(journey, *officers):
    for who in officers:
        journey.does(who, "start")
        journey.does(who, "finish")


def test_a_report_counts_by_day_service_area_channel_and_status():
    journey = Journey(service="lampu-jalan")
    city = journey.of(CITY)
    assert {"n", "day:24", "channel:web", "status:dispatched", "visibility:public", "opds:1", "hands:0"} == set(city)
    assert journey.of("service") == {"lampu-jalan": 1}
    assert journey.of("area") == {"99.01.01": 1}
    assert journey.of("village") == {factory.VILLAGE: 1}
    assert journey.of(CITY, NOW) == {"open": 1, "status:dispatched": 1}
    assert journey.of("opd:DISHUB", NOW) == {"open": 1}


def test_an_assignment_done_in_time_is_a_promise_kept_with_its_times():
    journey = Journey(service="lampu-jalan")
    journey.wait(hours=2)
    journey.does(DISHUB, "answer")
    journey.wait(hours=1)
    finished(journey, DISHUB)
    figures = journey.of("opd:DISHUB")
    assert (figures["given"], figures["done"], figures["kept"]) == (1, 1, 1)
    assert journey.spans("opd:DISHUB", "first") == [108]  # 120 minutes, less than two seconds
    assert journey.spans("opd:DISHUB", "took") == [152]  # 180
    assert journey.of("opd:DISHUB", NOW) == {}
    assert journey.of(CITY)["kept"] == journey.of(CITY)["resolved"] == 1


def test_an_assignment_done_too_late_is_a_promise_broken():
    journey = Journey(service="lampu-jalan")
    journey.wait(days=40)
    finished(journey, DISHUB)
    figures = journey.of("opd:DISHUB", "2027-01")
    assert figures["done"] == 1
    assert "kept" not in figures
    assert "kept" not in journey.of(CITY, "2027-01")


def test_while_the_citizen_is_asked_the_opds_clock_stands():
    journey = Journey(service="banjir")
    journey.world.staff_actions.take("ask", journey.number, DPUTR, StepInput(text="Di mana?"))
    journey.wait(days=7)
    journey.citizen("message")
    journey.wait(hours=1)
    finished(journey, BPBD)
    assert journey.spans("opd:BPBD", "took", "2026-12") == [54]  # an hour


def test_an_assignment_that_waits_for_another_counts_how_long():
    journey = Journey(service="banjir")
    journey.world.staff_actions.take(
        "order", journey.number, a_coordinator(), StepInput(after=("BPBD",), text="Setelah."), "DPUTR"
    )
    assert journey.of("opd:DPUTR", NOW) == {"open": 1, "waiting": 1}
    journey.wait(hours=2)
    finished(journey, BPBD)
    assert journey.spans("opd:DPUTR", "wait") == [108]
    assert "waiting" not in journey.of("opd:DPUTR", NOW)
    journey.wait(hours=1)
    finished(journey, DPUTR)
    assert journey.spans("opd:DPUTR", "took") == [54]


def test_time_between_opds_runs_from_the_return_until_the_next_accepts():
    journey = Journey(service="lampu-jalan")
    journey.does(DISHUB, "return")
    assert journey.of(CITY, NOW)["between"] == 1
    journey.wait(hours=1)
    journey.assign("DLH", "lead")
    journey.wait(hours=1)
    journey.does(DLH, "accept")
    assert journey.spans(CITY, "gap") == [108]
    assert "between" not in journey.of(CITY, NOW)
    assert journey.of("opd:DISHUB")["returns"] == 1
    assert journey.of(CITY)["handovers"] == 1


def test_a_lead_that_moves_to_an_opd_already_at_work_loses_no_time():
    journey = Journey(service="banjir")
    journey.does(DPUTR, "accept")
    journey.world.staff_actions.take("lead", journey.number, a_coordinator(), StepInput(text="Anda."), "DPUTR")
    assert "between" not in journey.of(CITY, NOW)
    assert journey.spans(CITY, "gap") == []
    assert journey.of(CITY)["hands:1"] == 1


def test_several_returns_in_a_row_are_one_gap():
    journey = Journey(service="lampu-jalan")
    journey.does(DISHUB, "return")
    journey.assign("DLH", "lead")
    journey.wait(hours=1)
    journey.does(DLH, "return")
    journey.assign("DPUTR", "lead")
    journey.wait(hours=1)
    journey.does(DPUTR, "accept")
    assert journey.spans(CITY, "gap") == [108]


def test_a_dispute_is_upheld_once_the_assignment_was_done_again():
    journey = Journey(service="lampu-jalan")
    finished(journey, DISHUB)
    journey.citizen("dispute")
    figures = journey.of("opd:DISHUB")
    assert (figures["disputes"], figures["reopened"]) == (1, 1)
    assert "upheld" not in figures
    assert "done" not in figures  # what was said to be done is not
    journey.does(DISHUB, "finish")
    figures = journey.of("opd:DISHUB")
    assert (figures["disputes"], figures["upheld"], figures["reopened"], figures["done"]) == (1, 1, 1, 1)
    assert journey.of(CITY)["upheld"] == 1


def test_stars_count_for_every_opd_with_an_assignment():
    journey = Journey(service="banjir")
    finished(journey, BPBD, DPUTR, DINSOS)
    journey.citizen("rate", stars=4)
    assert all(journey.of(f"opd:{opd}")["star:4"] == 1 for opd in ("BPBD", "DPUTR", "DINSOS"))
    assert journey.of(CITY)["star:4"] == 1
    assert journey.of(CITY)["opds:3"] == 1


def test_a_deadline_that_was_missed_makes_the_assignment_late_until_it_is_moved():
    journey = Journey(service="lampu-jalan")
    case = journey.world.tickets.get(journey.number)
    due = case.ticket.assignments[0].due
    missed_data = events.DeadlineMissed(what="resolution", opd="DISHUB", due=due, level=1, told=())
    missed = Event(journey.number, 3, due, events.SYSTEM, missed_data)
    terms = terms_of(case.ticket, journey.world.city.catalogue, journey.world.city.calendar)
    now = {k.counter for k in contribution(_with(case, missed), terms).counts if k[:2] == (NOW, "opd:DISHUB")}
    assert now == {"open", "late"}
    other = events.DeadlineMissed(what="resolution", opd="DISHUB", due=factory.NOW, level=1, told=())
    moved = Event(journey.number, 3, due, events.SYSTEM, other)
    now = {k.counter for k in contribution(_with(case, moved), terms).counts if k[:2] == (NOW, "opd:DISHUB")}
    assert now == {"open"}


def _with(case, event):
    from dataclasses import replace

    return replace(case, events=(*case.events, event))


def test_a_ticket_that_ended_is_not_open_any_more():
    journey = Journey(service="lampu-jalan")
    journey.coordinator("refer", to="X-PLN")
    assert [key for key in journey.counts if key.period == NOW] == []
    assert journey.of(CITY)["status:referred"] == 1


def test_spans_that_overlap_count_once():
    calendar = a_calendar()
    at = [datetime(2026, 11, 24, hour, tzinfo=UTC) for hour in range(1, 8)]
    assert minutes(calendar, (at[0], at[6]), [(at[1], at[3]), (at[2], at[4])]) == 180
    assert minutes(calendar, (at[2], at[3]), [(at[0], at[6])]) == 0


def test_a_question_without_an_answer_is_no_span_yet():
    asked = Event("x", 1, factory.NOW, "DISHUB", events.TicketIncomplete(opd="DISHUB"))
    assert questions([asked]) == []
    assert Gaps([asked]).since is None


@pytest.mark.parametrize(("counts", "share", "least", "most"), [
    ({}, 0.5, None, None),
    ({bucket(60): 1}, 0.5, 54, 64),
    ({bucket(10): 50, bucket(1000): 50}, 0.5, 9, 12),
    ({bucket(10): 89, bucket(1000): 11}, 0.9, 860, 1024),
    ({0: 4}, 0.9, 0, 1),
])  # fmt: skip
def test_a_quantile_is_within_a_bucket_of_the_truth(counts, share, least, most):
    estimate = quantile(counts, share)
    assert estimate is None if least is None else least <= estimate <= most


def test_buckets_rise_by_a_fifth_and_hold_two_working_years():
    assert BOUNDS[0] == 1
    assert BOUNDS[-1] > 2 * 250 * 8 * 60
    assert all(b > a for a, b in pairwise(BOUNDS))
    assert bucket(-5) == bucket(0) == 0
    assert bucket(1) == 1
