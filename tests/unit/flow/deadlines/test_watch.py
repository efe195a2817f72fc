"""The watch of deadlines on its rounds: reads what is due, each step once, whatever happens to it meanwhile."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import Outdated
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.domain.watch import due_steps
from chalicelib.flow import next_check
from chalicelib.flow.deadlines import watch as deadlines
from tests.support.factory import a_coordinator, a_submission, an_officer
from tests.support.memory_world import FaultInjector, FaultyPort, Outage, a_world, pump

STEPS = {
    events.DeadlineWarned.type,
    events.DeadlineMissed.type,
    events.DeadlineEscalated.type,
    events.TicketReminded.type,
    events.TicketClosed.type,
    events.TicketArchived.type,
}


def always():
    return True


def watch(world, enough=always):
    return world.deadline_watch.watch(enough, "round-1")


def submit(world, n=1, service="banjir"):
    numbers = [world.intake.submit(a_submission(service=service), f"k-{each}", "c").ticket.id for each in range(n)]
    assert pump(world) == []
    return numbers


def history(world, number):
    return [(e.data.wire.get("what"), e.data.wire.get("opd"), e.data.wire.get("level")) for e in world.tickets.get(number).events
            if e.type in STEPS]  # fmt: skip


def test_when_nothing_is_due_a_round_is_one_query():
    world = a_world(FaultInjector())
    submit(world, 5)
    world.faults.calls.clear()
    done = watch(world)
    assert (done.checked, done.steps, done.finished) == (0, 0, True)
    assert [call for call in world.faults.calls if call.startswith("tickets")] == ["tickets.due_tickets"]
    assert world.meter.counts["DeadlineRuns"] == 1


def test_a_ticket_that_is_due_costs_one_query_and_one_transaction():
    world = a_world(FaultInjector())
    submit(world, 3)
    world.clock.forward(days=60)
    world.faults.calls.clear()
    assert watch(world).checked == 3
    assert [call for call in world.faults.calls if call.startswith("tickets")] == [
        "tickets.due_tickets", *["tickets.get", "tickets.save"] * 3,
    ]  # fmt: skip


def test_a_second_round_finds_nothing_to_do():
    world = a_world()
    submit(world, 3)
    world.clock.forward(days=60)
    assert watch(world).steps
    assert watch(world).checked == 0


def test_all_pages_are_read(monkeypatch):
    monkeypatch.setattr(deadlines, "PAGE", 3)
    world = a_world()
    numbers = submit(world, 10)
    world.clock.forward(days=3)
    assert watch(world).checked == 10
    assert all(history(world, number) for number in numbers)


def test_a_round_without_time_is_gone_on_with_by_the_next():
    world = a_world()
    numbers = submit(world, 6)
    world.clock.forward(days=60)
    left = iter([True, True, False])
    done = watch(world, lambda: next(left))
    assert (done.checked, done.finished) == (2, False)
    assert watch(world).checked == 4
    assert len({tuple(history(world, number)) for number in numbers}) == 1


def test_a_ticket_that_cannot_be_looked_at_does_not_stop_the_others():
    world = a_world()
    broken, sound = submit(world, 2)
    world.clock.forward(days=60)

    class Bad:
        def __getattr__(self, name):
            return getattr(world.tickets, name)

        def get(self, number, **options):
            if number == broken:
                raise ValueError(number)
            return world.tickets.get(number, **options)

    object.__setattr__(world.deadline_watch, "tickets", Bad())
    done = watch(world)
    assert [number for number, _ in done.failed] == [broken]
    assert world.meter.counts["DeadlinesFailed"] == 1
    assert history(world, sound)
    assert watch(world).checked == 0, "it is not tried again at once"
    world.clock.now += deadlines.AGAIN
    assert [number for number, _ in watch(world).failed] == [broken]
    object.__setattr__(world.deadline_watch, "tickets", world.tickets)
    world.clock.now += deadlines.AGAIN
    assert watch(world).failed == []
    assert history(world, broken)


def test_when_everything_fails_the_round_gives_up_soon():
    world = a_world()
    submit(world, 30)
    world.clock.forward(days=60)

    class Down(FaultyPort):
        def __getattr__(self, name):
            if name in ("get", "change_next_check"):
                return lambda *_, **__: (_ for _ in ()).throw(Outage)
            return super().__getattr__(name)

    object.__setattr__(world.deadline_watch, "tickets", Down("tickets", world.tickets, FaultInjector()))
    done = watch(world)
    assert (done.checked, done.finished) == (deadlines.PATIENCE, False)
    assert world.meter.counts["DeadlineRuns"] == 0, "who gives up must not say that the deadlines were watched"


def test_whoever_is_quicker_is_not_overwritten():
    world = a_world()
    (number,) = submit(world)
    world.clock.forward(days=60)

    class Raced(FaultyPort):
        def __getattr__(self, name):
            if name == "save":
                return lambda *_: (_ for _ in ()).throw(Outdated(number))
            return super().__getattr__(name)

    object.__setattr__(world.deadline_watch, "tickets", Raced("tickets", world.tickets, FaultInjector()))
    done = watch(world)
    assert (done.steps, done.failed) == (0, [])


def test_a_ticket_saved_under_an_older_calendar_is_only_noted_anew():
    world = a_world()
    (number,) = submit(world)
    world.clock.forward(days=3)
    assert watch(world).steps
    case = world.tickets.get(number)
    then, early = case.ticket.next_check, world.clock.now - timedelta(hours=1)
    assert world.tickets.change_next_check(number, then, early)
    done = watch(world)
    assert (done.checked, done.steps) == (1, 0)
    assert world.tickets.get(number).ticket.next_check == then


def test_a_step_that_an_officer_saw_coming_is_not_refused_because_time_went_by():
    world = a_world()
    (number,) = submit(world)
    seen = world.tickets.get(number).ticket.sequence
    world.clock.forward(days=60)
    assert watch(world).steps
    step_input = StepInput(text="Sudah.", version=seen)
    case = world.staff_actions.take("accept", number, an_officer("BPBD"), step_input, "BPBD")
    assert case.events[-1].type == events.AssignmentAccepted.type


def test_a_step_sent_twice_with_a_missed_deadline_in_between_is_still_one():
    world = a_world()
    (number,) = submit(world)
    step_input = StepInput(text="Kami periksa dulu.")
    world.staff_actions.take("answer", number, an_officer("BPBD"), step_input, "BPBD")
    world.clock.forward(days=60)
    assert watch(world).steps
    case = world.staff_actions.take("answer", number, an_officer("BPBD"), step_input, "BPBD")
    assert sum(e.type == events.AssignmentAnswered.type for e in case.events) == 1


@pytest.mark.parametrize("days", [1, 30])
def test_every_save_notes_the_next_look(days):
    world = a_world()
    (number,) = submit(world)
    world.clock.forward(days=days)
    world.staff_actions.take("accept", number, an_officer("BPBD"), StepInput(), "BPBD")
    world.staff_actions.take("ask", number, a_coordinator(), StepInput(text="Di mana?"))
    case = world.tickets.get(number, internal=True)
    assert case.ticket.next_check == due_steps.next_check(case, next_check.rules(world.city, case))


def test_nobody_in_the_flow_saves_without_noting_the_next_look():
    """Each `save` or `add` of tickets stands in a function that calls `watched`, or takes what such a one made."""
    flow = Path(next_check.__file__).parent
    careless = [
        f"{path.name}:{node.lineno}"
        for path in sorted(flow.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute) and node.attr == "save" and "watched" not in path.read_text()
    ]
    assert careless == []
