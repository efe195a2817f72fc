"""Reports are merged and separated while processes die: each step is there once, on both tickets, and all are told."""

import pytest

from chalicelib.domain import events
from chalicelib.domain.transitions.step_input import StepInput
from tests.support.event_replay import Replay, state_of
from tests.support.factory import a_coordinator, a_submission, an_officer
from tests.support.memory_world import Crash, FaultInjector, Outage, a_world, pump
from tests.unit.domain.transitions.test_by_opd_crashes import insist

COORDINATOR = a_coordinator()


def _merge(world, original, duplicate, version):
    return world.staff_actions.take(
        "merge", duplicate, COORDINATOR, StepInput(text="Sama.", into=original, version=version)
    )


def _contest(world, original, duplicate, version):
    return world.reporter_actions.take(
        "dispute", duplicate, world.secrets[duplicate], StepInput(text="Lain.", version=version)
    )


def _uphold(world, original, duplicate, version):
    return world.staff_actions.take("verify", duplicate, COORDINATOR, StepInput(text="Memang sama.", version=version))


def _accept(world, original, duplicate, version):
    return world.staff_actions.take("accept", original, an_officer("DINSOS"), StepInput(), "DINSOS")


def _unmerge(world, original, duplicate, version):
    return world.staff_actions.take(
        "unmerge", duplicate, COORDINATOR, StepInput(text="Ternyata lain.", version=version)
    )


STEPS = (_merge, _contest, _uphold, _accept, _unmerge, _merge)


def live(world):
    world.secrets = {}
    numbers = []
    for n, service in enumerate(("jalan-rusak", "banjir")):
        receipt = insist(
            world, lambda n=n, service=service: world.intake.submit(a_submission(service=service), f"k{n}", "c")
        )
        world.secrets[receipt.ticket.id] = receipt.secret
        numbers.append(receipt.ticket.id)
    assert pump(world) == []
    for step in STEPS:
        version = world.tickets.get(numbers[1]).ticket.sequence
        insist(world, lambda step=step, version=version: step(world, *numbers, version))
    assert pump(world) == []
    return [world.tickets.get(number, internal=True) for number in numbers]


def outcome(cases):
    return [
        (
            [event.type for event in case.events],
            sorted(
                (assignment.opd, str(assignment.role), str(assignment.status)) for assignment in case.ticket.assignments
            ),
            [note.text for note in case.notes],
            str(case.ticket.status),
            case.ticket.merged_into,
            case.ticket.duplicates,
        )
        for case in cases
    ]


WHOLE = a_world()
EXPECTED = outcome(live(WHOLE))
CALLS = len(WHOLE.faults.calls)
NOTIFIED = set(WHOLE.notice_publisher.counts)


def test_the_story_is_worth_telling():
    (original, *_), (duplicate, *_, status, into, _) = EXPECTED
    assert original.count(events.TicketAbsorbed.type) == 2
    assert events.TicketReleased.type in original
    assert [kind for kind in duplicate if kind.startswith("ticket.")][2:] == [
        events.TicketMerged.type, events.TicketContested.type, events.TicketUpheld.type, events.TicketUnmerged.type, events.TicketMerged.type,
    ]  # fmt: skip
    assert (status, bool(into)) == ("duplicate", True)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", [Crash, Outage])
def test_a_crash_at_any_call_leaves_both_tickets_merged_or_neither(kind, after):
    for nth in range(1, CALLS + 1):
        faults = FaultInjector(nth, kind, after)
        world = a_world(faults)
        cases = live(world)
        assert faults.struck
        assert outcome(cases) == EXPECTED, f"call {nth}: {faults.calls[nth - 1]}"
        assert all(Replay(case.events).state() == state_of(case.ticket) for case in cases)
        assert set(world.notice_publisher.counts) == NOTIFIED
        repeats = sum(world.notice_publisher.counts.values()) - len(NOTIFIED)
        assert repeats == faults.fell_between_sending_and_noting
