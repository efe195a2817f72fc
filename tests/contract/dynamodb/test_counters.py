"""Counters, surveys and their generations: the fake and DynamoDB keep the same promises."""

from types import SimpleNamespace

import pytest

from benchmarks.capacity import write_units
from chalicelib.adapters.dynamodb import keys
from chalicelib.adapters.dynamodb.stores.counter_rebuild import TableCounterRebuild
from chalicelib.adapters.dynamodb.stores.counters import TableCounters
from chalicelib.adapters.dynamodb.stores.surveys import TableSurveys
from chalicelib.domain.statistics.counters import (
    ALL,
    CITY,
    EMPTY,
    Contribution,
    Generations,
    Key,
    Share,
    difference,
)
from chalicelib.domain.statistics.satisfaction_index import ELEMENTS
from chalicelib.domain.statistics.survey import Questionnaire
from chalicelib.flow.ports.statistics import AnsweredAlready, CountersChanged
from tests.contract.queues.test_crashes import Killed
from tests.support.counter_recount import MemoryCounters, recount
from tests.support.factory import a_dispatch, an_opening
from tests.support.memory_world import using

MONTH = "2026-11"
WARD = "99.01.01"


@pytest.fixture(params=["fake", "real"])
def store(request):
    """Counters, surveys and rebuilding on one storage."""
    if request.param == "fake":
        fake = MemoryCounters(numbers=lambda: iter(()))
        return SimpleNamespace(counters=fake, surveys=fake, rebuilding=fake)
    request.getfixturevalue("stage")
    return SimpleNamespace(counters=TableCounters(), surveys=TableSurveys(), rebuilding=TableCounterRebuild())


def a_contribution(**counts):
    return Contribution(WARD, {Key(MONTH, CITY, name): count for name, count in counts.items()})


def counted(store, ticket, contribution, *, sequence=1, generation=1):
    before = store.counters.counted(ticket)
    after = before.with_share(generation, Share(contribution, sequence), 1)
    store.counters.count(after, generation, difference(before.share(generation).contribution, contribution))
    return after


def questionnaire(answer=3, opd="DISHUB"):
    return Questionnaire(MONTH, opd, dict.fromkeys(ELEMENTS, answer))


def test_what_was_counted_stands_in_the_counters_of_the_city_and_of_the_kecamatan(store, seed):
    counted(store, seed(), a_contribution(n=1, done=2))
    assert store.counters.figures(1, MONTH, ALL) == {CITY: {"n": 1, "done": 2}}
    assert store.counters.figures(1, MONTH, WARD) == {CITY: {"n": 1, "done": 2}}
    assert store.counters.figures(1, "2026-10", ALL) == {}


def test_what_is_noted_about_a_ticket_comes_back_as_it_was(store, seed):
    noted = counted(store, seed(), a_contribution(n=1), sequence=7)
    assert store.counters.counted(seed()) == noted
    assert noted.covers(7, [1])
    assert not noted.covers(8, [1])
    assert not noted.covers(7, [1, 2])


def test_tickets_add_up_and_a_difference_takes_away(store, seed):
    for name in "abcdefgh":
        counted(store, seed(name), a_contribution(n=1, open=1))
    counted(store, seed("a"), a_contribution(n=1), sequence=2)
    figures = store.counters.figures(1, MONTH, ALL)[CITY]
    assert (figures["n"], figures["open"]) == (8, 7)


def test_of_two_that_count_from_the_same_note_one_has_to_read_again(store, seed):
    before = store.counters.counted(seed())
    first = before.with_share(1, Share(a_contribution(n=1), 1), 1)
    store.counters.count(first, 1, difference(EMPTY, a_contribution(n=1)))
    with pytest.raises(CountersChanged):
        store.counters.count(first, 1, difference(EMPTY, a_contribution(n=1)))
    assert store.counters.figures(1, MONTH, ALL)[CITY]["n"] == 1


def test_a_survey_is_answered_once_for_a_ticket(store, seed):
    store.surveys.add(seed(), questionnaire(4), Generations())
    with pytest.raises(AnsweredAlready):
        store.surveys.add(seed(), questionnaire(1), Generations())
    figures = store.counters.figures(1, MONTH, ALL)
    assert figures[CITY]["ikm:answers"] == figures["opd:DISHUB"]["ikm:answers"] == 1
    assert figures[CITY]["ikm:conduct"] == 4


def test_a_survey_answered_while_a_rebuild_begins_is_told_to_read_again(store, seed):
    store.rebuilding.begin()
    with pytest.raises(CountersChanged):
        store.surveys.add(seed(), questionnaire(), Generations())
    store.surveys.add(seed(), questionnaire(), store.counters.generations())
    assert store.rebuilding.recount_surveys(2) == 1
    assert store.counters.figures(2, MONTH, ALL)[CITY]["ikm:answers"] == 1


def test_surveys_of_before_are_counted_into_the_new_generation_once(store, seed):
    store.surveys.add(seed(), questionnaire(2), Generations())
    store.rebuilding.begin()
    store.rebuilding.recount_surveys(2)
    store.rebuilding.recount_surveys(2)
    assert store.counters.figures(2, MONTH, ALL) == store.counters.figures(1, MONTH, ALL)


def test_a_rebuild_that_was_begun_goes_on_and_the_switch_is_made_once(store):
    assert store.rebuilding.begin() == store.rebuilding.begin() == Generations(1, 2)
    store.rebuilding.switch(2)
    assert store.counters.generations() == Generations(2)
    with pytest.raises(CountersChanged):
        store.rebuilding.switch(2)
    assert store.rebuilding.begin() == Generations(2, 3)


