"""Leaders see what each OPD has in hand, and what is late the longest."""

from datetime import timedelta

import pytest

from chalicelib.domain.errors import NotAllowed
from chalicelib.domain.told import Told
from tests.factory import a_submission, an_actor, an_officer
from tests.world import a_world, pump

LEADER = an_actor("leader")


@pytest.fixture
def world():
    return a_world()


def reported(world, key, **report):
    number = world.intake.submit(a_submission(**report), key * 20, "c-1").ticket.id
    pump(world)
    return number


def test_each_opd_stands_with_what_it_has_in_hand_and_the_worst_first(world):
    first = reported(world, "a")
    world.clock.forward(days=1)
    second = reported(world, "b")
    asked = reported(world, "c")
    world.work.on_ticket(asked, "ask", an_officer(), Told(text="Tiang yang mana?"))
    seen = world.overview.now(LEADER)
    load = seen.loads[0]
    assert (load.opd, load.open, load.late, load.waiting, load.more) == ("DISHUB", 3, 0, 1, False)
    assert seen.worst == ()
    world.clock.forward(days=60)
    seen = world.overview.now(LEADER)
    assert (seen.loads[0].late, seen.loads[0].due_soon) == (2, 0)
    assert [late.line.ticket for late in seen.worst] == [first, second]
    assert [late.opd for late in seen.worst] == ["DISHUB"] * 2


def test_what_is_due_soon_is_counted(world):
    number = reported(world, "a")
    due = world.tickets.get(number).ticket.assignments[0].due
    world.clock.now = due - timedelta(hours=1)
    assert world.overview.now(LEADER).loads[0].due_soon == 1


def test_every_opd_of_the_city_is_there_and_no_institution_outside(world):
    opds = world.city.catalogue.opds
    assert {load.opd for load in world.overview.now(LEADER).loads} == {c for c, o in opds.items() if not o.is_external}


def test_officers_do_not_see_each_others_loads(world):
    with pytest.raises(NotAllowed):
        world.overview.now(an_officer())
