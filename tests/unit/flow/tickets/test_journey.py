"""From the form to the OPDs' notices, on fakes: nothing is lost, and nothing is sent twice without need."""

from random import Random

import pytest

from chalicelib.domain import events
from chalicelib.domain.routing.rules import Guess, Guesses
from tests.support import factory
from tests.support.memory_world import Crash, FaultInjector, Outage, a_world, pump

FLOOD = {"service": "banjir"}
UNCLEAR = {"service": "lainnya"}


def submit(world, key="k-1", **report):
    """A citizen who tries again with the same form until an answer comes."""
    for _ in range(3):
        try:
            return world.intake.submit(factory.a_submission(contact=factory.CONTACT, **report), key, "c-1").ticket.id
        except (Crash, Outage):
            continue
    raise AssertionError("the citizen gave up")


def audiences(world):
    return sorted(notice.audience for notice in world.notice_publisher.out)


def test_a_flood_reaches_every_opd_that_has_an_assignment_in_it():
    world = a_world()
    submit(world, **FLOOD)
    assert pump(world) == []
    assert audiences(world) == ["BPBD", "DINSOS", "DPUTR"]
    assert world.meter.counts == {"TicketsReceived": 1, "TicketsDispatched": 1, "NoticesSent": 3}


def test_an_unclear_report_reaches_the_coordinator():
    world = a_world()
    number = submit(world, **UNCLEAR)
    assert pump(world) == []
    assert audiences(world) == ["coordinator"]
    assert [event.type for event in world.tickets.get(number).events] == [
        events.TicketReceived.type,
        events.TicketUnroutable.type,
    ]
    assert world.meter.counts == {"TicketsReceived": 1, "TicketsUnroutable": 1, "NoticesSent": 1}


def test_a_report_that_reads_clearly_goes_to_its_opd_at_once():
    world = a_world(guesser=lambda _: Guesses((Guess("pohon", "DLH", 0.9),), confident=True))
    submit(world, **UNCLEAR)
    assert pump(world) == []
    assert audiences(world) == ["DLH"]


@pytest.mark.parametrize("seed", range(30))
def test_events_doubled_and_shuffled_change_nothing(seed):
    world = a_world()
    numbers = [submit(world, f"k-{n}", **report) for n, report in enumerate([FLOOD, UNCLEAR, {}])]
    assert pump(world, copies=3, order=Random(seed)) == []
    assert set(world.notice_publisher.counts.values()) == {1}
    assert audiences(world) == ["BPBD", "DINSOS", "DISHUB", "DPUTR", "coordinator"]
    assert [len(world.tickets.get(number).events) for number in numbers] == [2, 2, 2]


def calls_of_a_journey(report):
    world = a_world()
    submit(world, **report)
    pump(world)
    return len(world.faults.calls)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("kind", [Crash, Outage])
@pytest.mark.parametrize("report", [FLOOD, UNCLEAR], ids=["flood", "unclear"])
def test_a_crash_at_any_call_loses_nothing(report, kind, after):
    calls = calls_of_a_journey(report)
    assert calls > 12
    repeats = 0
    for nth in range(1, calls + 1):
        faults = FaultInjector(nth, kind, after)
        world = a_world(faults)
        number = submit(world, **report)
        assert pump(world) == []
        assert faults.struck
        repeats += check(world, number, faults)
    assert repeats, "no crash fell between sending and noting: the test looks at too little"


@pytest.mark.parametrize("seed", range(100))
def test_a_crash_among_doubled_and_shuffled_events_loses_nothing(seed):
    chance = Random(seed)
    faults = FaultInjector(chance.randrange(1, 30), chance.choice([Crash, Outage]), chance.choice([False, True]))
    world = a_world(faults)
    numbers = [submit(world, f"k-{n}", **report) for n, report in enumerate([FLOOD, UNCLEAR])]
    assert pump(world, copies=2, order=chance) == []
    repeats = sum(world.notice_publisher.counts.values()) - len(world.notice_publisher.counts)
    assert repeats == faults.fell_between_sending_and_noting
    assert len(world.notice_publisher.counts) == 4
    assert {line.state for number in numbers for line in world.ledger.of(number)} == {"sent"}


def check(world, number, faults):
    """The ticket is where it belongs, and each notice went out once; twice only where nobody could know better."""
    assert list(world.tickets.cases) == [number]
    case = world.tickets.get(number)
    second = events.TicketDispatched.type if case.ticket.assignments else events.TicketUnroutable.type
    assert [event.type for event in case.events] == [events.TicketReceived.type, second]
    expected = {assignment.opd for assignment in case.ticket.assignments} or {"coordinator"}
    assert set(world.notice_publisher.counts) == {f"{number}/2/{audience}" for audience in expected}
    assert {line.state for line in world.ledger.of(number)} == {"sent"}
    repeated = sum(world.notice_publisher.counts.values()) - len(expected)
    assert repeated == faults.fell_between_sending_and_noting
    return repeated


def test_a_channel_that_stays_down_ends_as_a_dead_letter_and_stops_nobody_else():
    world = a_world()
    world.notice_publisher.refuses = {"DPUTR"}
    number = submit(world, **FLOOD)
    dead = pump(world)
    assert [letter.event.type for letter in dead] == [events.TicketDispatched.type]
    assert audiences(world) == ["BPBD", "DINSOS"]
    states = {line.audience: (line.state, line.reason) for line in world.ledger.of(number)}
    assert states == {"BPBD": ("sent", ""), "DINSOS": ("sent", ""), "DPUTR": ("failed", "NotFound")}


def test_a_redriven_dead_letter_sends_only_what_is_missing():
    world = a_world()
    world.notice_publisher.refuses = {"DPUTR"}
    submit(world, **FLOOD)
    (letter,) = pump(world)
    world.notice_publisher.refuses = set()
    assert letter.is_done()
    assert audiences(world) == ["BPBD", "DINSOS", "DPUTR"]
    assert world.meter.counts["NoticesSent"] == 3
