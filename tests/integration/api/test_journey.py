"""The whole way: from the POST to the OPD's queue, on a good day and on bad ones."""

import io
import json
import logging
from contextlib import redirect_stdout

import pytest

from chalicelib import names, telemetry
from chalicelib.adapters.queues.sqs_batch import RecordsFailed
from tests.support.stage.stage_world import a_body

WHO = {"name": "Siti Aminah", "phone": "081234567890", "email": "siti@warga.example"}
IDENTITY = ("Siti", "Aminah", "81234567890", "warga.example")
TEXT = "Lampu di tikungan makam padam, warga takut lewat."


@pytest.fixture(scope="module")
def boxes(world):
    topics = ("opd-dishub", "opd-bpbd", "opd-dputr", "opd-dinsos", "coordinator")
    return {topic: world.inbox(topic) for topic in topics}


@pytest.fixture(autouse=True)
def nothing_waits(world, boxes):
    """Each test begins with empty queues."""
    world.pump()
    for box in boxes.values():
        box()
    world.failures.clear()


def received(boxes):
    """Notice ids by topic, of what came since."""
    return {topic: [json.loads(e["Message"])["notice"] for e in box()] for topic, box in boxes.items()}


def test_a_dead_lamp_reaches_dishub_and_nobody_else(world, boxes):
    ticket, _ = world.report(a_body())
    world.pump()
    assert received(boxes) == {
        "opd-dishub": [f"{ticket['id']}/2/DISHUB"], "opd-bpbd": [], "opd-dputr": [], "opd-dinsos": [], "coordinator": [],
    }  # fmt: skip
    assert world.failures == []


def test_a_flood_reaches_every_opd_that_has_an_assignment(world, boxes):
    ticket, _ = world.report(a_body(service="banjir"))
    world.pump()
    got = received(boxes)
    for opd in ("bpbd", "dputr", "dinsos"):
        assert got[f"opd-{opd}"] == [f"{ticket['id']}/2/{opd.upper()}"]
    assert got["coordinator"] == []


def test_what_rules_cannot_decide_reaches_the_coordinator(world, boxes):
    ticket, _ = world.report(a_body(service="jalan-rusak", attributes={"pemilik": "nasional"}))
    world.pump()
    got = received(boxes)
    assert got["coordinator"] == [f"{ticket['id']}/2/coordinator"]
    assert got["opd-dputr"] == []


@pytest.mark.parametrize("seed", range(5))
def test_twice_and_out_of_order_every_opd_still_hears_of_every_report_once(world, boxes, seed):
    bodies = [
        a_body(),
        a_body(service="banjir"),
        a_body(),
        a_body(service="jalan-rusak", attributes={"pemilik": "desa"}),
    ]
    numbers = [world.report(body)[0]["id"] for body in bodies]
    world.pump(disorder=seed)
    got = received(boxes)
    assert sorted(got["opd-dishub"]) == sorted(f"{number}/2/DISHUB" for number in (numbers[0], numbers[2]))
    assert got["opd-bpbd"] == [f"{numbers[1]}/2/BPBD"]
    for number in numbers:
        history = world.get(f"/v1/tickets/{number}").json_body["timeline"]
        assert [event["type"] for event in history] == ["ticket.received", "ticket.dispatched"]


@pytest.mark.parametrize("visibility", ["public", "anonymous", "confidential"])
def test_who_reported_is_in_no_answer_event_message_or_log(world, boxes, visibility):
    log = io.StringIO()
    telemetry.logger.debug("made")
    handlers = logging.getLogger(names.APP).handlers
    before = [handler.setStream(log) for handler in handlers]
    with redirect_stdout(log):
        ticket, secret = world.report(a_body(description=TEXT, visibility=visibility, contact=WHO))
        world.pump()
        answers = [world.get(f"/v1/tickets/{ticket['id']}", ticket_secret=secret).body.decode(), json.dumps(ticket)]
    for handler, stream in zip(handlers, before, strict=True):
        handler.setStream(stream)
    events = json.dumps([item for item in world.items(ticket["id"]) if item["sk"]["S"].startswith("event#")])
    messages = json.dumps([box() for box in boxes.values()])
    assert ticket["id"] in events
    assert ticket["id"] in messages
    assert ticket["id"] in log.getvalue()
    for text in (*answers, events, messages, log.getvalue()):
        for word in IDENTITY:
            assert word not in text
    for text in (events, log.getvalue()):
        assert TEXT not in text
        assert secret not in text
    if visibility == "confidential":
        assert TEXT not in messages


def test_the_correlation_id_goes_from_the_answer_to_the_notice(world, boxes):
    answer = world.post("/v1/tickets", a_body())
    world.pump()
    (envelope,) = boxes["opd-dishub"]()
    correlation = answer.headers["X-Correlation-Id"]
    assert json.loads(envelope["Message"])["correlation"] == correlation
    assert envelope["MessageAttributes"]["correlation"]["Value"] == correlation


def test_a_notice_leads_to_the_tickets_page(world, boxes):
    ticket, _ = world.report(a_body())
    world.pump()
    (envelope,) = boxes["opd-dishub"]()
    assert json.loads(envelope["Message"])["url"] == f"https://lapor.example/laporan/{ticket['id']}"


BROKEN = {
    "no JSON": "%%%",
    "a list": "[]",
    "no record": "{}",
    "no keys": '{"eventName": "INSERT", "dynamodb": {}}',
    "an event without its fields": json.dumps(
        {
            "eventName": "INSERT",
            "dynamodb": {"Keys": {"pk": {"S": "x"}, "sk": {"S": "event#00001"}}, "NewImage": {"pk": {"S": "x"}}},
        }
    ),
}


@pytest.mark.parametrize("queue", names.QUEUES)
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_message_fails_alone(world, boxes, queue, broken):
    ticket, _ = world.report(a_body())
    if queue != "routing":
        world.work("routing", world.stream_record(ticket["id"]))
    good = world.stream_record(ticket["id"], 1 if queue == "routing" else 2)
    with pytest.raises(RecordsFailed):
        world.work(queue, broken, good)
    assert world.get(f"/v1/tickets/{ticket['id']}").json_body["status"] == "dispatched"
    if queue == "notices":
        assert received(boxes)["opd-dishub"] == [f"{ticket['id']}/2/DISHUB"]


@pytest.mark.parametrize("queue", names.QUEUES)
def test_what_is_no_new_event_is_passed_over(world, queue):
    ticket, _ = world.report(a_body())
    changed = world.stream_record(ticket["id"], eventName="MODIFY")
    keys = {"pk": {"S": ticket["id"]}, "sk": {"S": "ticket"}}
    item = json.dumps({"eventName": "INSERT", "dynamodb": {"Keys": keys, "NewImage": keys}})
    world.work(queue, changed, item)
    assert world.get(f"/v1/tickets/{ticket['id']}").json_body["status"] == "received"
