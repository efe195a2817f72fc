"""Whatever people do, whenever they do it, and however the watch is run: no deadline is missed unnoticed, and every
step happens once.
"""

import threading
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain import events
from chalicelib.domain.tickets.assignments import OVER, waits_for
from chalicelib.domain.transitions.step_context import StepContext
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.domain.watch.due_steps import next_check
from chalicelib.domain.watch.recalculation import recalculate
from chalicelib.flow.next_check import rules
from tests.support.factory import a_coordinator, a_submission, an_officer
from tests.support.memory_world import Crash, FaultInjector, FaultyPort, Outage, a_world, pump
from tests.support.property_examples import examples
from tests.unit.domain.transitions.test_any_sequence import (
    REFUSALS,
    Story,
    assign,
    citizen,
    on_assignment,
    on_own_assignment,
    on_ticket,
    opd,
)

LADDER = {events.DeadlineWarned.type, events.DeadlineMissed.type, events.DeadlineEscalated.type}

wait = st.tuples(st.just("wait"), st.sampled_from([1, 1, 2, 5, 30]))
watch = st.tuples(st.just("watch"))
until_due = st.tuples(st.just("until_due"))
clock = st.tuples(st.just("jump"), st.integers(-20, 5))
make_wait = st.tuples(st.just("make_wait"), opd, opd)
finish_all = st.tuples(st.just("finish_all"))
steps = st.lists(
    st.one_of(
        on_own_assignment,
        on_own_assignment,
        on_assignment,
        on_ticket,
        assign,
        citizen,
        wait,
        wait,
        watch,
        until_due,
        clock,
        make_wait,
        finish_all,
    ),
    max_size=30,
)


def keys_of(case):
    """Every ladder step of the history: what, whose, due when, at which level."""
    return [
        tuple(e.data.wire[name] for name in ("what", "opd", "due", "level")) for e in case.events if e.type in LADDER
    ]


class CheckedStory(Story):
    def watch(self):
        before = self.case
        done = self.world.deadline_watch.watch(lambda: True, "round")
        assert done.failed == []
        self.check_only_what_runs(before)
        self.check_nothing_overlooked()
        assert self.world.deadline_watch.watch(lambda: True, "round").checked == 0, "the round left something undone"

    def until_due(self):
        """To the very instant."""
        if self.case.ticket.next_check:
            self.world.clock.now = max(self.world.clock.now, self.case.ticket.next_check)
            self.watch()

    def make_wait(self, whose, for_whom):
        self.world.staff_actions.take("order", self.number, a_coordinator(), StepInput(after=(for_whom,)), whose)

    def finish_all(self):
        for assignment in self.case.ticket.assignments:
            for action in ("start", "finish"):
                with suppress(*REFUSALS):
                    self.on_own_assignment(an_officer(assignment.opd), action)

    def jump(self, hours):
        self.world.clock.forward(hours=hours)

    def check(self):
        super().check()
        case = self.case
        assert case.ticket.next_check == next_check(case, rules(self.world.city, case)), "a save lost the next check"
        assert max(Counter(keys_of(case)).values(), default=1) == 1, "a step was taken twice"
        terms = rules(self.world.city, case).terms
        assert recalculate(case, StepContext(events.SYSTEM, self.world.clock()), terms) is None, (
            "the history leads elsewhere"
        )

    def check_nothing_overlooked(self):
        """Told without the rules of the watch: from what stands on the ticket and what the history says."""
        case, now = self.case, self.world.clock.now
        ticket, taken = case.ticket, keys_of(case)
        if ticket.status == "resolved":
            terms = rules(self.world.city, case).terms
            assert now < terms.dispute_until(case.last(events.TicketResolved.type).at), "nobody closed it"
        if ticket.status == "incomplete":
            self.check_question(case, now)
            return
        running = [p for p in ticket.assignments if p.status not in OVER and not waits_for(ticket, p)]
        for assignment in running if ticket.status in ("dispatched", "in_progress") else ():
            missed = ("resolution", assignment.opd, assignment.due.isoformat(), 1)
            assert assignment.due > now or missed in taken, "an assignment is late and nobody noticed"
        if ticket.desk and ticket.desk.due <= now:
            assert any(key[1:] == ("", ticket.desk.due.isoformat(), 1) for key in taken), "the desk is late"

    def check_question(self, case, now):
        """Reminded in time, and archived no earlier than the reminder announced."""
        asked = case.last(events.TicketIncomplete.type)
        reminded = [e for e in case.since(asked.sequence) if e.type == events.TicketReminded.type]
        remind = self.world.city.escalation.remind
        assert len(reminded) <= 1
        assert reminded or now < self.world.city.calendar.due(asked.at, remind)

    def check_only_what_runs(self, before):
        """No step for what is done, stands still or is nobody's any more."""
        ticket = before.ticket
        for event in self.case.since(ticket.sequence):
            if event.type not in LADDER:
                continue
            assert ticket.asked_at is None
            opd = event.data.wire["opd"]
            if opd:
                assignment = next(assignment for assignment in ticket.assignments if assignment.opd == opd)
                assert assignment.status not in OVER
                assert not waits_for(ticket, assignment)
                assert event.data.wire["due"] in (
                    assignment.due.isoformat(),
                    str(assignment.answer_due and assignment.answer_due.isoformat()),
                )
            assert event.at == self.world.clock.now


