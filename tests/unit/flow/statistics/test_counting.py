"""The counters equal a recount, whatever happens to tickets and to the events that tell of it."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.statistics.counters import CITY, NOW, Contribution, Key, Place, difference, stages
from chalicelib.flow.ports.statistics import CountersChanged
from tests.support import factory
from tests.support.counter_recount import MemoryCounters, recount
from tests.support.memory_world import Crash, FaultInjector, FaultyPort, a_world, pump
from tests.support.property_examples import examples
from tests.unit.domain.transitions.test_any_sequence import Story, steps


def a_counting(world, counters=None, faults=None):
    counters = counters or MemoryCounters()
    faults = faults or FaultInjector()
    port, tickets = FaultyPort("counters", counters, faults), FaultyPort("tickets", world.tickets, faults)
    return counters, world.using(tickets=tickets, counters=port).counting()


def totals(counters):
    """Every counter of the generation that is read."""
    return counters.all_of(counters.now.current)


@settings(max_examples=examples(150), deadline=None)
@given(steps=steps, seed=st.integers(0, 2**16))
def test_counters_equal_a_recount_after_any_journey_with_events_doubled_shuffled_and_late(steps, seed):
    chance, story = Random(seed), Story(validation=False)
    counters, counting = a_counting(story.world)
    waiting, read = [], 0
    for step in steps:
        story.take(step)
        stream = story.world.tickets.stream
        waiting += [event for event in stream[read:] for _ in range(chance.choice([1, 1, 2]))]
        read = len(stream)
        while waiting and chance.random() < 0.6:
            counting.on_event(waiting.pop(chance.randrange(len(waiting))))
    chance.shuffle(waiting)
    for event in [*waiting, *story.world.tickets.stream]:
        counting.on_event(event)
    assert totals(counters) == recount(story.world.tickets.cases.values(), story.world.city)


@settings(max_examples=examples(60), deadline=None)
@given(steps=steps, when=st.integers(0, 30))
def test_a_rebuild_in_the_middle_of_everything_ends_with_the_same_figures(steps, when):
    story = Story(validation=False)
    counters, counting = a_counting(story.world)
    read = 0
    for number, step in enumerate(steps):
        if number == when:
            counting.count_into(story.number, 0, counters.begin(), [2])
        story.take(step)
        stream = story.world.tickets.stream
        for event in stream[read:]:
            counting.on_event(event)
        read = len(stream)
    if counters.now.building:
        assert counters.all_of(1) == counters.all_of(2)
        counters.switch(2)
    for event in story.world.tickets.stream:
        counting.on_event(event)
    assert totals(counters) == recount(story.world.tickets.cases.values(), story.world.city)


def a_busy_world():
    """Five reports, each with what its rules make of it."""
    world = a_world()
    for number, service in enumerate(["banjir", "banjir", "lampu-jalan", "lainnya", "jalan-desa"]):
        visibility = "confidential" if number == 1 else "public"
        world.intake.submit(factory.a_submission(service=service, visibility=visibility), f"k-{number}", "c-1")
    pump(world)
    return world


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("nth", range(1, 31))
def test_killed_at_any_call_nothing_is_counted_twice_or_lost(nth, after):
    world, faults = a_busy_world(), FaultInjector(nth, Crash, after)
    counters, counting = a_counting(world, faults=faults)
    for event in world.tickets.stream:
        try:
            counting.on_event(event)
        except Crash:
            counting.on_event(event)
    assert faults.struck
    assert totals(counters) == recount(world.tickets.cases.values(), world.city)


def test_two_workers_at_once_count_one_ticket_once():
    world = a_busy_world()
    first, second = world.tickets.stream[:2]
    counters = MemoryCounters()
    _, slow = a_counting(world, counters)
    _, quick = a_counting(world, counters)

    class Interrupted(MemoryCounters):
        def counted(self, ticket):
            record = counters.counted(ticket)
            if not self.surveyed:
                self.surveyed.add("once")
                quick.on_event(second)
            return record

        def count(self, *args):
            counters.count(*args)

    world.using(counters=Interrupted()).counting().on_event(first)
    for event in world.tickets.stream:
        slow.on_event(event)
    assert totals(counters) == recount(world.tickets.cases.values(), world.city)


def test_who_keeps_losing_the_race_leaves_the_event_to_the_queue():
    world = a_busy_world()

    class Contested(MemoryCounters):
        def count(self, after, generation, differences):
            raise CountersChanged(after.ticket)

    with pytest.raises(CountersChanged):
        world.using(counters=Contested()).counting().on_event(world.tickets.stream[0])


def test_an_event_that_is_counted_already_costs_two_small_reads():
    world, faults = a_busy_world(), FaultInjector()
    _, counting = a_counting(world, faults=faults)
    event = world.tickets.stream[0]
    counting.on_event(event)
    faults.calls.clear()
    counting.on_event(event)
    assert faults.calls == ["counters.generations", "counters.counted"]


def test_what_cannot_move_a_figure_reads_nothing():
    world, faults = a_busy_world(), FaultInjector()
    _, counting = a_counting(world, faults=faults)
    counting.on_event(factory.an_event("room.written", data={"opd": "", "mentions": []}))
    assert faults.calls == []


def test_a_ticket_for_every_opd_is_counted_in_several_transactions_with_the_same_result():
    many = {Key("2026-11", f"opd:{n}", "given"): 1 for n in range(200)} | {Key(NOW, CITY, "open"): 1}
    after, seen = Contribution("99.01.01", many), Contribution()
    total = {}
    for stage in stages(Contribution(), after, 90):
        changed = difference(seen, stage)
        assert len(changed) <= 90
        total |= changed
        seen = stage
    assert seen == after
    assert total == difference(Contribution(), after)


def test_a_ticket_that_turns_out_to_be_elsewhere_leaves_the_old_place():
    before = Contribution("99.01.01", {Key("2026-11", CITY, "n"): 1})
    after = Contribution("99.01.02", {Key("2026-11", CITY, "n"): 1})
    found = {}
    seen = before
    for stage in stages(before, after, 90):
        for place, counts in difference(seen, stage).items():
            found[place] = found.get(place, 0) + counts["n"]
        seen = stage
    assert {place: count for place, count in found.items() if count} == {
        Place("2026-11", "99.01.01", CITY): -1,
        Place("2026-11", "99.01.02", CITY): 1,
    }


def test_a_confidential_report_counts_in_totals_and_nowhere_that_would_tell_what_or_where():
    world = a_world()
    world.intake.submit(factory.a_submission(service="banjir", visibility="confidential"), "k-1", "c-1")
    pump(world)
    counters, counting = a_counting(world)
    for event in world.tickets.stream:
        counting.on_event(event)
    figures = counters.all_of(1)
    assert figures[Place("2026-11", "all", CITY), "n"] == 1
    assert {place.scope for place, _ in figures} == {"all"}
    assert figures[Place("2026-11", "all", "service"), "confidential"] == 1
    assert figures[Place("2026-11", "all", "area"), "confidential"] == 1
    assert not [name for _, name in figures if "banjir" in name or "99.01" in name]
