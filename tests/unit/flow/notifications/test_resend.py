"""What did not arrive is sent again when somebody asks for it, once, and by the worker alone that may send."""

import pytest

from chalicelib.domain import events
from chalicelib.domain.errors import Invalid, NotAllowed, UnknownTicket
from tests.support.factory import a_coordinator, a_submission, an_actor, an_officer
from tests.support.memory_world import a_world, pump

COORDINATOR = a_coordinator()


@pytest.fixture
def world():
    """A report of which DISHUB could not be told: `world.number`, and the notice's name in `world.lost`."""
    world = a_world()
    world.notice_publisher.refuses.add("DISHUB")
    world.number = world.intake.submit(a_submission(), "k" * 20, "c-1").ticket.id
    assert pump(world)  # the queue has given up
    world.lost = "2/DISHUB"
    return world


def resend_requests(world):
    return [e for e in world.tickets.get(world.number).events if e.type == events.NoticeRequested.type]


def again(world, actor=COORDINATOR, notice=None):
    return world.notice_resend.resend(world.number, notice or world.lost, actor, "c-9")


def test_what_the_queue_gave_up_is_listed_with_reason_and_tries(world):
    (line,) = world.notice_resend.page(COORDINATOR).lines
    assert (line.notice, line.reason) == (f"{world.number}/{world.lost}", "NotFound")
    assert line.tries > 1


def test_a_notice_that_is_asked_for_again_arrives_once_the_channel_is_mended(world):
    world.notice_publisher.refuses.clear()
    again(world)
    assert world.notice_publisher.counts == {}, "nothing is sent where it is asked for"
    assert pump(world) == []
    assert world.notice_publisher.counts[f"{world.number}/{world.lost}"] == 1
    assert world.notice_resend.page(COORDINATOR).lines == ()


def test_of_an_event_that_many_are_told_of_only_the_one_is_sent_again(world):
    world.notice_publisher.refuses.clear()
    again(world)
    pump(world, copies=3)
    assert sum(world.notice_publisher.counts.values()) == 1


def test_asking_twice_asks_once(world):
    again(world)
    again(world)
    assert len(resend_requests(world)) == 1
    assert resend_requests(world)[0].data.wire == {"of": 2, "audience": "DISHUB", "by": "koordinator"}


def test_what_fails_again_can_be_asked_for_again(world):
    again(world)
    world.clock.forward(minutes=1)
    pump(world)
    world.clock.forward(minutes=1)
    again(world)
    assert len(resend_requests(world)) == 2


def test_what_arrived_meanwhile_is_not_asked_for(world):
    world.notice_publisher.refuses.clear()
    again(world)
    pump(world)
    again(world)
    assert len(resend_requests(world)) == 1


def test_what_is_put_away_is_listed_no_more_and_the_history_says_by_whom(world):
    case = world.notice_resend.drop(world.number, world.lost, COORDINATOR, "c-9")
    assert world.notice_resend.page(COORDINATOR).lines == ()
    assert (case.events[-1].type, case.events[-1].data.wire["by"]) == (events.NoticeDropped.type, "koordinator")


def test_asking_for_a_notice_makes_nobody_elses_step_outdated(world):
    version = world.tickets.get(world.number).ticket.sequence
    again(world)
    from chalicelib.domain.transitions.step_input import StepInput

    case = world.staff_actions.take("accept", world.number, an_officer(), StepInput(version=version), "DISHUB")
    assert case.ticket.assignments[0].status == "accepted"


def test_nobody_but_the_coordinator_asks(world):
    for relation in ("leader", "auditor", "lead"):
        with pytest.raises(NotAllowed):
            again(world, an_actor(relation))
    with pytest.raises(UnknownTicket):
        again(world, an_officer("BPBD"))


@pytest.mark.parametrize("notice", ["2/DISHUB", "2/reporter/sms", "1/reporter/email"])
def test_who_may_not_ask_does_not_learn_whether_there_is_such_a_notice(world, notice):
    """Else an officer could try out by which channel somebody who reported anonymously is reached."""
    for act in (world.notice_resend.resend, world.notice_resend.drop):
        with pytest.raises(NotAllowed):
            act(world.number, notice, an_officer(), "c-9")
        with pytest.raises(UnknownTicket):
            act(world.number, notice, an_officer("BPBD"), "c-9")


def test_officers_do_not_see_the_list(world):
    with pytest.raises(NotAllowed):
        world.notice_resend.page(an_officer())


@pytest.mark.parametrize("notice", ["2/DLH", "x", "", "99/DISHUB", "2"])
def test_what_never_failed_cannot_be_asked_for(world, notice):
    with pytest.raises(Invalid):
        world.notice_resend.resend(world.number, notice, COORDINATOR, "c-9")
