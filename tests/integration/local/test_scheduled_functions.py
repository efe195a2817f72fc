"""The functions that run on a schedule, called as EventBridge calls them, on an emulated AWS."""

import json
from datetime import UTC, datetime, time, timedelta
from importlib import import_module

import pytest
from chalice.local import LambdaContext

from chalicelib import names, telemetry, wiring
from chalicelib.adapters.queues.schedule_run import ClockAstray, RunFailed
from chalicelib.domain.city.working_time import ZONES
from infra.local.pump.schedule import _event
from infra.template import render
from tests.integration.infra.test_policies import LAMP, calls, denied
from tests.support.stage.stage_world import client

__all__ = ["calls"]


def call(function, milliseconds=120_000):
    """As Lambda does, with so much time."""
    module = import_module("app")
    return getattr(module, function)(_event(function), LambdaContext(function, 512, max_runtime_ms=milliseconds))


def a_working_morning(days):
    """Ten o'clock of the first working day that is so many days from now, or more."""
    day = datetime.now(ZONES["WIB"]).date() + timedelta(days=days)
    while not wiring.city().calendar.is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(10), ZONES["WIB"]).astimezone(UTC)


@pytest.fixture
def later(monkeypatch):
    """Moves the system's clock to a working morning so many days from now."""

    def move(days):
        at = a_working_morning(days)
        monkeypatch.setattr(wiring.ports, "clock", lambda: at)

    return move


@pytest.fixture
def late(world, later):
    """A ticket that DISHUB has left alone for two months."""
    ticket, _ = world.report(LAMP)
    world.pump()
    later(60)
    return ticket["id"]


def test_the_watch_finds_what_is_late_and_everybody_hears_of_it(world, late):
    inboxes = {each: world.inbox(each) for each in ("opd-dishub", "coordinator", "leaders")}
    call("watch_deadlines")
    world.pump()
    assert any(event.type == "deadline.escalated" for event in wiring.tickets().get(late).events)
    received = {each: [json.loads(envelope["Message"]) for envelope in inbox()] for each, inbox in inboxes.items()}
    levels = {
        each: {notice["deadline"]["level"] for notice in notices if notice["ticket"] == late}
        for each, notices in received.items()
    }
    assert levels == {
        "opd-dishub": {5},
        "coordinator": {5},
        "leaders": {5},
    }


@pytest.mark.usefixtures("late")
@pytest.mark.parametrize("hours", [-60 * 24, -7, 7, 60 * 24])
@pytest.mark.parametrize("function", ["watch_deadlines", "send_digests"])
def test_by_a_clock_that_is_not_the_schedules_nothing_is_judged(calls, monkeypatch, function, hours):
    """Who was not asked again, or archived, by mistake need not be told so."""
    event, right = _event(function), wiring.now()
    monkeypatch.setattr(wiring.ports, "clock", lambda: right + timedelta(hours=hours))
    with calls() as made, pytest.raises(ClockAstray):
        getattr(import_module("app"), function)(event, LambdaContext(function, 512, max_runtime_ms=120_000))
    assert made == []


def test_an_event_that_waited_for_a_throttled_function_is_taken(world, late, monkeypatch):
    event, right = _event("watch_deadlines"), wiring.now()
    monkeypatch.setattr(wiring.ports, "clock", lambda: right + timedelta(hours=5))
    import_module("app").watch_deadlines(event, LambdaContext("watch_deadlines", 512, max_runtime_ms=120_000))
    assert wiring.tickets().get(late).events[-1].type == "deadline.escalated"


@pytest.mark.parametrize("function", ["watch_deadlines", "send_digests"])
@pytest.mark.parametrize("at", ["1970-01-01T00:00:00Z", "2015-11-11T21:29:54Z"])
def test_the_example_of_a_console_or_a_test_is_taken(world, function, at):
    event = {**_event(function), "time": at}
    getattr(import_module("app"), function)(event, LambdaContext(function, 512, max_runtime_ms=120_000))


def test_a_second_run_does_nothing(world, late):
    call("watch_deadlines")
    before = wiring.tickets().get(late).ticket.sequence
    call("watch_deadlines")
    assert wiring.tickets().get(late).ticket.sequence == before


