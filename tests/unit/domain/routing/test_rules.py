"""Each new ticket is given to its OPDs once, however often the event comes."""

from dataclasses import replace

import pytest

from chalicelib.domain.city.working_time import ZONES
from chalicelib.domain.errors import Outdated
from chalicelib.domain.routing.rules import Guess, Guesses
from chalicelib.domain.tickets.status import TicketStatus
from tests.support import factory
from tests.support.memory_world import a_world


def received(world, **report):
    """A new ticket and its event."""
    opening = factory.an_opening(**report)
    world.tickets.add(opening)
    return opening.event


def route(world, **report):
    event = received(world, **report)
    world.routing.on_event(event)
    return world.tickets.get(event.ticket)


def wib(instant):
    return instant.astimezone(ZONES["WIB"]).strftime("%Y-%m-%d %H.%M")


def test_every_opd_gets_its_assignment_with_role_reason_and_due_date():
    world = a_world()
    case = route(world, service="banjir")
    assignments = [
        (assignment.opd, assignment.role, assignment.status, assignment.required)
        for assignment in case.ticket.assignments
    ]
    assert assignments == [
        ("BPBD", "lead", "assigned", True), ("DINSOS", "support", "assigned", True), ("DPUTR", "support", "assigned", True),
    ]  # fmt: skip
    assert {wib(assignment.due) for assignment in case.ticket.assignments} == {
        "2026-11-27 14.30"
    }  # three working days: a Friday
    assert all(assignment.why["id"] and assignment.why["en"] for assignment in case.ticket.assignments)
    assert (case.ticket.status, case.ticket.sequence) == ("dispatched", 2)


def test_the_event_tells_of_the_assignments_and_keeps_the_correlation():
    event = route(a_world(), service="banjir").events[-1]
    assert (event.type, event.sequence, event.actor, event.correlation) == ("ticket.dispatched", 2, "system", "c-1")
    assert [assignment["opd"] for assignment in event.data.wire["assignments"]] == ["BPBD", "DPUTR", "DINSOS"]
    assert event.data.wire["routed_by"] == "rules"


def test_a_due_date_counts_from_receipt_however_late_the_worker_is():
    world = a_world()
    event = received(world, service="banjir")
    world.clock.forward(days=2)
    world.routing.on_event(event)
    assert wib(world.tickets.get(event.ticket).ticket.assignments[0].due) == "2026-11-27 14.30"


def test_the_guessed_service_sets_the_deadline():
    world = a_world(guesser=lambda _: Guesses((Guess("banjir", "BPBD", 0.9),), confident=True))
    case = route(world, service="lainnya")
    assert wib(case.ticket.assignments[0].due) == "2026-11-27 14.30"
    assert case.events[-1].data.wire["routed_by"] == "text"


def test_what_rules_cannot_decide_waits_for_the_coordinator_with_guesses_and_a_due_date():
    case = route(a_world(), service="lainnya")
    data = case.events[-1].data.wire
    assert (case.events[-1].type, case.ticket.status, case.ticket.assignments) == ("ticket.unroutable", "received", ())
    assert data["due"] == "2026-11-27T07:30:00+00:00"  # three working days to verify
    assert data["guesses"] == [
        {"service": "pohon", "opd": "DLH", "score": 0.4}, {"service": "jalan-desa", "opd": "KECAMATAN", "score": 0.3},
    ]  # fmt: skip
    assert data["refer"] is None


def test_a_matter_of_another_institution_waits_for_the_coordinator_with_its_name():
    data = route(a_world(), service="listrik").events[-1].data.wire
    assert (data["refer"], data["guesses"]) == ("X-PLN", [])


@pytest.mark.parametrize("report", [{"service": "banjir"}, {"service": "lainnya"}], ids=str)
def test_a_repeat_changes_nothing(report):
    world = a_world()
    case = route(world, **report)
    for _ in range(3):
        world.routing.on_event(case.events[0])
    assert world.tickets.get(case.ticket.id) == case
    assert sum(world.meter.counts.values()) == 1


def test_other_events_are_none_of_its_business():
    world = a_world()
    case = route(world, service="banjir")
    calls = len(world.faults.calls)
    world.routing.on_event(case.events[1])
    assert len(world.faults.calls) == calls


def test_a_ticket_that_moves_on_meanwhile_is_tried_again(monkeypatch):
    world = a_world()
    event = received(world, service="banjir")
    stale = world.tickets.get(event.ticket)
    world.routing.on_event(event)
    monkeypatch.setattr(world.tickets, "get", lambda _number: stale)
    with pytest.raises(Outdated):
        world.routing.on_event(event)
    assert world.meter.counts == {"TicketsDispatched": 1}


def test_routing_costs_one_read_and_one_write():
    world = a_world()
    route(world, service="banjir")
    assert [call for call in world.faults.calls if "." in call] == ["tickets.get", "tickets.save"]


@pytest.mark.parametrize("status", ["incomplete", "referred", "archived", "duplicate"])
def test_a_ticket_that_staff_has_taken_in_hand_is_left_to_them(status):
    world = a_world()
    event = received(world, service="banjir")
    case = world.tickets.cases[event.ticket]
    world.tickets.cases[event.ticket] = replace(case, ticket=replace(case.ticket, status=TicketStatus(status)))
    world.routing.on_event(event)
    assert len(world.tickets.stream) == 1


def test_a_service_that_the_catalogue_has_dropped_meanwhile_is_routed_by_text():
    case = route(a_world(), service="layanan-lama")
    assert case.events[-1].type == "ticket.unroutable"
    assert [guess["service"] for guess in case.events[-1].data.wire["guesses"]] == ["pohon", "jalan-desa"]
