"""Reports about the same thing in a browser: found, compared, merged, doubted, separated; and “saya juga”."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.support.stage.accessibility import violations
from tests.support.stage.stage_world import a_body


@pytest.fixture
def pair(world):
    """Two reports of one lamp: numbers and secrets."""
    here = {"location": {"lat": -6.75555, "long": 111.03888, "area": "33.18.10.2001"}}
    bodies = [a_body(**here), a_body(**here, description="Lampu di tiang depan balai desa mati. Gelap kalau malam.")]
    found = [world.report(body) for body in bodies]
    world.pump()
    return [(ticket["id"], secret) for ticket, secret in found]


@pytest.fixture
def check_page(axe):
    """Accessible, as far as a script can tell, and no wider than the screen; a picture where somebody wants to look."""

    def looked(page, name, *, js):
        if js:
            page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], name
        if folder := os.environ.get("SEDULUR_PICTURES"):
            page.screenshot(path=str(Path(folder) / f"{name}-{page.viewport_size['width']}.png"), full_page=True)
        if js:
            assert violations(axe, page) == [], name

    return looked


@pytest.fixture(params=[(True, DESK), (False, PHONE)], ids=["desk", "phone without scripts"])
def how(request):
    """With what they look: scripts and width."""
    js, width = request.param
    return {"js": js, "width": width}


def test_the_coordinator_merges_a_reporter_doubts_and_both_go_on(signed_in, open_page, check_page, pair, how):
    (original, _), (number, secret) = pair
    js = how["js"]
    desk = signed_in("coordinator", f"/petugas/laporan/{number}", **how)
    check_page(desk, "laporan-sebelum", js=js)
    desk.click("text=Gabungkan dengan laporan lain")
    check_page(desk, "mungkin-sama", js=js)
    assert desk.inner_text(f"a.button:has-text('{original}')") == f"Bandingkan {original}"
    desk.click(f"a.button:has-text('{original}')")
    check_page(desk, "bandingkan", js=js)
    desk.click(f"text=Gabungkan ke {original}")
    assert "Isi bagian ini." in desk.inner_text("main")
    check_page(desk, "tanpa-alasan", js=js)
    desk.fill("#text", "Tiang lampu yang sama.")
    desk.click(f"text=Gabungkan ke {original}")
    assert "Laporan digabung" in desk.inner_text("main")
    check_page(desk, "digabung", js=js)
    desk.goto(f"/petugas/laporan/{original}")
    assert number in desk.inner_text(".together")
    check_page(desk, "yang-diikuti", js=js)

    citizen = open_page(f"/laporan/{number}", **how)
    assert f"hal yang sama dengan laporan {original}" in citizen.inner_text("main")
    check_page(citizen, "warga-duplikat", js=js)
    if not citizen.is_visible("#secret"):
        citizen.click("#milik summary")
    citizen.fill("#secret", secret)
    citizen.click("#milik button")
    if not citizen.is_visible("#dispute-text"):
        citizen.click("#dispute summary")
    citizen.fill("#dispute-text", "Lampu saya di tiang lain.")
    citizen.click("#dispute button")
    assert "Keberatan Anda sudah sampai" in citizen.inner_text("main")
    check_page(citizen, "warga-keberatan", js=js)

    desk.goto("/petugas/meja")
    assert number in desk.inner_text("main")
    desk.goto(f"/petugas/laporan/{number}")
    assert "Lampu saya di tiang lain." in desk.inner_text("main")
    if not desk.is_visible("#unmerge-text"):
        desk.click("#unmerge summary")
    desk.fill("#unmerge-text", "Memang tiang lain.")
    desk.click("#unmerge p > button")
    assert "Laporan dipisahkan lagi." in desk.inner_text("main")
    citizen.goto(f"/laporan/{number}")
    assert "Siapa yang menangani" in citizen.inner_text("main")


def test_me_too_is_one_tap_and_says_thanks(open_page, check_page, pair, how):
    (number, _), _ = pair
    page = open_page(f"/laporan/{number}", **how)
    check_page(page, "saya-juga", js=how["js"])
    page.click("text=Saya juga")
    page.wait_for_selector("#saya-juga .note")
    assert "Terima kasih, sudah dihitung." in page.inner_text("#saya-juga")
    assert "Satu orang lain juga mengalaminya." in page.inner_text("#saya-juga")
    check_page(page, "saya-juga-sudah", js=how["js"])
    page.goto(f"/laporan/{number}")
    page.click("text=Saya juga")
    page.wait_for_selector("#saya-juga .note")
    assert "Anda sudah dihitung." in page.inner_text("#saya-juga")