def test_the_scheduled_functions_may_do_what_they_do(world, late, calls):
    with calls() as made:
        call("watch_deadlines")
        assert {"Query", "TransactWriteItems"} <= {operation for _, operation, _ in made}
        assert denied(world, "watch_deadlines", made) == set()
    with calls() as made:
        call("send_digests")
        assert {"Query", "Publish", "UpdateItem", "PutItem"} <= {operation for _, operation, _ in made}
        assert denied(world, "send_digests", made) == set()


def test_the_round_of_the_digests_publishes_the_figures_once_a_night(world, later):
    later(61)
    call("send_digests")
    edition = wiring.ports.published_figures.edition()
    assert edition.at == wiring.now()
    call("send_digests")
    assert wiring.ports.published_figures.edition() == edition
    later(63)
    call("send_digests")
    assert wiring.ports.published_figures.edition().number == edition.number + 1


def test_digests_go_out_even_if_the_figures_cannot_be_published(world, later, monkeypatch):
    later(70)
    monkeypatch.setattr(type(wiring.ports.published_figures), "edition", lambda _: 1 / 0)
    inbox = world.inbox("leaders")
    with pytest.raises(RunFailed, match="figures"):
        call("send_digests")
    assert inbox()


def test_putting_off_a_ticket_is_allowed_too(world, late, calls, monkeypatch):
    monkeypatch.setattr(type(wiring.tickets()), "get", lambda *_, **__: (_ for _ in ()).throw(ValueError("rusak")))
    with calls() as made:
        with pytest.raises(RunFailed):
            call("watch_deadlines")
        assert denied(world, "watch_deadlines", made) == set()


def test_a_ticket_that_cannot_be_looked_at_is_in_the_log_without_its_words(world, late, monkeypatch, capsys):
    words = LAMP["description"]
    monkeypatch.setattr(type(wiring.tickets()), "get", lambda *_, **__: (_ for _ in ()).throw(ValueError(words)))
    with pytest.raises(RunFailed, match=late):
        call("watch_deadlines")
    output = capsys.readouterr().out
    assert late in output
    assert "ValueError" in output
    assert words not in output


def test_the_run_says_that_it_was_there_as_the_alarm_expects(world, capsys, monkeypatch):
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", f"sedulur-{world.stage}-watch_deadlines")
    call("watch_deadlines")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"DeadlineRuns"' in line]
    assert len(lines) == 1
    (metric,) = lines[0]["_aws"]["CloudWatchMetrics"]
    assert metric["Namespace"] == telemetry.NAMESPACE
    alarm = render(world.stage, "pati")["Resources"]["WatchSilentAlarm"]["Properties"]
    assert alarm["MetricName"] == metric["Metrics"][0]["Name"]
    assert sorted(each["Name"] for each in alarm["Dimensions"]) == sorted(metric["Dimensions"][0])
    assert alarm["TreatMissingData"] == "breaching"


def test_without_time_left_nothing_is_begun(world, late):
    before = wiring.tickets().get(late).ticket.sequence
    call("watch_deadlines", milliseconds=5_000)
    assert wiring.tickets().get(late).ticket.sequence == before


def test_a_digest_reaches_whoever_asked_for_it_and_nobody_else(world, late, later):
    later(75)  # another day than that of the test above
    sns, sqs = client("sns"), client("sqs")
    topic = names.topic_arn("ap-southeast-3", "123456789012", names.opd_topic(world.stage, "DISHUB"))
    queues = {}
    for name, wanted in {"ringkasan": ["daily"], "satuan": [{"exists": False}]}.items():
        url = sqs.create_queue(QueueName=f"{world.stage}-{name}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        attributes = {"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"digest": wanted})}
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)
        queues[name] = url
    call("watch_deadlines")
    world.pump()
    call("send_digests")
    call("send_digests")
    got = {name: [json.loads(m["Body"])["type"] for m in _drain(sqs, url)] for name, url in queues.items()}
    assert got["ringkasan"] == ["digest.daily"]
    assert "digest.daily" not in got["satuan"]
    assert "deadline.escalated" in got["satuan"]


def _drain(sqs, url):
    found = []
    while batch := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        found += batch
        for message in batch:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return found
