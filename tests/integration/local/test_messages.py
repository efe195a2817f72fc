"""A reporter with a phone and an e-mail address, on the whole local system: told, until they say stop."""

import json
import re
import urllib.parse
import urllib.request

import pytest

from infra.local.environment import RunSettings
from infra.local.system import LocalSystem

REPORT = {
    "service": "lampu-jalan",
    "description": "Lampu jalan di depan balai desa padam sejak tiga malam.",
    "location": {"area": "33.18.10.2001"},
    "contact": {
        "name": "Sumini Rahasia", "phone": "0812 3456 7890", "email": "sumini@warga.example",
        "notify": ["sms", "email"],
    },
}  # fmt: skip


@pytest.fixture(scope="module", params=["moto", "ministack"])
def system(request):
    with LocalSystem(RunSettings(port=0, aws_port=0, emulator=request.param), threads=False) as running:
        agree(running)
        yield running


def agree(system):
    """The first report with these addresses: each gets one question, without the number, and its owner agrees."""
    number = report(system)["ticket"]["id"]
    system.pump_until_quiet()
    assert messages_about(system, number) == []
    questions = {message.channel: message.text for message in system.outbox.newest}
    assert set(questions) == {"sms", "email"}
    for text in questions.values():
        link = re.search(r"https?://\S+/k/\w+", text)[0]
        assert number not in ask(link)
        ask(link.replace("/k/", "/berhenti/"), b"step=resume")


def ask(url, data=None, **headers):
    kind = {"Content-Type": "application/json"} if data and data.startswith(b"{") else {}
    with urllib.request.urlopen(urllib.request.Request(url, data, kind | headers), timeout=20) as answer:
        return answer.read().decode()


def report(system, **changes):
    return json.loads(ask(f"{system.url}/v1/tickets", json.dumps(REPORT | changes).encode()))


def messages_about(system, number):
    return [message for message in system.outbox.newest if number in message.text]


def resolve(system, number):
    """As DISHUB does it."""
    signed = json.loads(ask(f"{system.url}/v1/sessions", b'{"username": "dishub", "password": "Sedulur-lokal-1"}'))
    for action in ("accept", "start", "finish"):
        address = f"{system.url}/v1/tickets/{number}/assignments/DISHUB/{action}"
        ask(address, b'{"text": "Lampu sudah menyala."}', Authorization=f"Bearer {signed['access_token']}")
    system.pump_until_quiet()


def test_a_reporter_is_told_by_both_channels_and_after_stop_by_none(system):
    opened = report(system)
    number = opened["ticket"]["id"]
    assert opened["messages"] == ["email", "sms"]
    system.pump_until_quiet()
    messages = {message.channel: message for message in messages_about(system, number)}
    assert set(messages) == {"sms", "email"}
    assert messages["email"].subject == f"Laporan {number} sudah kami terima"

    link = re.search(r"https?://\S+/k/\S+", messages["sms"].text)[0]
    page = ask(link)
    assert number in page
    assert "Diterima" in page or "Terdisposisi" in page
    assert "Rahasia" not in page.replace("kode rahasia", "")
    letter = re.search(r"https?://\S+/berhenti/\S+", messages["email"].text)[0]
    ask(link.replace("/k/", "/berhenti/"), urllib.parse.urlencode({"step": "stop"}).encode())
    ask(letter, b"List-Unsubscribe=One-Click")

    resolve(system, number)
    assert json.loads(ask(f"{system.url}/v1/tickets/{number}"))["status"] == "resolved"
    assert len(messages_about(system, number)) == 2, "nothing after stop"
    assert system.failures == []


def test_who_changes_their_mind_is_told_again(system):
    number = report(system)["ticket"]["id"]
    system.pump_until_quiet()
    (sms,) = [message for message in messages_about(system, number) if message.channel == "sms"]
    link = re.search(r"https?://\S+/k/\S+", sms.text)[0].replace("/k/", "/berhenti/")
    ask(link, b"step=stop")
    assert "Berhenti mengirim SMS" in ask(link, b"step=resume")
    resolve(system, number)
    assert [message.channel for message in messages_about(system, number)] == ["email", "sms", "email", "sms"]


def test_the_local_page_shows_what_was_told_and_no_address(system):
    number = report(system)["ticket"]["id"]
    system.pump_until_quiet()
    page = ask(f"{system.url}/_local")
    assert f"Laporan {number} sudah kami terima" in page
    assert "reporter/sms" in page
    for private in ("81234567890", "sumini", "Sumini"):
        assert private not in page


def test_no_line_of_the_functions_logs_tells_who_reported(system, capsys):
    report(system)
    system.pump_until_quiet()
    seen = capsys.readouterr()
    for private in ("81234567890", "sumini", "Sumini"):
        assert private not in seen.out + seen.err
