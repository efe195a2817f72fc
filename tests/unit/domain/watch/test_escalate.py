"""Every kind of obligation climbs the whole ladder of Pati, and each rung is notified once."""

import pytest

from chalicelib.adapters.city_pack.pack import load
from chalicelib.domain import events
from chalicelib.domain.tickets.ticket import Place
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.factory import a_submission, an_officer
from tests.support.memory_ports import FixedCity
from tests.support.memory_world import FaultInjector, World, pump, unsure
from tests.unit.flow.photos.test_proof_review import proven

PATI = load("pati")
LADDER = {events.DeadlineWarned.type, events.DeadlineMissed.type, events.DeadlineEscalated.type}
REQUEST = "informasi"
"""The kind of requests for data and documents, which has its own deadline but the common ladder."""


def a_pati():
    city = FixedCity(PATI.catalogue, PATI.calendar, PATI.notice_texts)
    city.escalation = PATI.escalation
    return World(FaultInjector(), unsure, city=city)


def submit(world, service, *, routed=True):
    submission = a_submission(service=service, place=Place("33.18.10.2001"))
    receipt = world.intake.submit(submission, f"k-{service}", "c")
    if routed:
        assert pump(world) == []
    world.secret = receipt.secret
    return receipt.ticket.id


def lead(world, number):
    return world.tickets.get(number).ticket.assignments[0].opd


def finish(world, number):
    for assignment in world.tickets.get(number).ticket.assignments:
        for action in ("start", "finish"):
            world.staff_actions.take(
                action, number, an_officer(assignment.opd), StepInput(text="Sudah."), assignment.opd
            )


def sleep_through(world, number):
    """Run the watch at every next check until nothing is due any more, while nobody acts."""
    while at := world.tickets.get(number).ticket.next_check:
        world.clock.now = at
        assert world.deadline_watch.watch(lambda: True, "round").failed == []
    assert pump(world) == []


def climbed(world, number, what, opd=""):
    """The levels that were reached, in order."""
    taken = [event.data.wire for event in world.tickets.get(number).events if event.type in LADDER]
    return [data["level"] for data in taken if (data["what"], data["opd"]) == (what, opd)]


def levels(ladder):
    return [0, *(rung.level for rung in ladder)]


def audiences_by_level(world, what, opd=""):
    """The audiences notified at each level."""
    heard = {}
    for notice in world.notice_publisher.out:
        deadline = notice.machine.get("deadline") or {}
        if (deadline.get("what"), deadline.get("opd") or "") == (what, opd):
            heard.setdefault(deadline["level"], set()).add(notice.audience)
    assert all(count == 1 for count in world.notice_publisher.counts.values())
    return heard


def services(kind):
    return [s.code for s in PATI.catalogue.services.values() if s.deadline == kind and s.lead]


@pytest.mark.parametrize("kind", PATI.catalogue.deadlines)
def test_an_assignment_of_every_kind_of_report_comes_up_to_the_bupati(kind):
    world = a_pati()
    number = submit(world, services(kind)[0])
    opd = lead(world, number)
    ticket = world.tickets.get(number).ticket
    assert ticket.assignments[0].due == PATI.calendar.due(ticket.received_at, PATI.catalogue.deadlines[kind].resolution)
    sleep_through(world, number)
    assert climbed(world, number, "resolution", opd) == levels(PATI.escalation.assignment) == [0, 1, 2, 3, 4, 5]
    heard = audiences_by_level(world, "resolution", opd)
    assert all(opd in audiences for audiences in heard.values())
    assert "coordinator" in heard[3]
    assert {level for level, audiences in heard.items() if "leaders" in audiences} == {4, 5}


def test_a_request_for_data_is_a_kind_of_report():
    """A request to the PPID: its service belongs to the kind of report with the short deadline."""
    assert services(REQUEST) == ["informasi-publik"]
    assert PATI.catalogue.deadlines[REQUEST].resolution == 5


def unverified(world):
    """A ticket that was not routed because the router is down."""
    return submit(world, "lampu-jalan", routed=False), "verification"


def unrouted(world):
    return submit(world, "lainnya"), "verification"


def returned(world):
    number = submit(world, "lampu-jalan")
    world.staff_actions.take(
        "return", number, an_officer(lead(world, number)), StepInput(text="Bukan kami."), lead(world, number)
    )
    return number, "returned"


def disputed(world):
    number = submit(world, "lampu-jalan")
    finish(world, number)
    world.reporter_actions.take("dispute", number, world.secret, StepInput(text="Masih padam."))
    return number, "disputed"


def a_request_returned(world):
    number = submit(world, "informasi-publik")
    world.staff_actions.take(
        "return", number, an_officer(lead(world, number)), StepInput(text="Bukan kami."), lead(world, number)
    )
    return number, "returned"


@pytest.mark.parametrize("brought", [unverified, unrouted, returned, disputed, a_request_returned])
def test_what_the_coordinator_owes_comes_up_to_the_bupati(brought):
    world = a_pati()
    number, what = brought(world)
    sleep_through(world, number)
    assert climbed(world, number, what) == levels(PATI.escalation.desk) == [0, 1, 4, 5]
    heard = audiences_by_level(world, what)
    assert all("coordinator" in audiences for audiences in heard.values())
    assert "leaders" in heard[5]


def test_doubtful_proof_that_nobody_looks_at_comes_up_too():
    world, number = proven()
    sleep_through(world, number)
    assert climbed(world, number, "proof") == levels(world.city.escalation.desk)