@settings(max_examples=examples(150), deadline=None)
@given(steps=steps)
def test_no_deadline_is_missed_unnoticed_and_every_step_happens_once(steps):
    story = CheckedStory(validation=False)
    for step in steps:
        story.take(step)
    story.watch()
    story.check()


def test_the_story_tells_of_every_step():
    """Guards the test above against histories in which nothing happens."""
    story = CheckedStory(validation=False)
    for _ in range(15):
        story.take(("wait", 1))
        story.take(("watch",))
    assert {level for *_, level in keys_of(story.case)} == {0, 1, 2, 3, 4, 5}
    assert {e.type for e in story.case.events} >= LADDER


def a_busy_world(faults=None):
    """Two floods and a report that nobody could route, all late."""
    world = a_world(faults)
    for key, service in enumerate(["banjir", "banjir", "lainnya"]):
        world.intake.submit(a_submission(service=service), f"k-{key}", "c")
    assert pump(world) == []
    world.clock.forward(days=8)
    return world


def histories(world):
    return sorted((number, sorted(keys_of(case))) for number, case in world.tickets.cases.items())


def round_of(world):
    return world.deadline_watch.watch(lambda: True, "round")


WHOLE = a_busy_world(FaultInjector())
WHOLE.faults.calls.clear()
round_of(WHOLE)
EXPECTED = histories(WHOLE)
CALLS = len(WHOLE.faults.calls)
pump(WHOLE)
NOTIFIED = set(WHOLE.notice_publisher.counts)


def test_the_round_is_worth_interrupting():
    assert CALLS > 8
    assert all(keys for _, keys in EXPECTED)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", [Crash, Outage])
def test_killed_at_any_call_the_next_rounds_do_the_rest(kind, after):
    for nth in range(1, CALLS + 1):
        world = a_busy_world(FaultInjector())
        world.faults.calls.clear()
        world.faults.nth, world.faults.kind, world.faults.after = nth, kind, after
        with suppress(Crash, Outage):
            round_of(world)
        assert world.faults.struck
        for _ in range(3):
            world.clock.forward(minutes=15)
            round_of(world)
        assert histories(world) == EXPECTED, f"call {nth}: {world.faults.calls[nth - 1]}"
        assert pump(world) == []
        assert set(world.notice_publisher.counts) == NOTIFIED
        assert all(count == 1 for count in world.notice_publisher.counts.values())


class Nested(FaultyPort):
    """Before its nth call somebody else completes a whole run."""

    def __init__(self, port, nth, other):
        super().__init__("tickets", port, FaultInjector())
        self._left, self._other = nth, other

    def __getattr__(self, method):
        found = super().__getattr__(method)

        def call(*args, **kwargs):
            self._left -= 1
            if not self._left:
                self._other()
            return found(*args, **kwargs)

        return call


def test_two_at_once_take_every_step_once_wherever_they_meet():
    for nth in range(1, CALLS + 1):
        world = a_busy_world()
        other = world.using().deadline_watch()
        nested = Nested(world.tickets, nth, lambda other=other: other.watch(lambda: True, "other"))
        first = world.using(tickets=nested).deadline_watch()
        assert first.watch(lambda: True, "first").failed == []
        assert histories(world) == EXPECTED, nth
        assert pump(world) == []
        assert set(world.notice_publisher.counts) == NOTIFIED
        assert all(count == 1 for count in world.notice_publisher.counts.values())


class Turns:
    """Two threads of which one moves at a time, from one port call to the next, in a given order."""

    def __init__(self, order):
        self._order, self._alive, self._now = order, {0, 1}, None
        self._change = threading.Condition()

    def port(self, number, tickets):
        turns = self

        class Port:
            def __getattr__(self, method):
                found = getattr(tickets, method)

                def call(*args, **kwargs):
                    turns.wait(number)
                    return found(*args, **kwargs)

                return call

        return Port()

    def wait(self, number):
        with self._change:
            if self._now == number:
                self._now = None
                self._change.notify_all()
            self._change.wait_for(lambda: self._mine(number), timeout=10)

    def over(self, number):
        with self._change:
            self._alive.discard(number)
            self._now = None if self._now == number else self._now
            self._change.notify_all()

    def _mine(self, number):
        if self._now is None and self._alive:
            wanted = self._order.randrange(2)
            self._now = wanted if wanted in self._alive else min(self._alive)
            self._change.notify_all()
        return self._now == number


@settings(max_examples=examples(40), deadline=None)
@given(seed=st.integers(0, 10_000))
def test_two_watchers_interleaved_at_every_call(seed):
    world = a_busy_world()
    turns = Turns(Random(seed))

    def watch_as(number):
        watcher = world.using(tickets=turns.port(number, world.tickets)).deadline_watch()
        try:
            assert watcher.watch(lambda: True, f"round-{number}").failed == []
        finally:
            turns.over(number)

    threads = [threading.Thread(target=watch_as, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    world.clock.now += timedelta(minutes=5)
    round_of(world)
    assert histories(world) == EXPECTED
