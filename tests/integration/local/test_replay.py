"""`python -m infra replay`: reports from a file, followed to their notices."""

import json
import os
import subprocess
import sys

import pytest

from infra.local.environment import RunSettings
from infra.local.replaying.installation import Installation, NoInstallation
from infra.local.system import LocalSystem

AREA = "33.18.10.2001"
LINES = [
    {"teks": "Lampu jalan di depan balai desa padam sejak tiga malam", "service": "lampu-jalan", "area": AREA},
    {"teks": "Sampah menumpuk di pinggir pasar dan berbau busuk", "service": "sampah"},
    {"teks": "Ada sesuatu yang aneh sekali di sana"},
    {"teks": "pendek"},
    {"teks": "Layanan ini tidak ada di katalog kota", "service": "tidak-ada"},
    {"bukan": "teks"},
]


@pytest.fixture(scope="module")
def system():
    with LocalSystem(RunSettings(port=0, aws_port=0)) as running:
        yield running


@pytest.fixture
def replay(system, tmp_path):
    """Replay these lines: the exit code, the figures (`--json`) or the table, and the progress."""
    file = tmp_path / "laporan.jsonl"

    def replayed(*options, lines=LINES, broken="", aws_port=None):
        file.write_text("\n".join(json.dumps(line) for line in lines) + broken)
        port = aws_port or system.endpoint.rsplit(":", 1)[-1]
        done = command(file, "--url", system.url, *options, AWS_PORT=port)
        return done.returncode, json.loads(done.stdout) if "--json" in options else done.stdout, done.stderr

    return replayed


def command(*arguments, **settings):
    line = [sys.executable, "-m", "infra", "replay", *map(str, arguments)]
    shell = {name: value for name, value in os.environ.items() if name != "AWS_ENDPOINT_URL"}
    return subprocess.run(line, env=shell | settings, capture_output=True, text=True, check=False, timeout=120)


def test_a_shell_that_exported_what_make_run_says_sees_the_notices(system, tmp_path):
    file = tmp_path / "laporan.jsonl"
    file.write_text(json.dumps(LINES[0]))
    done = command(file, "--url", system.url, "--json", AWS_ENDPOINT_URL=system.endpoint, AWS_PORT="1")
    assert json.loads(done.stdout)["notices"] == {"DISHUB": 1}


def test_every_accepted_report_is_followed_to_its_notices(replay):
    code, figures, _ = replay("--json")
    assert code == 0
    assert figures["sent"] == 6
    assert figures["accepted"] == 3
    assert (figures["dispatched"], figures["to_coordinator"]) == (2, 1)
    assert figures["notices"] == {"DISHUB": 1, "DLH": 1, "coordinator": 1}
    assert figures["lost"] == 0
    assert figures["submit_ms"]["p50"] > 0
    assert figures["submit_to_notice_ms"]["max"] < 60_000


def test_what_cannot_be_accepted_is_counted_with_its_reason(replay):
    _, figures, _ = replay("--json", broken="\n{kein json\n")
    assert figures["rejected_why"] == {
        "description: too_short": 1,
        "service: service_unknown": 1,
        "no `teks`": 1,
        "no JSON": 1,
    }


def test_a_second_run_over_the_same_file_opens_no_ticket(replay, system):
    replay("--json")
    notice_count = len(system.notice_inbox.newest)
    code, figures, _ = replay("--json")
    system.pump_until_quiet()
    assert (code, figures["accepted"], figures["repeated"]) == (0, 3, 3)
    assert len(system.notice_inbox.newest) == notice_count


def test_the_table_is_for_people_and_says_nothing_of_what_was_written(replay):
    _, table, progress = replay()
    for row in ("sent", "accepted", "rejected", "dispatched", "to the coordinator", "notices", "submit", "lost"):
        assert row in table
    assert "sending     6/6" not in progress, "the line without `teks` is not sent"
    assert "sending     5/5" in progress
    assert "33.18" in progress, "the default place is said"
    assert not [line for line in LINES if line.get("teks") and line["teks"] in table + progress]


def test_only_as_many_as_asked_for(replay):
    _, figures, _ = replay("--json", "--limit", "2", "--concurrency", "1")
    assert figures["sent"] == 2


def test_a_ticket_that_is_not_routed_in_time_is_lost_and_fails_the_command(system, replay, monkeypatch):
    monkeypatch.setattr(system._pump, "_step", lambda *_: 0)
    lines = [{"teks": "Lampu jalan di gang belakang padam juga", "service": "lampu-jalan", "area": AREA}]
    code, figures, _ = replay("--json", "--patience", "0.5", lines=lines)
    assert (code, figures["accepted"], figures["lost"]) == (1, 1, 1)


def test_without_access_to_aws_routing_alone_is_followed(replay):
    code, figures, _ = replay("--json", "--limit", "1", aws_port="9")
    assert (code, figures["ledger"], figures["submit_to_notice_ms"]) == (0, False, None)
    assert figures["dispatched"] == 1


def test_a_wrong_address_is_a_clear_error(tmp_path):
    file = tmp_path / "laporan.jsonl"
    file.write_text("")
    done = command(file, "--url", "http://127.0.0.1:9")
    assert done.returncode == 1
    assert "--url" in done.stderr
    assert "Traceback" not in done.stderr


def test_where_nobody_is_nothing_is_tried_again(monkeypatch):
    slept = []
    monkeypatch.setattr("urllib3.util.retry.time.sleep", slept.append)
    with pytest.raises(NoInstallation):
        Installation("http://127.0.0.1:9", 1).default_area()
    assert slept == []


def test_a_missing_file_is_a_clear_error(system):
    done = command("/tidak/ada.jsonl", "--url", system.url)
    assert done.returncode == 1
    assert "/tidak/ada.jsonl" in done.stderr
    assert "Traceback" not in done.stderr
