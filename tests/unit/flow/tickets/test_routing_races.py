"""Routing that meets somebody else's step on the same ticket tries again at once, on what is there then."""

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import Outdated
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.optimistic_retry import TRIES
from tests.support.factory import a_coordinator, a_submission
from tests.support.memory_world import a_world


def test_a_citizen_who_writes_meanwhile_holds_up_nothing():
    world, receipt = reported()
    meet(world, lambda: message(world, receipt))
    route(world, receipt)
    assert types(world, receipt) == [
        events.TicketReceived.type,
        events.TicketMessage.type,
        events.TicketDispatched.type,
    ]
    assert world.meter.counts["TicketsDispatched"] == 1


def test_a_coordinator_who_was_quicker_is_not_overruled():
    world, receipt = reported()
    meet(world, lambda: dispatch(world, receipt))
    route(world, receipt)
    assert types(world, receipt) == [events.TicketReceived.type, events.TicketDispatched.type]
    assert world.tickets.get(receipt.ticket.id).ticket.assignments[0].opd == "DLH"
    assert not world.meter.counts["TicketsDispatched"], "it is not routing that has dispatched it"


def test_who_loses_every_time_leaves_it_to_the_queue():
    world, receipt = reported()
    meet(world, *[lambda: message(world, receipt)] * TRIES)
    with pytest.raises(Outdated):
        route(world, receipt)
    assert not world.meter.counts["TicketsDispatched"]


def reported():
    world = a_world()
    return world, world.intake.submit(a_submission(), "k" * 20, "c")


def route(world, receipt):
    world.routing.on_event(world.tickets.stream[0])


def message(world, receipt):
    text = StepInput(text=f"Masih begitu, kata {len(world.tickets.stream)} orang.")
    world.reporter_actions.take("message", receipt.ticket.id, receipt.secret, text)


def dispatch(world, receipt):
    step_input = StepInput(text="Ini pohon.", opd="DLH")
    world.staff_actions.take("give_lead", receipt.ticket.id, a_coordinator(), step_input)


def meet(world, *steps):
    """Each of these steps is written between a read of routing and what it saves."""
    save, pending = world.tickets.save, [*steps]

    def late(*changes):
        world.tickets.save = save
        if pending:
            pending.pop(0)()
        if pending:
            world.tickets.save = late
        save(*changes)

    world.tickets.save = late


def types(world, receipt):
    return [event.type for event in world.tickets.get(receipt.ticket.id, internal=True).events]
