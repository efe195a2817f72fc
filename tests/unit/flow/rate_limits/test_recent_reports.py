"""The same report twice from one device in a day is one; nobody else learns its number."""

import pytest

from chalicelib.domain.tickets.ticket import Place
from tests.support.factory import a_report
from tests.support.memory_world import a_world

DEVICE, NUMBER = "device-token", "PTI-7K3M-9QX2"
REPORT = a_report(description="Lampu jalan padam di depan balai desa.")


@pytest.fixture
def world():
    return a_world()


@pytest.fixture
def recent(world):
    return world.using().recent_reports()


@pytest.fixture
def cookie(recent):
    return recent.remember("", DEVICE, REPORT, "form 1", NUMBER)


def test_the_same_report_by_another_form_is_found(recent, cookie):
    assert recent.earlier(cookie, DEVICE, REPORT, "form 2") == NUMBER


def test_other_spacing_and_capitals_are_the_same_text(recent, cookie):
    again = a_report(description="LAMPU jalan  padam\ndi depan balai desa.")
    assert recent.earlier(cookie, DEVICE, again, "form 2") == NUMBER


@pytest.mark.parametrize(
    "other",
    [
        {"description": "Lampu jalan padam di depan pasar."},
        {"service": "jalan-rusak"},
        {"place": Place("33.18.10.2001", address="Depan pasar")},
        {"attributes": {"tiang": "12"}},
    ],
)
def test_another_text_or_place_is_another_report(recent, cookie, other):
    changed = a_report(**({"description": REPORT.description} | other))
    assert recent.earlier(cookie, DEVICE, changed, "form 2") == ""


def test_a_form_that_is_sent_again_is_no_second_report(recent, cookie):
    assert recent.earlier(cookie, DEVICE, REPORT, "form 1") == ""


def test_another_device_learns_no_number(recent, cookie):
    assert recent.earlier(cookie, "another device", REPORT, "form 2") == ""
    assert recent.earlier(cookie, "", REPORT, "form 2") == ""


@pytest.mark.parametrize(
    "change", [lambda c: c.replace("7K3M", "8K3M"), lambda c: c[:-1] + "x", lambda _: "", str.upper]
)
def test_nobody_writes_such_a_cookie(recent, cookie, change):
    assert recent.earlier(change(cookie), DEVICE, REPORT, "form 2") == ""


def test_after_a_day_it_is_a_new_report(world, recent, cookie):
    world.clock.forward(days=1)
    assert recent.earlier(cookie, DEVICE, REPORT, "form 2") == NUMBER
    world.clock.forward(seconds=1)
    assert recent.earlier(cookie, DEVICE, REPORT, "form 2") == ""


def test_a_cookie_remembers_the_latest_five(recent, cookie):
    for n in range(5):
        cookie = recent.remember(cookie, DEVICE, a_report(description=f"Laporan lain nomor {n}."), f"f{n}", f"PTI-{n}")
    assert recent.earlier(cookie, DEVICE, REPORT, "form 2") == ""
    assert recent.earlier(cookie, DEVICE, a_report(description="Laporan lain nomor 0."), "form 2") == "PTI-0"
    assert len(cookie) < 500
