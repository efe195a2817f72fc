"""Staff and reporter at work while processes die: every step is there once, and everybody is told."""

import pytest

from chalicelib.domain.errors import Outdated, UnknownTicket
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.event_replay import Replay, state_of
from tests.support.factory import CONTACT, a_coordinator, a_submission, an_officer
from tests.support.memory_world import Crash, FaultInjector, Outage, a_world, pump

BPBD, DPUTR, DINSOS = an_officer("BPBD"), an_officer("DPUTR"), an_officer("DINSOS")
COORDINATOR = a_coordinator()


def staff_step(whose, action, who, **fields):
    return lambda world, number, secret, version: world.staff_actions.take(
        action, number, who, StepInput(text="Sudah.", version=version, **fields), whose
    )


def citizen(action):
    return lambda world, number, secret, version: world.reporter_actions.take(
        action, number, secret, StepInput(text="Baik.", version=version)
    )


STEPS = [
    staff_step("BPBD", "accept", BPBD),
    staff_step("DPUTR", "order", BPBD, after=("BPBD",)),
    lambda world, number, secret, version: world.staff_actions.take(
        "ask", number, BPBD, StepInput(text="Di mana?", version=version)
    ),
    citizen("message"),
    staff_step("DINSOS", "return", DINSOS, opd="DLH"),
    lambda world, number, secret, version: world.staff_actions.take(
        "call_in", number, COORDINATOR, StepInput(opd="DLH", version=version)
    ),
    staff_step("BPBD", "finish", BPBD),
    staff_step("DLH", "start", an_officer("DLH")),
    staff_step("DLH", "finish", an_officer("DLH")),
    staff_step("DPUTR", "start", DPUTR),
    staff_step("DPUTR", "finish", DPUTR),
    citizen("dispute"),
    staff_step("BPBD", "finish", BPBD),
    citizen("confirm"),
]


def insist(world, act):
    """A person who tries again until an answer comes, with the version that was seen first."""
    for _ in range(3):
        try:
            return act()
        except (Crash, Outage):
            continue
        except Outdated:
            return None  # the first try got through, and the page shows it
        except UnknownTicket:
            return None  # the first try returned the assignment: the ticket is none of this OPD's business now
    raise AssertionError("the person gave up")


def live(world):
    """The whole story; the events are carried in between and at the end."""
    receipt = insist(world, lambda: world.intake.submit(a_submission(contact=CONTACT, service="banjir"), "k", "c"))
    number, secret = receipt.ticket.id, receipt.secret
    assert pump(world) == []
    for step in STEPS:
        version = world.tickets.get(number).ticket.sequence
        insist(world, lambda step=step, version=version: step(world, number, secret, version))
    assert pump(world) == []
    return world.tickets.get(number, internal=True)


def outcome(case):
    assignments = sorted(
        (assignment.opd, str(assignment.role), str(assignment.status)) for assignment in case.ticket.assignments
    )
    return (
        [event.type for event in case.events],
        assignments,
        [note.text for note in case.notes],
        str(case.ticket.status),
    )


WHOLE = a_world()
EXPECTED = outcome(live(WHOLE))
CALLS = len(WHOLE.faults.calls)
NOTIFIED = set(WHOLE.notice_publisher.counts)


def test_the_story_is_worth_telling():
    types, assignments, notes, status = EXPECTED
    assert (status, len(types), len(assignments)) == ("closed", 19, 4)
    assert {"assignment.released", "ticket.resolved", "ticket.disputed", "ticket.completed"} <= set(types)
    assert len(notes) == 13
    assert {notice.rpartition("/")[2] for notice in NOTIFIED} == {"BPBD", "DPUTR", "DINSOS", "DLH", "coordinator"}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", [Crash, Outage])
def test_a_crash_at_any_call_loses_no_step_and_doubles_none(kind, after):
    for nth in range(1, CALLS + 1):
        faults = FaultInjector(nth, kind, after)
        world = a_world(faults)
        case = live(world)
        assert faults.struck
        assert outcome(case) == EXPECTED, f"call {nth}: {faults.calls[nth - 1]}"
        assert Replay(case.events).state() == state_of(case.ticket)
        assert set(world.notice_publisher.counts) == NOTIFIED
        repeats = sum(world.notice_publisher.counts.values()) - len(NOTIFIED)
        assert repeats == faults.fell_between_sending_and_noting
