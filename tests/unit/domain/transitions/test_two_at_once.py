"""Two people at once on whatever the later steps are: nobody overwrites anybody, and the slower one is told."""

from contextlib import suppress

import pytest

from chalicelib.domain.errors import ForbiddenStep, Outdated
from chalicelib.domain.tickets.ticket_number import Intention
from chalicelib.domain.transitions.step_input import StepInput
from tests.doubles.stage_secret import STAGE_SECRET
from tests.support.event_replay import Replay, state_of
from tests.support.factory import a_coordinator, a_submission, an_actor, an_officer
from tests.support.memory_world import a_world, pump
from tests.unit.flow.photos.test_proof_review import PHOTO, proven

OFFICER, LEADER, RIVAL = an_officer("DISHUB"), an_actor("leader"), a_coordinator("koordinator-2")


def judge(action, who=None):
    def step(world, number, version):
        step_input = StepInput(text=f"Alasan: {action}.", version=version)
        return world.staff_actions.take(action, number, who or a_coordinator(), step_input, PHOTO)

    return step


def extend(days):
    def step(world, number, version):
        step_input = StepInput(text=f"Butuh {days} hari.", days=days, version=version)
        return world.staff_actions.take("extend", number, LEADER, step_input, "DISHUB")

    return step


def officer(action):
    def step(world, number, version):
        return world.staff_actions.take(
            action, number, OFFICER, StepInput(text=f"Sudah {action}.", version=version), "DISHUB"
        )

    return step


def reporter(action):
    def step(world, number, version):
        step_input = StepInput(text="Terima kasih.", version=version)
        return world.reporter_actions.take(action, number, world.secret, step_input)

    return step


def merge(who=None):
    def step(world, number, version):
        return world.staff_actions.take(
            "merge", number, who or a_coordinator(), StepInput(text="Sama.", into=world.other, version=version)
        )

    return step


def unmerge(who=None):
    def step(world, number, version):
        return world.staff_actions.take(
            "unmerge", number, who or a_coordinator(), StepInput(text="Lain.", version=version)
        )

    return step


def begun():
    world = a_world()
    receipts = [world.intake.submit(a_submission(), f"{n}" * 20, "c") for n in "ab"]
    (number, world.secret), world.other = (receipts[0].ticket.id, receipts[0].secret), receipts[1].ticket.id
    assert pump(world) == []
    return world, number


def doubted():
    world, number = proven()
    world.secret = Intention("key", STAGE_SECRET).secret()
    return world, number


def followed():
    world, number = begun()
    merge()(world, number, None)
    return world, number


PAIRS = {
    "accept-reject": (doubted, judge("accept_proof"), judge("reject_proof", RIVAL)),
    "reject-accept": (doubted, judge("reject_proof"), judge("accept_proof", RIVAL)),
    "hide-reject": (doubted, judge("hide_photo"), judge("reject_proof", RIVAL)),
    "reject-hide": (doubted, judge("reject_proof"), judge("hide_photo", RIVAL)),
    "reject-confirm": (doubted, judge("reject_proof"), reporter("confirm")),
    "confirm-reject": (doubted, reporter("confirm"), judge("reject_proof")),
    "extend-extend": (begun, extend(3), extend(5)),
    "extend-accept": (begun, extend(3), officer("accept")),
    "return-extend": (begun, officer("return"), extend(3)),
    "merge-accept": (begun, merge(), officer("accept")),
    "accept-merge": (begun, officer("accept"), merge()),
    "withdraw-merge": (begun, reporter("withdraw"), merge()),
    "merge-withdraw": (begun, merge(), reporter("withdraw")),
    "merge-merge": (begun, merge(), merge(RIVAL)),
    "unmerge-unmerge": (followed, unmerge(), unmerge(RIVAL)),
    "dispute-unmerge": (followed, reporter("dispute"), unmerge()),
}
"""The place, the step of who is slower, and that of who is quicker."""


def meet(world, slower, quicker, number, version):
    """The slower one has read the ticket when the quicker one's step is written."""
    save, pending = world.tickets.save, [quicker]

    def late(*changes):
        if pending:
            pending.pop()(world, number, None)
        save(*changes)

    world.tickets.save = late
    try:
        return slower(world, number, version)
    finally:
        world.tickets.save = save


@pytest.mark.parametrize("pair", PAIRS)
def test_who_has_seen_a_version_is_told_what_the_other_did_and_has_changed_nothing(pair):
    place, slower, quicker = PAIRS[pair]
    (world, number), (alone, same) = place(), place()
    version = world.tickets.get(number).ticket.sequence
    quicker(alone, same, None)
    with pytest.raises(Outdated) as old:
        meet(world, slower, quicker, number, version)
    made, wanted = world.tickets.get(number, internal=True), alone.tickets.get(same, internal=True)
    assert [event.type for event in old.value.since] == [e.type for e in wanted.events if e.sequence > version]
    assert [event.type for event in made.events] == [event.type for event in wanted.events]
    assert made.ticket.status == wanted.ticket.status


@pytest.mark.parametrize("pair", PAIRS)
def test_who_has_seen_none_acts_on_what_is_there_then_or_meets_its_rule(pair):
    """Whichever it is, the history has no gap and tells of what the ticket has become."""
    place, slower, quicker = PAIRS[pair]
    world, number = place()
    with suppress(ForbiddenStep):
        meet(world, slower, quicker, number, None)
    case = world.tickets.get(number, internal=True)
    assert [event.sequence for event in case.events] == list(range(1, len(case.events) + 1))
    assert Replay(case.events).state() == state_of(case.ticket)
    assert pump(world) == []
