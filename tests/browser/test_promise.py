"""What was promised, as people see it: on the ticket's page and in the console, in time and too late."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib import wiring
from tests.browser.conftest import DESK, PHONE
from tests.support.stage.accessibility import violations
from tests.support.stage.stage_world import a_body

LATE = timedelta(days=40)


@pytest.fixture
def later(monkeypatch):
    """Call it, and it is 40 days later for whoever looks."""
    return lambda: monkeypatch.setattr(wiring.ports, "clock", lambda: datetime.now(UTC) + LATE)


@pytest.fixture
def hole(world):
    ticket, _ = world.report(a_body(service="jalan-rusak"))
    world.pump()
    return ticket["id"]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_citizen_reads_the_day_that_was_promised(open_page, hole, axe, width):
    page = open_page(f"/laporan/{hole}", width=width)
    assert page.inner_text(".promise").startswith("Dijanjikan selesai ")
    assert "Jawaban pertama paling lambat" in page.inner_text(".parts")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(axe, page) == []


@pytest.mark.parametrize("looks", [(PHONE, "light"), (DESK, "dark")])
def test_the_citizen_reads_that_it_was_missed_and_what_happens_now(open_page, hole, axe, later, looks):
    width, scheme = looks
    later()
    page = open_page(f"/laporan/{hole}", width=width, color_scheme=scheme)
    shown = page.inner_text(".promise.missed")
    assert "tetapi belum selesai: terlambat" in shown
    assert "Yang terlambat:" in shown
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(axe, page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_leader_gives_more_time_and_the_citizen_reads_why(signed_in, open_page, hole, axe, width):
    page = signed_in("leader", width=width)
    page.goto(f"/petugas/laporan/{hole}")
    page.click(".arrange summary")
    page.click("#extend-dputr > summary")
    assert violations(axe, page) == []
    until = (datetime.now(UTC) + LATE).date()
    page.fill("#extend-dputr-until", until.isoformat())
    page.fill("#extend-dputr-text", "Aspal harus dipesan dulu.")
    page.click("#extend-dputr button:not(.hide)")
    page.wait_for_selector("text=Batas waktu diperpanjang.")
    page = open_page(f"/laporan/{hole}", width=width)
    assert "Pimpinan memperpanjang batas waktu" in page.inner_text(".history")
    assert "Aspal harus dipesan dulu." in page.inner_text(".history")


def test_an_officer_sees_by_how_many_working_days_it_is_late(signed_in, hole, later):
    page = signed_in("opd-DPUTR", width=PHONE)
    later()
    page.goto("/petugas")
    assert "hari kerja" in page.inner_text(".left.late")
    page.goto(f"/petugas/laporan/{hole}")
    assert "hari kerja" in page.inner_text(".state .left.late")
    assert "Jawaban pertama" in page.inner_text(".parts")
