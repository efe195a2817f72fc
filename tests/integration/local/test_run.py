"""`make run` as a person meets it: started, used, stopped."""

import gzip
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from infra.local.emulator.emulator_handle import Emulator
from infra.local.environment import HOST, free_port

ROOT = Path(__file__).parents[3]
DEAD_LAMP = {
    "service": "lampu-jalan",
    "description": "Lampu jalan di depan balai desa padam sejak tiga malam.",
    "location": {"area": "33.18.10.2001", "address": "Depan balai desa"},
    "contact": {"name": "Sumini Rahasia", "phone": "0812 3456 7890"},
}


class Run:
    """One `python -m infra run` on free ports."""

    def __init__(self, log, **settings):
        self.port, self.aws_port = free_port(0, "PORT"), free_port(0, "AWS_PORT")
        self.url = f"http://{HOST}:{self.port}"
        self._log = log
        ports = {"PORT": str(self.port), "AWS_PORT": str(self.aws_port)}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        with log.open("w") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "infra", "run"],
                cwd=ROOT,
                env=inherited | ports | settings,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self):
        return self._log.read_text()

    def ready(self):
        until(lambda: "is ready" in self.output or self.process.poll() is not None, 60)
        assert self.process.poll() is None, self.output
        return self

    def ended(self):
        """The exit code."""
        return self.process.wait(30)

    def get(self, path, **headers):
        with urllib.request.urlopen(urllib.request.Request(self.url + path, headers=headers), timeout=10) as answer:
            return answer.read(), answer.headers

    def report(self, body):
        request = urllib.request.Request(
            f"{self.url}/v1/tickets", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)["ticket"]["id"]

    def emulators(self):
        """Process ids of its children."""
        listed = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(pid) for children in listed for pid in children.read_text().split()]


def until(happened, seconds):
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def is_free(port):
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0


def is_gone(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


@pytest.fixture
def start(tmp_path):
    running = []

    def started(**settings):
        run = Run(tmp_path / f"run{len(running)}.log", **settings)
        running.append(run)
        return run

    yield started
    for run in running:
        if run.process.poll() is None:
            run.process.kill()
        run.process.wait()


@pytest.fixture(scope="module", params=["moto", "ministack"])
def running(request, tmp_path_factory):
    run = Run(tmp_path_factory.mktemp("run") / "run.log", EMULATOR=request.param).ready()
    yield run
    run.process.send_signal(signal.SIGINT)
    run.ended()


def test_it_says_where_everything_is(running):
    for address in (f"{running.url}/lapor", f"{running.url}/_local", f"http://{HOST}:{running.aws_port}", "curl"):
        assert address in running.output
    assert re.search(r"ready after \d+\.\d s", running.output)


def test_the_notice_of_a_dead_street_lamp_is_there_within_seconds(running):
    number = running.report(DEAD_LAMP)
    until(lambda: re.search(f"→ DISHUB .*{number}", running.output), 15)
    until(lambda: number in running.get("/_local")[0].decode(), 5)
    page = running.get("/_local")[0].decode()
    assert "Dinas Perhubungan" in page, "the letter"
    assert re.search(rf"{number}</a>\s*<td>ticket.dispatched<td>DISHUB<td>sent", page), "the ledger"
    assert "sedulur-local-notices-dlq" in page


def test_the_terminal_shows_that_a_reporter_was_told(running):
    wanting = DEAD_LAMP["contact"] | {"notify": ["sms"]}
    running.report(DEAD_LAMP | {"contact": wanting})
    until(lambda: re.search("→ reporter · sms · .*nomor ini dipakai melapor. Setuju dikabari", running.output), 15)


def test_nobody_is_told_who_reported(running):
    running.report(DEAD_LAMP | {"contact": DEAD_LAMP["contact"] | {"notify": ["sms"]}})
    until(lambda: re.search("→ reporter ", running.output), 15)
    for text in (running.output, running.get("/_local")[0].decode()):
        assert "Sumini" not in text
        assert "3456" not in text


def test_the_local_page_is_no_part_of_the_deployed_app():
    from app import app

    assert not [path for path in app.routes if "_local" in path]


def test_answers_are_compressed_for_whoever_can_read_that(running):
    plain, headers = running.get("/v1/areas")
    assert headers["Content-Encoding"] is None
    packed, headers = running.get("/v1/areas", **{"Accept-Encoding": "gzip, br"})
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain
    assert running.get("/v1/health", **{"Accept-Encoding": "gzip"})[1]["Content-Encoding"] is None, "too small"


def test_an_address_without_a_route_is_refused_as_by_the_gateway(running):
    with pytest.raises(urllib.error.HTTPError) as refused:
        running.get("/a/b/c/d/e/f")
    assert refused.value.code == 403
    refused.value.close()


def test_ctrl_c_ends_it_cleanly(start):
    run = start().ready()
    emulators = run.emulators()
    assert emulators
    os.killpg(run.process.pid, signal.SIGINT)
    assert run.ended() == 0
    assert "Traceback" not in run.output
    assert run.output.endswith("Stopped.\n")
    assert is_free(run.port)
    assert is_free(run.aws_port)
    assert all(map(is_gone, emulators))


def test_ctrl_c_while_it_starts_ends_it_as_well(start):
    run = start()
    until(run.emulators, 30)
    run.process.send_signal(signal.SIGINT)
    assert run.ended() == 0
    assert "Traceback" not in run.output


def test_its_emulator_ends_even_when_it_is_killed(start):
    run = start().ready()
    emulators = run.emulators()
    run.process.kill()
    until(lambda: all(map(is_gone, emulators)), 20)
    assert is_free(run.aws_port)


def test_its_emulator_ends_by_itself_in_a_shells_background():
    """There a process is born ignoring interrupts."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with Emulator("moto", free_port(0, "AWS_PORT")) as emulator:
            emulator.wait_until_ready()
    finally:
        signal.signal(signal.SIGINT, before)
    assert emulator._process.returncode == 0, "else it was killed after a long wait"


@pytest.mark.parametrize("variable", ["PORT", "AWS_PORT"])
def test_a_taken_port_is_a_clear_error(start, variable):
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        run = start(**{variable: str(port)})
        assert run.ended() == 1
    assert f"Port {port} " in run.output
    assert f"{variable}={port + 1}" in run.output, "what to do"
    assert "Traceback" not in run.output


@pytest.mark.parametrize("setting", [{"EMULATOR": "azure"}, {"PORT": "web"}, {"PERSIST": "1"}])
def test_a_setting_that_cannot_be_used_is_a_clear_error(start, setting):
    run = start(**setting)
    assert run.ended() == 1
    (variable, value) = next(iter(setting.items()))
    assert f"{variable}={value}" in run.output
    assert "Traceback" not in run.output


def test_what_was_reported_is_kept_for_the_next_run_when_asked_for(start, tmp_path):
    keep = {"EMULATOR": "ministack", "PERSIST": "1", "STATE": str(tmp_path / "state")}
    first = start(**keep).ready()
    number = first.report(DEAD_LAMP)
    first.process.send_signal(signal.SIGINT)
    assert first.ended() == 0
    second = start(**keep).ready()
    until(lambda: json.loads(second.get(f"/v1/tickets/{number}")[0])["status"] == "dispatched", 15)
    assert f"{number}" in second.get("/v1/tickets")[0].decode()
    second.process.send_signal(signal.SIGINT)
    assert second.ended() == 0
