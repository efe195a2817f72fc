"""What the public reads, as people see it: a held report, a flag, and the coordinator's check, at phone and desk."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.support.stage.accessibility import violations
from tests.support.stage.stage_world import a_body

ACCUSED = "Pak Slamet Rahardjo maling kabel lampu jalan, hubungi 0812 3456 7890."


@pytest.fixture
def held(world):
    ticket, _ = world.report(a_body(description=ACCUSED))
    world.pump()
    return ticket["id"]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_held_report_shows_why_there_is_nothing_to_read_yet(open_page, held, axe, width):
    page = open_page(f"/laporan/{held}", width=width)
    assert "Tampil setelah diperiksa" in page.inner_text("main")
    assert "Slamet" not in page.content()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(axe, page) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_coordinator_covers_a_name_and_the_rest_is_public(signed_in, open_page, held, axe, width):
    page = signed_in("coordinator", width=width)
    page.goto("/petugas/tampilan")
    assert violations(axe, page) == []
    assert page.locator(f".checks a.button[href*='{held}']").count() == 1
    page.goto(f"/petugas/laporan/{held}")
    page.click("#redact > summary")
    assert violations(axe, page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.fill("#redact-passages", "Slamet Rahardjo")
    page.fill("#redact-text", "Nama orang.")
    page.click("#redact button:not(.hide)")
    page.wait_for_selector("text=Bagian itu ditutup untuk umum.")
    page = open_page(f"/laporan/{held}", width=width)
    assert "Pak [ditutup] maling kabel lampu jalan, hubungi [nomor telepon ditutup]." in page.inner_text("main")


def test_a_reader_flags_a_report_on_the_phone(open_page, world, axe):
    ticket, _ = world.report(a_body())
    page = open_page(f"/laporan/{ticket['id']}", width=PHONE)
    page.click("#laporkan summary")
    assert violations(axe, page) == []
    page.check("#flag-personal_data")
    page.click("#laporkan button")
    assert "Koordinator memeriksa isi laporan ini." in page.inner_text("#laporkan")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
