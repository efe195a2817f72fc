"""The one place that puts use cases together, on whatever ports it is given."""

import inspect
from dataclasses import fields
from types import SimpleNamespace

import pytest

from chalicelib import wiring
from chalicelib.wiring.required_ports import Ports
from chalicelib.wiring.use_cases import UseCases
from tests.support.factory import NOW

USE_CASES = sorted(name for name in vars(UseCases) if not name.startswith("_"))
PORTS = sorted(name for name in vars(Ports) if not name.startswith("_"))


def made(uses, name):
    """`notice_publisher` and `photo_files` are told whose account it is."""
    needs = inspect.signature(getattr(uses, name)).parameters
    return getattr(uses, name)(*("123456789012" for _ in needs))


@pytest.mark.parametrize("name", USE_CASES)
def test_every_use_case_holds_the_ports_that_were_given_and_nothing_else(name):
    given = {port: object() for port in PORTS}
    by_account = {port: lambda _account, port=port: given[port] for port in ("notice_publisher", "photo_files")}
    found = made(UseCases(SimpleNamespace(**given | by_account)), name)
    held = [getattr(found, field.name) for field in fields(found)]
    assert [each for each in held if each not in given.values() and not inspect.ismethod(each)] == []


@pytest.mark.parametrize("name", USE_CASES)
def test_the_wiring_gives_every_use_case_under_its_name(name):
    assert getattr(wiring, name).__func__ is getattr(UseCases, name)


def test_there_is_an_adapter_for_every_port():
    assert [port for port in PORTS if not hasattr(type(wiring.ports), port)] == []


def test_a_port_that_is_replaced_is_replaced_for_everybody_until_it_is_forgotten(monkeypatch):
    for port in ("tickets", "contact_cipher", "city"):
        monkeypatch.setitem(vars(wiring.ports), port, object())
    before = wiring.staff_actions()
    monkeypatch.setitem(vars(wiring.ports), "clock", lambda: NOW)
    assert wiring.now() == wiring.staff_actions().clock() == wiring.intake().clock() == NOW
    assert before.clock() != NOW
    wiring.reset()
    assert wiring.now() != NOW
