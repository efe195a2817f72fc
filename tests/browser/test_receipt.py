"""Back to the receipt: it answers a POST, and still nobody is asked to send the report once more."""

import re

import pytest

from tests.browser.conftest import DESK, PHONE, counting_reports
from tests.support.stage.page_actions import FORM, fill, number_on, send

SECRET = re.compile(r"(?:\w{4} ){6}\w{2}")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize(
    "way", ["text=Lihat laporan ini", "text=Buat laporan lain", "text=Tautan pribadi laporan Anda"]
)
def test_back_shows_the_receipt_again_without_sending_anything(open_page, way, width):
    page = open_page(FORM, width=width)
    fill(page)
    number = send(page)
    kept = page.inner_text(".keep"), page.title()
    page.click(way)
    page.wait_for_selector("section.own" if "pribadi" in way else "h1:not(:text('Laporan Anda sudah'))")
    with counting_reports(page) as sent:
        page.go_back()
        page.wait_for_selector(".receipt")
    assert (page.inner_text(".keep"), page.title()) == kept
    assert number_on(page) == number
    assert sent == []


def test_the_secret_of_a_receipt_is_in_no_address_cookie_or_storage(open_page):
    page = open_page(FORM)
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    fill(page)
    send(page)
    secret = SECRET.search(page.inner_text(".keep"))[0].replace(" ", "")
    page.reload()
    page.wait_for_selector(".receipt")
    page.click("text=Lihat laporan ini")
    page.wait_for_selector("h1:has-text('Laporan PTI')")
    page.go_back()
    page.wait_for_selector(".receipt")
    stored = page.evaluate("JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])")
    seen = [*addresses, page.url, stored, *map(str, page.context.cookies())]
    assert [each for each in seen if secret in each.replace(" ", "")] == []


def test_a_receipt_in_english_comes_back_in_english(open_page):
    page = open_page(f"{FORM}&lang=en")
    fill(page)
    send(page)
    page.click("text=See this report")
    page.wait_for_selector("h1:has-text('Report PTI')")
    page.go_back()
    page.wait_for_selector(".receipt")
    assert page.inner_text("h1") == "We have your report"
    assert page.locator(".lang").count() == 0


def test_the_address_that_back_leads_to_is_the_form_for_everybody_else(open_page):
    page = open_page("/lapor#bukti")
    assert page.is_visible("#cari")
