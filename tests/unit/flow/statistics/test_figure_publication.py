"""Figures are published once a night, whole or not at all, and say nothing of single confidential reports."""

from datetime import timedelta

import pytest

from chalicelib.domain.statistics.counters import CITY, OPD
from chalicelib.domain.statistics.disclosure_control import Mask
from chalicelib.domain.statistics.figure_publication import NotCountedApart
from tests.support import factory
from tests.support.factory import a_coordinator
from tests.support.memory_world import Crash, FaultInjector, FaultyPort, a_world, pump

NOVEMBER, DECEMBER = "2026-11", "2026-12"


def a_city(reports=8, confidential=0):
    """Reports of street lights, counted."""
    world = a_world()
    for number in range(reports):
        submit(world, number, "public")
    for number in range(confidential):
        submit(world, number, "confidential")
    count(world)
    return world


def submit(world, number, visibility):
    report = factory.a_submission(service="lampu-jalan", visibility=visibility)
    world.intake.submit(report, f"{visibility}-{number}", "c-1")


def count(world):
    pump(world)
    counting = world.using().counting()
    for event in world.tickets.stream:
        counting.on_event(event)


def publish(world, **ports):
    return world.using(**ports).figure_publication().publish_if_due()


def public(world, month=""):
    return world.using().statistics().month(month)


def received(world, month=NOVEMBER):
    return public(world, month).tables["reports"]["all"]["received"]


def days(world, number):
    """So many days go by."""
    world.clock.forward(days=number)


def test_before_the_first_night_there_is_nothing_to_see():
    statistics = public(a_city())
    assert (statistics.tables, statistics.as_of, statistics.is_exact) == (None, None, False)


def test_the_public_reads_what_was_last_night_and_leaders_what_is_now():
    world = a_city()
    assert publish(world)
    submit(world, 99, "public")
    count(world)
    assert received(world) == 8
    assert world.using().statistics().month(NOVEMBER, actor=a_coordinator()).tables["reports"]["all"]["received"] == 9
    assert not publish(world), "it is the same day"
    days(world, 1)
    assert publish(world)
    assert received(world) == 9
    assert public(world).as_of == world.clock.now


def test_the_night_begins_in_the_citys_zone():
    world = a_city()
    publish(world)
    world.clock.now = world.clock.now.replace(hour=16, minute=59)
    assert not publish(world)
    world.clock.forward(minutes=2)
    assert publish(world)


def test_on_the_first_day_of_a_month_the_month_before_is_shown():
    world = a_city()
    world.clock.now = world.clock.now.replace(month=12, day=1)
    publish(world)
    assert public(world).month.code == NOVEMBER
    days(world, 1)
    publish(world)
    assert public(world).month.code == DECEMBER


def test_a_clock_that_ran_ahead_last_night_breaks_no_page():
    world = a_city()
    now = world.clock.now
    days(world, 40)
    publish(world)
    world.clock.now = now
    assert public(world).month.code == NOVEMBER


def test_nobody_sees_a_confidential_report_until_its_month_is_over():
    world = a_city(reports=8)
    publish(world)
    before = public(world, NOVEMBER).tables
    for number in range(6):
        submit(world, number, "confidential")
    count(world)
    days(world, 1)
    publish(world)
    assert public(world, NOVEMBER).tables == before
    world.clock.now = world.clock.now.replace(month=12, day=2)
    publish(world)
    assert received(world) == 14
    opds = public(world, NOVEMBER).tables["opds"]
    assert opds["DISHUB"]["given"] == before["opds"]["DISHUB"]["given"] == 8


def test_fewer_than_five_in_a_month_are_never_seen():
    world = a_city(reports=8, confidential=4)
    world.clock.now = world.clock.now.replace(month=12, day=2)
    publish(world)
    assert received(world) == 8


def test_what_was_released_stays_even_if_one_is_counted_later():
    world = a_city(reports=8, confidential=6)
    world.clock.now = world.clock.now.replace(month=12, day=2)
    publish(world)
    at, world.clock.now = world.clock.now, factory.NOW
    submit(world, 7, "confidential")
    count(world)
    world.clock.now = at + timedelta(days=1)
    publish(world)
    assert received(world) == 14


def test_a_city_that_an_older_release_has_counted_is_not_published():
    world = a_city(reports=8, confidential=1)
    for cell in [cell for cell in world.counters.cells if cell[2] == "~n"]:
        del world.counters.cells[cell]
    with pytest.raises(NotCountedApart):
        publish(world)
    assert public(world).tables is None


@pytest.mark.parametrize("after", [False, True])
def test_killed_at_any_call_the_night_is_published_whole_by_the_next_run(after):
    nth, is_struck = 0, True
    while is_struck:
        nth += 1
        world, faults = a_city(), FaultInjector(nth, Crash, after)
        publish(world)
        submit(world, 99, "public")
        count(world)
        days(world, 1)
        faulty = FaultyPort("published_figures", world.published_figures, faults)
        try:
            publish(world, published_figures=faulty)
        except Crash:
            assert received(world) == (9 if world.published_figures.edition().number == 2 else 8)
            publish(world)
        is_struck = faults.struck
        assert received(world) == 9
        assert public(world).tables["opds"]["DISHUB"]["given"] == 9
    assert nth > 10


def test_a_night_without_news_writes_nothing_but_its_edition():
    world = a_city()
    publish(world)
    days(world, 1)
    faults = FaultInjector()
    publish(world, published_figures=FaultyPort("published_figures", world.published_figures, faults))
    assert "published_figures.put" not in faults.calls
    assert faults.calls[-1] == "published_figures.announce"


def test_two_runs_at_once_publish_one_edition():
    world = a_city()
    publication = world.using().figure_publication()

    class Slow:
        def __getattr__(self, name):
            return getattr(world.published_figures, name)

        def announce(self, edition):
            publication.publish_if_due()
            world.published_figures.announce(edition)

    assert not publish(world, published_figures=Slow())
    assert world.published_figures.edition().number == 1
    assert received(world) == 8


def test_small_figures_stay_masked_in_what_is_published():
    world = a_city(reports=3)
    publish(world)
    assert received(world) == Mask.FEW
    assert public(world).tables["opds"]["DISHUB"]["given"] == Mask.FEW
    stored = world.published_figures.figures(1, NOVEMBER, "all")
    assert (stored[CITY]["n"], stored[f"{OPD}DISHUB"]["given"]) == (3, 3)
