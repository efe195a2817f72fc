"""Every page in both languages: accessible, made for thumbs, light, and nobody else's business."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.support.stage.accessibility import THUMB, in_language, violations
from tests.support.stage.page_actions import FORM, fill, send

PAGES = [
    "/", "/lapor", "/lapor?cari=lampu", "/lapor?cari=xqzw", "/lapor?layanan=jalan-rusak", "/lapor?layanan=listrik-pln",
    "/lacak", "/lacak?nomor=PTI-7K3M-9QX2", "/laporan", "/laporan?service=sampah", "/laporan/PTI-7K3M-9QXF", "/tidak-ada",
    "/statistik", "/statistik?wilayah=33.18.01", "/laporan/PTI-7K3M-9QXF/survei",
]  # fmt: skip


@pytest.mark.parametrize(("language", "scheme"), [("id", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_any_page(open_page, axe, language, scheme):
    page = open_page("/", color_scheme=scheme)
    for path in PAGES:
        page.goto(in_language(path, language))
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert violations(axe, page) == [], path


@pytest.mark.parametrize(("language", "scheme"), [("id", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_the_way_of_a_report(open_page, axe, world, language, scheme):
    page = open_page(in_language(FORM, language), color_scheme=scheme)
    page.click("#kirim")
    page.wait_for_selector("#kesalahan")
    assert violations(axe, page) == []
    page.fill("#area", "suko")
    assert violations(axe, page) == []
    fill(page)
    number = send(page)
    assert violations(axe, page) == []
    world.pump()
    page.goto(in_language(f"/laporan/{number}", language))
    assert violations(axe, page) == []


@pytest.mark.parametrize("width", [320, PHONE, DESK])
def test_no_page_is_wider_than_the_screen(open_page, width):
    page = open_page("/", width=width)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_everything_to_tap_is_big_enough_for_a_thumb(open_page):
    page = open_page("/")
    for path in PAGES:
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        small = page.evaluate(
            """least => [...document.querySelectorAll('button, input:not([type=hidden]):not([type=radio]), select, textarea, summary, nav a, .lang a, .services a, .calls a, .option')]
            .filter(each => each.offsetParent && !each.closest('.hide') && each.getBoundingClientRect().height < least)
            .map(each => each.outerHTML.slice(0, 80))""",
            THUMB,
        )
        assert small == [], path


@pytest.mark.parametrize("path", ["/lapor", "/lapor?layanan=jalan-rusak"])
def test_the_first_load_is_under_60_kb_over_the_wire(open_page, path):
    page = open_page("/lacak")
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    bytes_ = []
    wire.on("Network.loadingFinished", lambda finished: bytes_.append(finished["encodedDataLength"]))
    page.goto(path, wait_until="networkidle")
    assert len(bytes_) >= 3
    assert sum(bytes_) < 60_000


def test_texts_are_at_least_as_big_as_16_pixels_where_one_types(open_page):
    page = open_page(FORM)
    sizes = page.evaluate(
        "[...document.querySelectorAll('input, select, textarea')].map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 16  # below that, phones zoom into the field


def test_the_receipt_prints_without_menus_and_with_everything_to_keep(open_page):
    page = open_page(FORM)
    fill(page)
    send(page)
    page.emulate_media(media="print")
    assert page.is_visible(".keep")
    assert page.is_visible(".qr svg")
    assert not page.is_visible("nav")
    assert not page.is_visible("footer")