def test_what_generations_before_the_last_have_counted_is_deleted(store, seed):
    for generation in (1, 2, 3):
        for name in "abc":
            counted(store, seed(name), a_contribution(n=1), generation=generation)
    assert store.rebuilding.forget(1) == 0
    assert store.rebuilding.forget(3) > 0
    assert [store.counters.figures(each, MONTH, scope) for each in (1, 2) for scope in (ALL, WARD)] == [{}] * 4
    assert store.counters.figures(3, MONTH, ALL) == store.counters.figures(3, MONTH, WARD) == {CITY: {"n": 3}}
    assert store.rebuilding.forget(3) == 0


def test_the_third_rebuild_deletes_what_the_first_had_left(counting, table_tickets, seed):
    for event in two_reports(table_tickets, seed):
        counting.on_event(event)
    forgotten = [list(a_rebuild(counting).run())[-1].forgotten for _ in range(2)]
    assert (forgotten[0], forgotten[1] > 0) == (0, True)
    assert all_figures(1) == {}
    assert all_figures(3) == all_figures(2) != {}


@pytest.fixture
def counting(table_tickets):
    return using(tickets=table_tickets, counters=TableCounters()).counting()


def a_rebuild(counting):
    made = using(
        city=counting.city, tickets=counting.tickets, counters=counting.counters, rebuilding=TableCounterRebuild()
    )
    return made.counter_rebuild()


def cells(city, tickets, numbers):
    return recount([tickets.get(number) for number in numbers], city)


def all_figures(generation, scopes=(ALL, WARD)):
    """Every counter that is not zero, as `recount` has it, of the periods that the tests use."""
    found = {}
    for period in (MONTH, "now"):
        for scope in scopes:
            for subject, counts in TableCounters().figures(generation, period, scope).items():
                found |= {((period, scope, subject), name): count for name, count in counts.items() if count}
    return found


def two_reports(tickets, seed):
    """A report that went to two OPDs, and one that nobody has yet; the events of both."""
    first, second = an_opening(seed=seed("1")), an_opening(seed=seed("2"))
    tickets.add(first)
    tickets.add(second)
    change = a_dispatch(first.ticket, "DISHUB", "DPUTR")
    tickets.save(change)
    return [first.event, *change.events, second.event]


CALLS_OF_A_JOURNEY = 10


def test_counting_costs_three_reads_and_a_transaction_or_two_reads(counting, table_tickets, wire, seed):
    events = two_reports(table_tickets, seed)
    wire.forget()
    for event in events:
        counting.on_event(event)
    once = ["GetItem", "GetItem", "Query", "TransactWriteItems"]
    assert wire.operations == [*once, "GetItem", "GetItem", *once]
    assert len(wire.operations) == CALLS_OF_A_JOURNEY


@pytest.fixture(params=[(call, moment) for call in range(1, CALLS_OF_A_JOURNEY + 1) for moment in ("before", "after")])
def death(request):
    """At which call the worker dies, before or after AWS has done its part."""
    return request.param


def test_killed_at_any_call_the_figures_are_those_of_a_recount(counting, table_tickets, wire, seed, death):
    (call, moment), events, killed = death, two_reports(table_tickets, seed), []
    wire.forget()

    def maybe(_):
        if len(wire.calls) == call and not killed:
            killed.append(call)
            raise Killed

    setattr(wire, moment, maybe)
    for event in events:
        try:
            counting.on_event(event)
        except Killed:
            counting.on_event(event)
    assert killed
    assert all_figures(1) == cells(counting.city, table_tickets, {event.ticket for event in events})


def test_a_rebuild_while_events_come_in_ends_with_the_same_figures(counting, table_tickets, seed):
    events = two_reports(table_tickets, seed)
    for event in events[:2]:
        counting.on_event(event)
    rebuild = a_rebuild(counting)
    steps = rebuild.run()
    next(steps)
    counting.on_event(events[2])
    forgotten = list(steps)
    assert forgotten[-1].finished
    assert forgotten[-1].tickets == 2
    assert TableCounters().generations() == Generations(2)
    expected = cells(counting.city, table_tickets, {event.ticket for event in events})
    assert all_figures(2) == all_figures(1) == expected
    for event in events:
        counting.on_event(event)
    assert all_figures(2) == expected


def test_a_rebuild_puts_right_what_was_wrong(counting, table_tickets, seed, stage):
    events = two_reports(table_tickets, seed)
    for event in events:
        counting.on_event(event)
    TableCounters().count(
        TableCounters().counted("X").with_share(1, Share(), 1), 1, difference(EMPTY, a_contribution(n=100))
    )
    list(a_rebuild(counting).run())
    assert all_figures(2) == cells(counting.city, table_tickets, {event.ticket for event in events})


def test_a_months_figures_are_one_query_whatever_there_is(counting, table_tickets, wire, seed):
    for n in range(20):
        opening = an_opening(seed=seed(n))
        table_tickets.add(opening)
        counting.on_event(opening.event)
    wire.forget()
    figures = TableCounters().figures(1, MONTH, ALL)
    assert wire.operations == ["Query"]
    assert figures[CITY]["n"] == 20


def test_counting_a_report_costs_this_many_write_units(counting, table_tickets, wire, seed):
    events = two_reports(table_tickets, seed)
    counting.on_event(events[0])
    written = [
        each
        for call in wire.calls
        if call.operation == "TransactWriteItems"
        for each in call.parameters["TransactItems"]
    ]
    note = next(
        each["Put"]["Item"] for each in written if each.get("Put", {}).get("Item", {}).get("sk") == {"S": keys.COUNTED}
    )
    assert write_units([note], []) <= 4
    additions = [each for each in written if "Update" in each and each["Update"]["Key"]["pk"]["S"].startswith("count#")]
    assert (
        len(additions) == 16
    )  # two scopes of: city, service, area or village, two OPDs; and three of what is open now
