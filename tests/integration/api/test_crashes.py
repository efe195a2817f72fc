"""A worker may be killed before or after any of its calls to AWS: the next try finishes the work."""

import json
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest

from chalicelib import wiring
from chalicelib.adapters.aws import clients as aws
from chalicelib.flow.notifications.notices import LEASE
from tests.support.stage.stage_world import a_body


class Killed(BaseException):
    """The process is gone: nothing in it gets to react."""


@contextmanager
def killed(call, moment):
    """Die before (`before-call`) or after (`after-call`) the call with this number, counted from 1."""
    calls = []

    def die(model, **_):
        calls.append(model.name)
        if len(calls) == call:
            raise Killed

    clients = [aws.client(service) for service in aws.SERVICES]
    for client in clients:
        client.meta.events.register(moment, die)
    try:
        with suppress(Killed):
            yield calls
    finally:
        for client in clients:
            client.meta.events.unregister(moment, die)


@pytest.fixture(scope="module")
def dishub(world):
    return world.inbox("opd-dishub")


@pytest.fixture
def later(world, monkeypatch):
    """When the message is visible again, the dead worker's right to send is over."""

    def wait():
        now = wiring.now()
        monkeypatch.setattr(wiring.ports, "clock", lambda: now + LEASE + timedelta(seconds=1))

    return wait


MOMENTS = [(moment, call) for call in (1, 2) for moment in ("before-call", "after-call")]


@pytest.mark.parametrize(("moment", "call"), MOMENTS)
def test_a_router_that_dies_leaves_a_ticket_that_the_next_one_routes_once(world, moment, call):
    ticket, _ = world.report(a_body(service="banjir"))
    message = world.stream_record(ticket["id"])
    with killed(call, moment) as calls:
        world.work("routing", message)
    assert len(calls) == call, "the worker made fewer calls than the test thinks"
    for _ in range(2):
        world.work("routing", message)
    shown = world.get(f"/v1/tickets/{ticket['id']}").json_body
    assert [event["type"] for event in shown["timeline"]] == ["ticket.received", "ticket.dispatched"]
    assert [assignment["opd"] for assignment in shown["assignments"]].count("BPBD") == 1


CALLS = ["Query", "UpdateItem", "Publish", "UpdateItem"]


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
@pytest.mark.parametrize("call", range(1, len(CALLS) + 1))
def test_a_sender_that_dies_loses_no_notice(world, dishub, later, moment, call):
    wiring.site()  # read once in a container
    ticket, _ = world.report(a_body())
    world.work("routing", world.stream_record(ticket["id"]))
    message = world.stream_record(ticket["id"], 2)
    with killed(call, moment) as calls:
        world.work("notices", message)
    assert calls == CALLS[:call]
    later()
    for _ in range(2):
        world.work("notices", message)
    notices = [json.loads(envelope["Message"])["notice"] for envelope in dishub()]
    assert set(notices) == {f"{ticket['id']}/2/DISHUB"}
    died_between_sending_and_noting = (moment, call) in {("after-call", 3), ("before-call", 4)}
    assert len(notices) == (2 if died_between_sending_and_noting else 1)
    (line,) = wiring.ledger().of(ticket["id"])
    assert line.state == "sent"
