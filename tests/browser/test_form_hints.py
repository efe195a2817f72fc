"""What the form says while one types: services found as the server finds them, and messages that go once all is right."""

import pytest

from tests.support.stage.page_actions import FORM, STORY, choose_village, send

PLACE = {"latitude": -6.75123, "longitude": 111.03812, "accuracy": 12}


def codes(page, within):
    """Of the services that are shown there, in their order."""
    links = page.locator(f"{within} .services a")
    addresses = [link.get_attribute("href") for link in links.all() if link.is_visible()]
    return [address.partition("layanan=")[2].partition("&")[0] for address in addresses]


@pytest.mark.parametrize("words", ["listrik mati", "pju", "jalan bolong", "anjing", "lampu mati", "street light"])
def test_the_live_search_finds_what_the_server_s_search_finds(open_page, words):
    page = open_page("/lapor")
    with page.expect_response("**/lapor?*jawab=kode"):
        page.fill("#cari", words)
    live = page.locator(".shelf a:visible")
    found = codes(open_page(f"/lapor?cari={words}", js=False), "section")
    assert found
    page.wait_for_function(
        "count => document.querySelector('.told').textContent.endsWith(': ' + count)", arg=len(found)
    )
    assert live.count() == len(found)
    assert set(codes(page, ".shelf")) == set(found)
    assert codes(page, ".shelf")[0] == found[0]
    page.fill("#cari", "")
    assert page.locator(".shelf:visible").count() == page.locator(".shelf").count()
    assert page.locator(".shelf[open]").count() == 0


def test_without_a_line_the_names_of_the_services_still_are_searched(open_page):
    page = open_page("/lapor")
    page.route("**/lapor?*", lambda route: route.abort())
    page.fill("#cari", "pohon")
    page.wait_for_timeout(500)
    assert "pohon" in codes(page, ".shelf")
    page.fill("#cari", "xqzw")
    page.wait_for_selector(".told:has-text('Tidak ada yang langsung cocok')")


@pytest.fixture
def refused(open_page):
    """The form as it comes back when it was sent empty, on a phone that knows where it is."""
    page = open_page(FORM, geolocation=PLACE, permissions=["geolocation"])
    page.click("#kirim")
    page.wait_for_selector("#kesalahan")
    return page


def test_a_message_goes_once_its_field_is_right_and_the_summary_with_the_last(refused):
    page = refused
    assert page.locator("#kesalahan li").count() == 2
    page.fill("#description", STORY[:5])
    assert page.is_visible("#description-error")
    page.fill("#description", STORY)
    assert page.locator("#description-error").count() == 0
    assert page.get_attribute("#description", "aria-invalid") is None
    assert page.get_attribute("#description", "aria-describedby") == "description-hint"
    assert page.locator("#kesalahan li").count() == 1
    assert page.title().startswith("Kesalahan: ")
    choose_village(page)
    assert page.locator("#area-error, #kesalahan, .wrong").count() == 0
    assert not page.title().startswith("Kesalahan")
    send(page)


def test_the_phones_location_is_a_place_too(refused):
    page = refused
    page.click("#gps button >> nth=0")
    page.wait_for_selector("#gps .told:text('12 meter')")
    assert page.locator("#area-error").count() == 0
    assert page.locator("#description-error").count() == 1


@pytest.mark.parametrize("right", ["budi@pati.example", ""])
def test_a_message_about_a_contact_goes_once_that_is_right_or_left_out(open_page, right):
    page = open_page(FORM)
    page.fill("#description", STORY)
    choose_village(page)
    page.fill("#email", "budi@")
    page.click("#kirim")
    page.wait_for_selector("#email-error")
    page.fill("#email", "budi@pati")
    page.fill("#email", "budi")
    page.press("#email", "Tab")
    assert page.is_visible("#email-error")
    page.fill("#email", right)
    page.press("#email", "Tab")
    assert page.locator("#email-error, #kesalahan").count() == 0


@pytest.mark.parametrize("touch", [True, False], ids=["finger", "mouse"])
def test_a_button_is_not_missed_because_a_message_goes_as_it_is_pressed(open_page, touch):
    page = open_page(FORM, has_touch=touch)
    page.fill("#description", STORY)
    choose_village(page)
    page.fill("#email", "budi")
    page.click("#kirim")
    page.wait_for_selector("#email-error")
    page.fill("#email", "budi@pati.example")
    (page.tap if touch else page.click)("#kirim")
    page.wait_for_selector(".receipt")


def test_a_noted_location_is_still_said_after_a_mistake_elsewhere(open_page):
    page = open_page(FORM, geolocation=PLACE, permissions=["geolocation"])
    page.click("#gps button >> nth=0")
    page.wait_for_selector("#gps .told:text('12 meter')")
    page.fill("#description", "padam")
    page.click("#kirim")
    page.wait_for_selector("#kesalahan")
    assert page.inner_text("#gps .told") == "Lokasi tercatat."
    assert page.is_visible("#gps button:text('Hapus lokasi')")
