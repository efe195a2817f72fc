"""The console notes what it refuses as the API does."""

import json

import pytest

from tests.support.stage.scriptless_browser import Browser


@pytest.fixture
def browser(world):
    return Browser(world)


def refused(capsys):
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    return [line["reason"] for line in lines if line.get("message") == "refused"]


def test_a_wrong_password_is_a_line(browser, people, capsys):
    name = people.add("opd-DISHUB")
    capsys.readouterr()
    browser.sign_in(name, "salah-sekali")
    assert refused(capsys) == ["SignInRefused"]


def test_who_only_comes_by_is_none(browser, capsys):
    capsys.readouterr()
    browser.get("/petugas")
    assert refused(capsys) == []
