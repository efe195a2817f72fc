"""The console in a browser: an officer, the coordinator and a citizen work on one report; keyboard, thumbs, axe."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_looks import THUMB, axe, violations  # noqa: F401 - a fixture
from tests.support.stage.page_actions import tab_to
from tests.support.stage.stage_world import a_body


@pytest.fixture
def lamp(world):
    ticket, secret = world.report(a_body(contact={"name": "Siti Aminah"}))
    world.pump()
    return ticket["id"], secret


@pytest.fixture
def riddle(world):
    number = world.report(a_body(service="lainnya", description="Ada pohon di dekat lampu dan saluran."))[0]["id"]
    world.pump()
    return number


@pytest.fixture
def tickets(lamp, riddle):
    return lamp, riddle


def at(number):
    return f"/petugas/laporan/{number}"


@pytest.mark.parametrize(("js", "width"), [(True, DESK), (False, PHONE)], ids=["desk", "phone without scripts"])
def test_officer_coordinator_and_citizen_bring_one_report_to_its_end(signed_in, open_page, lamp, js, width):
    number, secret = lamp
    officer = signed_in("opd-DISHUB", js=js, width=width)
    officer.click(f"text={number}")
    officer.click("#accept-dishub button")
    assert "Tugas diterima" in officer.inner_text("main")
    officer.click("#call_in summary")
    officer.select_option("#call_in-opd", "DLH")
    officer.fill("#call_in-text", "Dahan menutup lampu.")
    officer.click("#call_in p > button")

    helper = signed_in("opd-DLH", at(number), js=js, width=width)
    assert "Dahan menutup lampu." in helper.inner_text("main")
    helper.click("#return-dlh summary")
    helper.fill("#return-dlh-text", "Pohon itu milik warga.")
    helper.click("#return-dlh p > button")
    assert "dikembalikan kepada koordinator" in helper.inner_text("main")

    coordinator = signed_in("coordinator", "/petugas/meja?saring=dikembalikan", js=js, width=width)
    coordinator.click(f"text={number}")
    assert "Pohon itu milik warga." in coordinator.inner_text("main")
    coordinator.click("#verify summary")
    coordinator.fill("#verify-text", "Dishub memangkas sendiri, pemilik setuju.")
    coordinator.click("#verify p > button")

    officer.goto(at(number))
    officer.click("#finish-dishub summary")
    officer.fill("#finish-dishub-text", "Dahan dipangkas, lampu diganti.")
    officer.click("#finish-dishub p > button")
    assert "Hasil kerja tersimpan" in officer.inner_text("main")

    citizen = open_page(f"/laporan/{number}", js=js, width=width)
    assert "Dahan dipangkas, lampu diganti." in citizen.inner_text("main")
    citizen.fill("#secret", secret)
    citizen.click("#milik form button")
    citizen.click("#dispute summary")
    citizen.fill("#dispute-text", "Malam ini masih mati.")
    citizen.click("#dispute p > button")
    assert "Penanganan dibuka lagi" in citizen.inner_text("#milik")
    assert secret not in citizen.url

    officer.goto(at(number))
    assert "Malam ini masih mati." in officer.inner_text("main")


def test_an_answer_is_written_without_a_mouse(signed_in, lamp):
    page = signed_in("opd-DISHUB", width=DESK)
    tab_to(page, f'a[href$="{lamp[0]}"]')
    page.keyboard.press("Enter")
    page.wait_for_selector("#tindakan")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke tindakan"
    page.keyboard.press("Enter")
    tab_to(page, "#answer-dishub summary")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer-dishub-template:focus")
    page.keyboard.type("Petugas akan")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert (
        page.evaluate(
            "getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
        )
        == "[hari dan tanggal]"
    )
    page.keyboard.type("Kamis, 26 November")
    tab_to(page, "#answer-dishub p > button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".done")
    assert "melihat lokasinya pada Kamis, 26 November." in page.inner_text(".shares")


def test_who_was_too_late_is_taken_to_what_changed_and_finds_the_text_again(signed_in, lamp):
    page = signed_in("opd-DISHUB", at(lamp[0]), width=DESK)
    other = signed_in("opd-DISHUB", at(lamp[0]), width=DESK)
    other.click("#accept-dishub button")
    page.click("#answer-dishub summary")
    page.fill("#answer-dishub-text", "Kami datang Kamis.")
    page.click("#answer-dishub p > button")
    page.wait_for_selector("#kesalahan:focus")
    assert "menerima tugasnya" in page.inner_text("#kesalahan")
    assert page.input_value("#answer-dishub-text") == "Kami datang Kamis."
    assert page.is_visible("#answer-dishub-text")


def test_the_coordinator_gives_a_riddle_away_with_one_tap(signed_in, riddle):
    page = signed_in("coordinator", at(riddle), width=PHONE)
    page.click(".guess >> nth=0")
    page.wait_for_selector(".done")
    assert "Dinas Lingkungan Hidup" in page.inner_text(".shares")


@pytest.mark.parametrize(("scheme", "language"), [("light", "id"), ("dark", "en")])
def test_axe_finds_nothing_in_the_console(signed_in, axe, tickets, scheme, language):  # noqa: F811
    lamp, riddle = tickets
    officer = signed_in("opd-DISHUB", color_scheme=scheme)
    pages = [
        "/petugas",
        "/petugas?saring=terlambat",
        "/petugas/akun",
        "/petugas/cari?nomor=x",
        at(lamp[0]),
        at("PTI-7K3M-9QXF"),
    ]
    look(officer, axe, pages, language)
    look(
        signed_in("coordinator", color_scheme=scheme, width=DESK),
        axe,
        ["/petugas/meja", at(riddle), at(lamp[0])],
        language,
    )
    officer.context.clear_cookies()
    look(officer, axe, ["/petugas/masuk", "/petugas/lupa"], language)


def look(page, axe, paths, language):  # noqa: F811
    for path in paths:
        page.goto(path + ("&" if "?" in path else "?") + f"lang={language}")
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(axe, page) == [], path


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_is_wider_than_the_screen_and_everything_is_big_enough_for_a_thumb(signed_in, lamp, riddle, width):
    page = signed_in("coordinator", width=width)
    for path in ("/petugas/meja", "/petugas?opd=DISHUB", at(lamp[0]), at(riddle), "/petugas/akun"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        small = page.evaluate(
            """least => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')]
                .filter(each => each.offsetParent && !each.matches('.hide, .skip'))
                .map(each => [each.getBoundingClientRect(), each.outerHTML.slice(0, 90)])
                .filter(([box]) => box.height && box.height < least - 0.5)
                .map(([box, html]) => `${box.height} ${html}`)""",
            THUMB if width == PHONE else 24,
        )
        assert [each for each in small if not re.search(r'/petugas/laporan/|type="checkbox"', each)] == [], path


def test_who_reported_is_not_in_the_page_that_going_back_shows(signed_in, lamp):
    page = signed_in("opd-DISHUB", at(lamp[0]))
    page.click("#identity summary")
    page.fill("#identity-text", "Alamatnya kurang jelas.")
    page.click("#identity p > button")
    assert "Siti Aminah" in page.inner_text("main")
    page.click("text=Kembali ke laporan")
    assert "Siti Aminah" not in page.content()
