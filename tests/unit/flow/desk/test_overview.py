"""Leaders see what each OPD has in hand, and what is late the longest."""

from dataclasses import dataclass, field

import pytest

from chalicelib.domain.errors import NotAllowed
from chalicelib.domain.statistics.counters import Generations
from chalicelib.domain.transitions.step_input import StepInput
from chalicelib.flow.desk.overview import WORST, Load
from tests.support.factory import a_submission, an_actor, an_officer
from tests.support.memory_world import a_world, pump

LEADER = an_actor("leader")


@dataclass
class Counted:
    """Counters that stand still."""

    counts: dict = field(default_factory=dict)

    def generations(self):
        return Generations()

    def figures(self, generation, period, scope):
        assert (generation, period, scope) == (Generations().current, "now", "all")
        return self.counts


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def overview(world):
    """Given the counters' word on DISHUB."""
    return lambda **dishub: world.overview(Counted({"opd:DISHUB": dishub})).read(LEADER)


def reported(world, key, **report):
    number = world.intake.submit(a_submission(**report), key * 20, "c-1").ticket.id
    pump(world)
    return number


def test_each_opd_stands_with_what_it_has_in_hand_and_the_worst_first(overview):
    seen = overview(open=7, late=2, soon=1, waiting=3)
    assert seen.loads[0] == Load("DISHUB", open=7, late=2, due_soon=1, waiting=3)
    assert {(load.open, load.late) for load in seen.loads[1:]} == {(0, 0)}


def test_what_is_late_the_longest_comes_first_and_what_waits_is_not_late(world, overview):
    first = reported(world, "a")
    world.clock.forward(days=1)
    second, asked = reported(world, "b"), reported(world, "c")
    world.staff_actions.take("ask", asked, an_officer(), StepInput(text="Tiang yang mana?"))
    world.clock.forward(days=60)
    worst = overview(open=3, late=2).worst
    assert [(late.opd, late.line.ticket) for late in worst] == [("DISHUB", first), ("DISHUB", second)]


def test_only_opds_that_are_late_with_something_are_asked_and_for_few_lines(world, overview):
    for n in range(3):
        reported(world, str(n))
    world.clock.forward(days=60)
    world.faults.calls.clear()
    assert overview(open=3, late=0).worst == ()
    assert "tickets.inbox" not in world.faults.calls
    overview(open=3, late=3)
    assert world.faults.calls.count("tickets.inbox") == 1
    assert WORST <= 10


def test_every_opd_of_the_city_is_there_and_no_institution_outside(world, overview):
    opds = world.city.catalogue.opds
    assert {load.opd for load in overview().loads} == {c for c, o in opds.items() if not o.is_external}


def test_officers_do_not_see_each_others_loads(world):
    with pytest.raises(NotAllowed):
        world.overview(Counted()).read(an_officer())
