"""Nothing is lost: workers killed with SIGKILL in the middle of their work, events that come again and in disorder."""

import json
import random
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import names, wiring
from infra.local.environment import ROOT, STAGE, Surroundings
from infra.local.system import LocalSystem

REPORTS = 20
AREA = "33.18.10.2001"


@pytest.fixture(scope="module", params=["moto", "ministack"])
def system(request):
    """No worker of its own runs; a message that was not finished comes back after two seconds."""
    with LocalSystem(Surroundings(port=0, aws_port=0, emulator=request.param), threads=False) as running:
        sqs = running.client("sqs")
        for queue in names.QUEUES:
            url = sqs.get_queue_url(QueueName=names.queue(STAGE, queue))["QueueUrl"]
            sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "2"})
        yield running


def report(system, number):
    body = {"service": "lampu-jalan", "description": f"Lampu nomor {number} di gang padam", "location": {"area": AREA}}
    request = urllib.request.Request(
        f"{system.url}/v1/tickets", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["ticket"]["id"]


def told(system, tickets):
    """The ids of the notices of these tickets that arrived, and how often each did."""
    while system.letterbox.step():
        pass
    return Counter(n.machine["notice"] for n in system.letterbox.newest if n.ticket in tickets)


def kill_a_worker_after(system, tickets, notices):
    worker = subprocess.Popen([sys.executable, "-m", "tests.support.stage.worker_process"], cwd=ROOT)
    end = time.monotonic() + 60
    while len(told(system, tickets)) < notices and time.monotonic() < end:
        time.sleep(0.01)
    worker.kill()
    worker.wait()


def dead_letters(system):
    sqs = system.client("sqs")
    urls = [sqs.get_queue_url(QueueName=names.dead_letter_queue(STAGE, queue))["QueueUrl"] for queue in names.QUEUES]
    depths = [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"] for url in urls]
    return [int(depth["ApproximateNumberOfMessages"]) for depth in depths]


def test_every_report_reaches_its_opd_though_workers_are_killed(system, monkeypatch):
    tickets = {report(system, number) for number in range(REPORTS)}
    expected = {f"{ticket}/2/DISHUB" for ticket in tickets}
    kill_a_worker_after(system, tickets, 3)
    kill_a_worker_after(system, tickets, 6)
    assert set(told(system, tickets)) < expected, "they were killed before they were done"

    # What a killed worker had begun to send may be taken over when its time is over.
    monkeypatch.setattr(wiring.ports, "clock", lambda: datetime.now(UTC) + timedelta(minutes=10))
    end = time.monotonic() + 60
    while set(told(system, tickets)) != expected and time.monotonic() < end:
        system.pump_until_quiet()
        time.sleep(0.2)

    arrived = told(system, tickets)
    assert set(arrived) == expected
    assert arrived.total() <= REPORTS + 2, "a kill between sending and noting it is the one way to a repeat"
    assert not any(dead_letters(system))


def test_events_that_come_again_and_in_disorder_change_nothing(system):
    tickets = {report(system, number) for number in range(REPORTS, REPORTS + 5)}
    system.pump_until_quiet()
    before = told(system, tickets)
    assert len(before) == 5
    pipe = system._pump._parts[0][0]
    pipe._positions.clear()
    pipe._last.clear()  # from the beginning of the stream
    again = pipe._read() * 2
    random.Random(7).shuffle(again)
    pipe._waiting = again
    system.pump_until_quiet()
    assert told(system, tickets) == before
    assert system.failures == []
