"""A worker that dies between any two of its calls to AWS: the next try ends what it began."""

import json
from datetime import UTC, datetime

import pytest

from chalicelib import wiring
from chalicelib.adapters import aws
from chalicelib.flow.notices import LEASE
from tests.integration.world import a_body

OPDS = ("BPBD", "DPUTR", "DINSOS")
ROUTING = ["Query", "TransactWriteItems"]
ONE_NOTICE = ["UpdateItem", "Publish", "UpdateItem"]  # claim, send, note
NOTICES = ["Query", *ONE_NOTICE * len(OPDS)]

BEFORE_OR_AFTER = pytest.mark.parametrize("after", [False, True], ids=["before", "after"])


class Death(BaseException):
    """Of the process: no `except Exception` sees it."""


class Wire:
    """Counts the calls to AWS and dies at one of them: before it goes out, or after it took effect."""

    def __init__(self):
        self.arm(None)
        for service in aws.SERVICES:
            events = aws.client(service).meta.events
            events.register("before-send", self._before)
            events.register("after-call", self._after)

    def arm(self, dies_at, *, after=False):
        self.calls, self.dies_at, self.after = [], dies_at, after

    def _before(self, event_name, **_):
        self.calls.append(event_name.rpartition(".")[2])
        if len(self.calls) == self.dies_at and not self.after:
            raise Death

    def _after(self, **_):
        if len(self.calls) == self.dies_at and self.after:
            raise Death


class Clock:
    now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture(scope="module")
def clock(world):
    clock = Clock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "now", clock)
        wiring.reset()
        yield clock


@pytest.fixture(scope="module")
def wire(clock):
    wire = Wire()
    wiring.site()  # read once a container, not once an event
    return wire


@pytest.fixture(scope="module")
def boxes(world):
    return {opd: world.inbox(f"opd-{opd.lower()}") for opd in OPDS}


@pytest.fixture
def surroundings(world, wire, clock, boxes):
    return world, wire, clock, boxes


@pytest.fixture
def ticket(world, wire):
    """A new flood report's number."""
    return world.report(a_body(service="banjir"))[0]["id"]


@pytest.fixture
def dispatched(world, ticket):
    work(world, "routing", ticket)
    return ticket


def work(world, queue, number):
    """Hand the event of the ticket that is this queue's business to its function."""
    world.work(queue, world.stream_record(number, {"routing": 1, "notices": 2}[queue]))


def notices(boxes):
    return {opd: [json.loads(envelope["Message"])["notice"] for envelope in box()] for opd, box in boxes.items()}


@BEFORE_OR_AFTER
@pytest.mark.parametrize("nth", range(1, len(ROUTING) + 1))
def test_a_router_that_dies_is_followed_by_one_that_ends_its_work(world, wire, ticket, nth, after):
    wire.arm(nth, after=after)
    with pytest.raises(Death):
        work(world, "routing", ticket)
    assert wire.calls == ROUTING[:nth]
    wire.arm(None)
    work(world, "routing", ticket)
    history = world.get(f"/v1/tickets/{ticket}").json_body
    assert [event["type"] for event in history["timeline"]] == ["ticket.received", "ticket.dispatched"]
    assert {part["opd"] for part in history["assignments"]} == set(OPDS)


@BEFORE_OR_AFTER
@pytest.mark.parametrize("nth", range(1, len(NOTICES) + 1))
def test_a_sender_that_dies_is_followed_by_one_that_sends_what_is_missing(surroundings, dispatched, nth, after):
    world, wire, clock, boxes = surroundings
    wire.arm(nth, after=after)
    with pytest.raises(Death):
        work(world, "notices", dispatched)
    assert wire.calls == NOTICES[:nth]
    wire.arm(None)
    clock.now += LEASE
    work(world, "notices", dispatched)
    got = notices(boxes)
    assert {opd: set(ids) for opd, ids in got.items()} == {opd: {f"{dispatched}/2/{opd}"} for opd in OPDS}
    assert sum(map(len, got.values())) == len(OPDS) + was_sent_but_not_noted(nth, after)
    assert {line.state for line in wiring.ledger().of(dispatched)} == {"sent"}


def was_sent_but_not_noted(nth, after):
    """After one of the `Publish`, or before the call that follows it."""
    return NOTICES[nth - 1 if after else nth - 2] == "Publish"
