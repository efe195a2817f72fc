"""Every audience of an event is told once; what could not be sent is known and tried again."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain.errors import UnknownTicket
from chalicelib.flow.notifications.notices import LEASE
from chalicelib.flow.ports.delivery import BeingSent, Undeliverable
from infra.template import render
from tests.support import factory
from tests.support.memory_world import a_world

ROOT = Path(__file__).parents[4]


def a_world_with(*opds):
    """A world with one ticket that was dispatched to these OPDs, and that event."""
    world = a_world()
    opening = factory.an_opening()
    world.tickets.add(opening)
    world.tickets.save(factory.a_dispatch(opening.ticket, *opds))
    return world, world.tickets.stream[-1]


def states(world):
    return {line.audience: line.state for line in world.ledger.of(factory.a_number())}


def failures(world, event):
    with pytest.raises(ExceptionGroup) as raised:
        world.notices.on_event(event)
    return [type(failure) for failure in raised.value.exceptions]


def test_every_opd_is_told_and_the_ledger_knows():
    world, event = a_world_with("BPBD", "DPUTR")
    world.notices.on_event(event)
    assert [notice.audience for notice in world.notice_publisher.out] == ["BPBD", "DPUTR"]
    assert states(world) == {"BPBD": "sent", "DPUTR": "sent"}
    line = world.ledger.of(event.ticket)[0]
    assert (line.event, line.at, line.tries, line.message_id) == ("ticket.dispatched", factory.NOW, 1, "message-1")
    assert world.meter.counts == {"NoticesSent": 2}


def test_a_repeat_sends_nothing_twice():
    world, event = a_world_with("BPBD", "DPUTR")
    for _ in range(3):
        world.notices.on_event(event)
    assert set(world.notice_publisher.counts.values()) == {1}
    assert world.meter.counts == {"NoticesSent": 2}


def test_one_undeliverable_notice_does_not_stop_the_others():
    world, event = a_world_with("BPBD", "DPUTR", "DINSOS")
    world.notice_publisher.refuses = {"BPBD"}
    assert failures(world, event) == [Undeliverable]
    assert states(world) == {"BPBD": "failed", "DPUTR": "sent", "DINSOS": "sent"}
    assert world.meter.counts == {"NoticesSent": 2, "NoticesFailed": 1}


def test_the_ledger_keeps_the_reason_and_the_tries():
    world, event = a_world_with("BPBD")
    world.notice_publisher.refuses = {"BPBD"}
    failures(world, event)
    failures(world, event)
    (line,) = world.ledger.of(event.ticket)
    assert (line.state, line.reason, line.tries, line.message_id) == ("failed", "NotFound", 2, "")


def test_only_what_is_missing_is_sent_again_at_once():
    world, event = a_world_with("BPBD", "DPUTR")
    world.notice_publisher.refuses = {"BPBD"}
    failures(world, event)
    world.notice_publisher.refuses = set()
    world.notices.on_event(event)
    assert [notice.audience for notice in world.notice_publisher.out] == ["DPUTR", "BPBD"]
    assert states(world) == {"BPBD": "sent", "DPUTR": "sent"}


def claim(world, audience):
    now = world.clock()
    notice = f"{factory.a_number()}/2/{audience}"
    return world.ledger.claim(notice, factory.a_number(), "ticket.dispatched", audience, at=now, until=now + LEASE)


def test_what_another_worker_is_sending_is_left_to_it_but_not_forgotten():
    world, event = a_world_with("BPBD", "DPUTR")
    assert claim(world, "BPBD")
    assert failures(world, event) == [BeingSent]
    assert [notice.audience for notice in world.notice_publisher.out] == ["DPUTR"]


def test_a_second_worker_does_not_send_what_the_first_is_just_sending(monkeypatch):
    world, event = a_world_with("BPBD")
    send = world.notice_publisher.send

    def send_while_another_worker_has_the_same_event(notice):
        world.clock.now += LEASE / 2
        assert failures(world, event) == [BeingSent]
        return send(notice)

    monkeypatch.setattr(world.notice_publisher, "send", send_while_another_worker_has_the_same_event)
    world.notices.on_event(event)
    assert len(world.notice_publisher.out) == 1


def test_the_lease_outlasts_a_worker_and_is_over_when_the_queue_tries_again():
    config = json.loads((ROOT / ".chalice/config.json").read_text(encoding="utf-8"))
    queues = [r["Properties"] for r in render("uji", "pati")["Resources"].values() if r["Type"] == "AWS::SQS::Queue"]
    (visibility,) = (
        q["VisibilityTimeout"] for q in queues if "notices" in str(q["QueueName"]) and "RedrivePolicy" in q
    )
    timeout = config["lambda_functions"]["send_notices"]["lambda_timeout"]
    assert timedelta(seconds=timeout) < LEASE <= timedelta(seconds=visibility)


def test_the_next_try_takes_over_from_a_worker_that_died():
    world, event = a_world_with("BPBD")
    assert claim(world, "BPBD")
    world.clock.now += LEASE
    world.notices.on_event(event)
    assert states(world) == {"BPBD": "sent"}


def test_an_outage_of_one_notice_does_not_stop_the_others(monkeypatch):
    world, event = a_world_with("BPBD", "DPUTR")
    send = world.notice_publisher.send

    def fail_once(notice):
        if notice.audience == "BPBD":
            raise TimeoutError
        return send(notice)

    monkeypatch.setattr(world.notice_publisher, "send", fail_once)
    assert failures(world, event) == [TimeoutError]
    assert states(world) == {"BPBD": "sending", "DPUTR": "sent"}


def test_many_workers_with_the_same_event_send_each_notice_once():
    world, event = a_world_with("BPBD", "DPUTR", "DINSOS")

    def work(_):
        try:
            world.notices.on_event(event)
        except ExceptionGroup as group:
            return {type(failure) for failure in group.exceptions}
        return set()

    with ThreadPoolExecutor(8) as pool:
        troubles = set().union(*pool.map(work, range(40)))
    assert set(world.notice_publisher.counts.values()) == {1}
    assert len(world.notice_publisher.out) == 3
    assert troubles <= {BeingSent}


def test_events_that_concern_nobody_cost_no_call():
    world, _ = a_world_with("BPBD")
    world.notices.on_event(world.tickets.stream[0])
    assert world.faults.calls == []


def test_an_event_of_an_unknown_ticket_fails_visibly():
    world = a_world()
    with pytest.raises(UnknownTicket):
        world.notices.on_event(factory.an_event())


def test_an_event_costs_one_read_and_three_writes_a_notice():
    world, event = a_world_with("BPBD", "DPUTR")
    world.notices.on_event(event)
    one = ["ledger.claim", "notice_publisher.send", "ledger.sent"]
    assert [call for call in world.faults.calls if "." in call] == ["tickets.get", *one, *one]
